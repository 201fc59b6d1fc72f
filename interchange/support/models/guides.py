"""Guides to download. National."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from interchange.core import clock
from interchange.core.identifiers import new_id
from interchange.support.rules.audiences import Audience


class Guide(models.Model):
    """A document of the awarding body, in one version, for one audience (B4)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=30)
    audience = models.CharField(max_length=10, default=Audience.ALL.value)
    audience_values = ArrayField(models.CharField(max_length=20), default=list)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    size = models.IntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=100)
    scanned = models.BooleanField()
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["title"], name="support_guides_by_title")]
