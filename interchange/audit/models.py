"""The trail: events, the links that chain them, where each centre's chain ends, and the signed roots of all chains.

No foreign keys, so that history never blocks or follows the living data. The application's roles may add events, links
and roots, and may not change or delete them (migrations 0002 and 0004); what is let go when its time has passed goes
by two functions of the database that know the times themselves.
"""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from interchange.core.identifiers import new_id
from interchange.core.tenancy import CentreOwned


class EventRecord(CentreOwned):
    """One thing that happened; part of the link `link_number` of its centre's chain."""

    at = models.DateTimeField()
    name = models.CharField(max_length=60)
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=200)
    membership_id = models.UUIDField(null=True)
    key_id = models.UUIDField(null=True)
    acting = models.CharField(max_length=200, blank=True, db_default="")
    roles = models.JSONField(default=list)
    subject = models.CharField(max_length=80, blank=True)
    data = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, db_default="done")
    request_id = models.CharField(max_length=40, blank=True)
    session = models.CharField(max_length=40, blank=True)
    browser = models.CharField(max_length=80, blank=True, db_default="")
    address = models.GenericIPAddressField(null=True)
    address_cut = models.BooleanField(db_default=False)
    seal = models.CharField(max_length=70, blank=True, db_default="")
    link_number = models.BigIntegerField()
    position = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "link_number", "position"], name="audit_event_place"
            ),
        ]
        indexes = [
            models.Index(fields=["centre_id", "at"], name="audit_event_in_time"),
            models.Index(fields=["at"], name="audit_event_at"),
            models.Index(fields=["name", "at"], name="audit_event_of_name"),
            models.Index(fields=["person_id", "at"], name="audit_event_of_person"),
            models.Index(fields=["subject", "at"], name="audit_event_about"),
            models.Index(fields=["at"], condition=~Q(reason=""), name="audit_event_with_reason"),
            models.Index(fields=["at"], condition=Q(outcome="refused"), name="audit_event_refused"),
            models.Index(fields=["address"], condition=Q(address__isnull=False), name="audit_event_from"),
            models.Index(
                fields=["at"], condition=Q(address__isnull=False, address_cut=False), name="audit_event_uncut"
            ),
            HashIndex(fields=["request_id"], name="audit_event_in_request"),
            HashIndex(fields=["session"], name="audit_event_in_session"),
        ]


class Link(CentreOwned):
    """One transaction's events, tied by hash to the link before it.

    `form` says how the hash is made (1: over the events, 2: over their seals). `pruned` holds the seals of events that
    were let go, by position; of a link of the first form, under "all", for how many months they were kept.
    """

    number = models.BigIntegerField()
    at = models.DateTimeField()
    events = models.IntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    form = models.SmallIntegerField(db_default=1)
    pruned = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre_id", "number"], name="audit_link_number")]


class ChainEnd(CentreOwned):
    """The last link of a centre's chain; locked by each transaction that adds one."""

    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre_id"], name="audit_chain_end_once")]


class Root(models.Model):
    """One signed hash over the ends of all chains; `ends` holds those that had moved since the root before it.

    Staff's role alone reads and adds; nobody changes (migration 0004). The same stands in a file outside the database.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    ends = models.JSONField()
    hash = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
