"""What the awarding body's desk keeps of accounts: calls before it acts on one, and signs that one is shared."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from interchange.accounts.models.people import Approval, Membership, Person
from interchange.accounts.rules.calls import Outcome
from interchange.core import clock
from interchange.core.identifiers import new_id


class AccountCall(models.Model):
    """A call to a head of centre about one account of the centre, on the number that the awarding body held already,
    before the account's second factor is reset or its address changed (1.16, 5.3.7). It never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="calls")
    about = models.CharField(max_length=40)
    """The kind of approval that is asked for."""
    head = models.CharField(max_length=200)
    phone = models.CharField(max_length=40)
    """The head of centre and the number as they were held: never as somebody gave them in asking."""
    spoke_to = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=12)
    reference = models.CharField(max_length=100)
    """By what the request is found again: of a message, a letter, a telephone log."""
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approval = models.OneToOneField(Approval, models.PROTECT, null=True, related_name="call")
    """What was asked for on the strength of it: one request for each call."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[one.value for one in Outcome]), name="accounts_call_outcome"
            ),
            models.CheckConstraint(
                condition=Q(approval=None) | Q(outcome=Outcome.CONFIRMED.value),
                name="accounts_asked_on_a_confirmed_call",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.NOT_REACHED.value) | ~Q(spoke_to=""),
                name="accounts_call_with_somebody",
            ),
        ]


class SharingFlag(models.Model):
    """Signs that an account is used by several people, for the desk to look into (4.11)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="flags")
    at = models.DateTimeField(default=clock.now)
    signs = ArrayField(models.CharField(max_length=20))
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    finding = models.TextField(blank=True)
    """What was found, in the words of who looked."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(looked_at=None, looked_by=None, finding="")
                | Q(looked_at__isnull=False, looked_by__isnull=False) & ~Q(finding=""),
                name="accounts_flag_looked_at_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["-at"], condition=Q(looked_at=None), name="accounts_flags_waiting"),
            models.Index(fields=["-at"], name="accounts_flags_by_time"),
        ]
