"""The secret address of a calendar of deadlines: made, shown once, ended. With a membership it ends too (4.4)."""

import secrets
from dataclasses import replace

from django.http import HttpRequest

from interchange.accounts.access import state_change
from interchange.accounts.middleware import actor_of, is_usable
from interchange.accounts.models import CalendarKey
from interchange.accounts.roles import Capability
from interchange.accounts.steps import hash_of
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor

BYTES = 24
SHOWN = frozenset({Capability.WELCOME.value, Capability.MARKS_VIEW.value, Capability.ENTRIES_VIEW.value})


@state_change(needs=Capability.OWN_ACCOUNT)
def make_calendar(*, by: Actor) -> str:
    """The secret part of a new address, as it is shown once; the one before stops working."""
    _end_those_of(by)
    token = secrets.token_urlsafe(BYTES)
    CalendarKey.objects.create(
        token_hash=hash_of(token), membership_id=str(by.membership_id), made_at=clock.now()
    )
    audit.record(Event.CALENDAR_KEY_MADE, subject=f"person:{by.person_id}")
    return token


@state_change(needs=Capability.OWN_ACCOUNT)
def end_calendar(*, by: Actor) -> None:
    """Whoever has the address reads nothing there any more."""
    if _end_those_of(by):
        audit.record(Event.CALENDAR_KEY_ENDED, subject=f"person:{by.person_id}")
    else:
        audit.nothing_changed()


def _end_those_of(by: Actor) -> int:
    working = CalendarKey.objects.filter(membership_id=str(by.membership_id), ended_at=None)
    return working.update(ended_at=clock.now())


def actor_of_calendar(token: str, request: HttpRequest) -> Actor | None:
    """Whose calendar it is, with no more rights than the calendar needs; its use is noted once a day.

    None where the address never worked, has ended, or its owner could not sign in now (4.4).
    """
    found = CalendarKey.objects.select_related("membership__person", "membership__centre").filter(
        ended_at=None
    )
    key = found.filter(token_hash=hash_of(token)).first()
    now = clock.now()
    if key is None or not is_usable(key.membership, at=now):
        return None
    if key.last_used_at is None or clock.london(key.last_used_at).date() != clock.london(now).date():
        CalendarKey.objects.filter(pk=key.pk).update(last_used_at=now)
    owner = actor_of(key.membership, request)
    return replace(owner, capabilities=owner.capabilities & SHOWN)
