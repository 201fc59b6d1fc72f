"""What the status page says. National."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from interchange.core import clock
from interchange.core.identifiers import new_id
from interchange.support.rules import status as rules


class ServiceNotice(models.Model):
    """A problem of the service, or work that is planned on it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=[(one.value, one.label) for one in rules.Kind])
    title = models.CharField(max_length=120)
    parts = ArrayField(models.CharField(max_length=20))
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    """When it is expected to be over; planned work then is."""
    ended_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(default=clock.now)
    posted_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gt=models.F("from_at")),
                name="support_notice_ends_later",
            ),
            models.CheckConstraint(
                condition=Q(kind="problem") | Q(until_at__isnull=False),
                name="support_planned_work_has_an_end",
            ),
        ]
        indexes = [models.Index(fields=["-from_at"], name="support_notices_newest")]


class ServiceUpdate(models.Model):
    """What was told of it, line by line."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(ServiceNotice, models.CASCADE, related_name="updates")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=200)
    text = models.TextField()
