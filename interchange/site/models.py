"""What the welcome page says, and to whom."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from interchange.core import clock
from interchange.core.identifiers import new_id
from interchange.support.rules.audiences import Audience


class ForSomebody(models.Model):
    """Something for an audience; the filter is `support.queries.audiences.fits`."""

    audience = models.CharField(max_length=10, default=Audience.ALL.value, db_default=Audience.ALL.value)
    audience_values = ArrayField(models.CharField(max_length=20), default=list, db_default=[])

    class Meta:
        abstract = True


class News(ForSomebody):
    """One of the latest developments; shown from a moment on, and until one if that is set (B1)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=200)
    body = models.TextField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    posted_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-from_at"]
        verbose_name_plural = "news"


class KeyReminder(ForSomebody):
    """A short line with a day and where to go, on the welcome page until the day has passed (B1)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    text = models.CharField(max_length=120)
    on = models.DateField()
    link = models.CharField(max_length=300, blank=True)
    posted_at = models.DateTimeField(default=clock.now)
    posted_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [
            models.Index(fields=["on"], condition=models.Q(withdrawn_at=None), name="site_reminders_to_come")
        ]
