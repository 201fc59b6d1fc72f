"""Who is signed in where, and with what somebody may sign in."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from interchange.accounts.models import Membership, Person, SignedIn
from interchange.accounts.roles import Role
from interchange.core import clock

IDLE_END = timedelta(minutes=30)
PRIVILEGED = frozenset(
    role.value for role in Role if role.is_staff or role.is_administrator or role is Role.HEAD
)
"""Whose browsers are never remembered (5.3.5)."""


def open_sessions(person_id: UUID) -> QuerySet[SignedIn]:
    """The sessions in which somebody is signed in now, the last used first (5.4)."""
    found = SignedIn.objects.filter(person_id=person_id, ended_at=None, until__gt=clock.real())
    found = found.filter(seen_at__gte=clock.now() - IDLE_END)
    return found.select_related("membership__centre").order_by("-seen_at")


def memberships_of(person_id: UUID) -> list[Membership]:
    """With what somebody may sign in at this moment, by centre (1.15)."""
    usable = Membership.objects.usable().filter(person_id=person_id).select_related("person", "centre")
    return list(usable.order_by("centre__number", "added_at"))


def may_be_remembered(memberships: list[Membership]) -> bool:
    """Whether a browser of theirs may go without a code for a week: no administrator's, head's or staff's (5.3.5)."""
    held = {role for one in memberships for role in one.roles}
    return bool(settings.REMEMBER_BROWSERS and memberships) and not held & PRIVILEGED


def person_with(key: str) -> Person | None:
    """The person of this key."""
    return Person.objects.filter(pk=key).first()
