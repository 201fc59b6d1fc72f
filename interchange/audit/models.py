"""The trail: events, the links that chain them, and where each centre's chain ends.

No foreign keys, so that history never blocks or follows the living data. The application's roles may add events and
links, and may not change or delete them (migration 0002).
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from interchange.core.tenancy import CentreOwned


class EventRecord(CentreOwned):
    """One thing that happened; part of the link `link_number` of its centre's chain."""

    at = models.DateTimeField()
    name = models.CharField(max_length=60)
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=200)
    roles = models.JSONField(default=list)
    subject = models.CharField(max_length=80, blank=True)
    data = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    session = models.CharField(max_length=16, blank=True)
    address = models.GenericIPAddressField(null=True)
    link_number = models.BigIntegerField()
    position = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "link_number", "position"], name="audit_event_place"
            ),
        ]
        indexes = [
            models.Index(fields=["centre_id", "subject", "at"], name="audit_event_of_subject"),
            models.Index(fields=["centre_id", "at"], name="audit_event_in_time"),
            BrinIndex(fields=["at"], name="audit_event_national_time"),
        ]


class Link(CentreOwned):
    """One transaction's events, tied by hash to the link before it."""

    number = models.BigIntegerField()
    at = models.DateTimeField()
    events = models.IntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre_id", "number"], name="audit_link_number")]


class ChainEnd(CentreOwned):
    """The last link of a centre's chain; locked by each transaction that adds one."""

    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre_id"], name="audit_chain_end_once")]
