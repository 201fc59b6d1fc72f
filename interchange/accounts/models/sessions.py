"""Who is signed in where, and whose eyes staff look through."""

from django.db import models

from interchange.accounts.models.people import Membership, Person
from interchange.core import clock
from interchange.core.identifiers import new_id


class ActingAs(models.Model):
    """Staff looking at the site as one user sees it, to help: reading only, with a reason, for an hour (3.3)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    reason = models.TextField()
    began_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class SignedIn(models.Model):
    """A session in which somebody has completed signing in; when it ends, what the browser holds is worth nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="sessions")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="sessions")
    acting = models.ForeignKey(ActingAs, models.SET_NULL, null=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    until = models.DateTimeField()
    """By the real clock, also in a rehearsal."""
    factor = models.CharField(max_length=10, blank=True)
    """The kind of second factor it was begun with."""
    proved_at = models.DateTimeField()
    """When a second factor was last shown, by the real clock (5.3.6)."""
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True, db_default="")
    """As the proxy tells it, where one does (4.11)."""
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person"], condition=models.Q(ended_at=None), name="accounts_signed_in_now")
        ]
