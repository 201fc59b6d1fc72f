"""What every fact of the catalogue says of itself."""

from django.db import models


class Sourced(models.Model):
    """Every fact of the catalogue says where it was read, and how far that can be trusted."""

    source_kind = models.CharField(max_length=20, blank=True, default="")
    source = models.TextField(blank=True, default="")

    class Meta:
        abstract = True
