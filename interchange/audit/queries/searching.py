"""The trails of all centres, searched: each filter has an index, and each page begins where the one before ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from interchange.audit.events import Event, Group
from interchange.audit.models import EventRecord
from interchange.core.actor import Actor

Place = tuple[datetime, UUID]
"""Where in time a page ended: the moment of its last event, and the event, for those of one moment."""


@dataclass(frozen=True)
class Asked:
    """What is searched for; what is left out lets everything through."""

    group: Group | None = None
    kind: str = ""
    outcome: str = ""
    centre_id: int | None = None
    people: frozenset[UUID] | None = None
    subject: str = ""
    network: str = ""
    request_id: str = ""
    session: str = ""
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""


def search(actor: Actor, asked: Asked, before: Place | None = None) -> QuerySet[EventRecord]:
    """The events that fit, newest first, from before a place on."""
    exactly = {
        "name": asked.kind, "outcome": asked.outcome, "centre_id": asked.centre_id, "subject": asked.subject,
        "request_id": asked.request_id, "session": asked.session, "at__gte": asked.since, "at__lte": asked.until,
    }  # fmt: skip
    events = EventRecord.objects.visible_to(actor)
    events = events.filter(**{name: value for name, value in exactly.items() if value not in {"", None}})
    if asked.group:
        events = events.filter(name__in=[event.value for event in Event if event.group is asked.group])
    if asked.people is not None:
        about = [f"person:{person}" for person in asked.people]
        events = events.filter(Q(person_id__in=asked.people) | Q(subject__in=about))
    if asked.network:
        events = events.extra(where=["address <<= %s::inet"], params=[asked.network])
    if asked.words:
        events = events.exclude(reason="").filter(reason__icontains=asked.words)
    if before:
        at, key = before
        events = events.filter(at__lte=at).filter(Q(at__lt=at) | Q(id__lt=key))
    return events.order_by("-at", "-id")


ACCOUNT_GROUPS = frozenset({Group.SIGN_IN, Group.CREDENTIAL, Group.USER})


def of_own_account(actor: Actor, before: Place | None = None) -> QuerySet[EventRecord]:
    """What happened to somebody's own account: their sign-ins, devices and changes, and what others did to it (7).

    Across all centres at which the person is somebody: the open transaction must be one that sees them.
    """
    kinds = [event.value for event in Event if event.group in ACCOUNT_GROUPS]
    theirs = Q(person_id=actor.person_id, name__in=kinds) | Q(subject=f"person:{actor.person_id}")
    events = EventRecord.objects.visible_to(Actor.system(actor.name)).filter(theirs)
    if before:
        at, key = before
        events = events.filter(at__lte=at).filter(Q(at__lt=at) | Q(id__lt=key))
    return events.order_by("-at", "-id")
