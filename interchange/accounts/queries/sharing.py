"""Accounts that look as if they were shared (4.11)."""

from datetime import datetime, timedelta
from uuid import UUID

from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.core import clock
from interchange.core.actor import Actor

A_MONTH = timedelta(days=30)


def sharing_suspected(actor: Actor, person_id: UUID, *, since: datetime) -> list[list[str]]:
    """What was seen since then that looks like several people in one account, as far as the actor sees its trail."""
    found = events_of(actor, subject=f"person:{person_id}", name=Event.SHARING_SUSPECTED.value)
    return [
        list(data.get("signs", [])) for data in found.filter(at__gte=since).values_list("data", flat=True)
    ]


def signs_of_last_month(actor: Actor, person_id: UUID) -> list[str]:
    """What of the last 30 days looks as if several people used this account, each once."""
    found = sharing_suspected(actor, person_id, since=clock.now() - A_MONTH)
    return sorted({sign for signs in found for sign in signs})
