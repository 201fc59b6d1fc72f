"""What the welcome page says to everybody."""

from django.db import models

from interchange.core.identifiers import new_id


class News(models.Model):
    """One of the latest developments, or a reminder; shown from a moment on, and until one if that is set (B1)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=200)
    body = models.TextField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    posted_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-from_at"]
        verbose_name_plural = "news"
