"""Webhooks of centres, and the messages that were sent to them."""

from django.db import models
from django.db.models import Q

from interchange.core import clock
from interchange.core.tenancy import CentreKey, CentreOwned


class Hook(CentreOwned):
    """An address of a centre's own system that is told of what happens. It is told nothing once its maker could not
    sign in, until another administrator takes it over (4.4)."""

    name = models.CharField(max_length=80)
    address = models.CharField(max_length=500)
    messages = models.JSONField(default=list)
    """The codes of `rules.Message` of which it is told."""
    sealed_secret = models.TextField()
    sealed_old_secret = models.TextField(blank=True, default="")
    """The secret before, with which messages are signed too for a day after it was replaced."""
    old_secret_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=200)
    membership_id = models.UUIDField()
    stopped_at = models.DateTimeField(null=True)
    stopped_why = models.CharField(max_length=200, blank=True, default="")
    """A message was given up: nothing is sent until somebody starts the hook again."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at"]
        indexes = [models.Index(fields=["centre_id"], condition=Q(ended_at=None), name="hook_of_centre")]

    def __str__(self) -> str:
        return self.name


class Delivery(CentreOwned):
    """One message to one hook: its exact words, and how each try to send it went."""

    hook = CentreKey(Hook, related_name="deliveries")
    message = models.CharField(max_length=30)
    body = models.TextField()
    made_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True)
    """When it is tried next; none once it was taken or given up."""
    held_until = models.DateTimeField(null=True)
    """A worker is at it until then."""
    tries = models.PositiveIntegerField(default=0)
    attempts = models.JSONField(default=list)
    """`[time, status or 0, what was wrong]` of each try."""
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="delivery_due"),
            models.Index(fields=["centre_id", "hook", "-made_at"], name="delivery_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.made_at:%Y-%m-%d %H:%M}"
