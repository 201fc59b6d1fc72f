"""The trail as people read it: newest first, a hundred at a time, by kind and by person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from interchange.accounts.queries import people as accounts
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.core.actor import Actor
from interchange.site.queries.telling import place_of, told

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from interchange.audit.models import EventRecord

PAGE = 100
KINDS = [
    ("", "Everything"),
    *sorted(((event.value, event.label) for event in Event), key=lambda kind: kind[1]),
]


@dataclass(frozen=True)
class Filter:
    """What an address asks of the trail; 404 where it makes no sense."""

    kind: str = ""
    person: UUID | None = None
    before: tuple[int, int] | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filter":
        """From the parts of an address: `kind`, `person`, and `before` a link and a position in it."""
        try:
            person = UUID(query["person"]) if query.get("person") else None
            link, _, position = query.get("before", "").partition(".")
            before = (int(link), int(position)) if link else None
        except ValueError:
            raise Http404 from None
        return cls(query.get("kind", ""), person, before)

    @property
    def address(self) -> str:
        """The filter without the page, as the query of an address."""
        parts = {"kind": self.kind, "person": self.person}
        return urlencode({name: str(value) for name, value in parts.items() if value})


def history(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of the trail of the actor's own centre."""
    wanted = Filter.read(query)
    events = list(_events(actor, actor.chain, wanted)[: PAGE + 1])
    people = [("", "Everybody"), *((str(key), name) for key, name in accounts.people_of(actor.chain))]
    return {
        "lines": told(actor, events[:PAGE]), "filter": wanted, "kinds": KINDS, "people": people,
        "older": place_of(events[PAGE - 1]) if len(events) > PAGE else "",
    }  # fmt: skip


def _events(actor: Actor, centre_id: int, wanted: Filter) -> "QuerySet[EventRecord]":
    events = events_of(actor, name=wanted.kind, centre_id=centre_id)
    if wanted.person:
        events = events.filter(person_id=wanted.person)
    if wanted.before:
        link, position = wanted.before
        events = events.filter(Q(link_number__lt=link) | Q(link_number=link, position__lt=position))
    return events


EXPORT_HEADINGS = ["When (UK time)", "Who", "What", "About", "Reason", "Link", "Kind", "Request"]


def export_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """Every event that the filter keeps, with what there is to tell about the export."""
    wanted = Filter.read(query)
    events = list(_events(actor, actor.chain, wanted))
    rows = [
        [one.at, one.who, one.sentence, one.about, one.reason, one.place, event.name, event.request_id]
        for one, event in zip(told(actor, events), events, strict=True)
    ]
    names = accounts.names_of([wanted.person] if wanted.person else [])
    kept = ", ".join([dict(KINDS).get(wanted.kind, "Nothing"), *names.values()])
    return rows, {"Filter": kept, "Centre": f"{actor.centre_number} {actor.centre_name}"}


def last_verification(actor: Actor) -> "EventRecord | None":
    """When the actor's own trail was last verified, by whom, and what was found."""
    return events_of(actor, name=Event.TRAIL_VERIFIED.value, centre_id=actor.chain).first()
