"""The trail as people read it: newest first, a hundred at a time, by kind, by person and by days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from interchange.accounts.queries import people as accounts
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.core.forms import Errors, errors_of
from interchange.core.typed import a_day
from interchange.site.queries.telling import place_of, told

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from interchange.audit.models import EventRecord

PAGE = 100
MOST_EXPORTED = 50_000
PART_OF_A_SECOND = timedelta(microseconds=999_999)
"""What a day still has after its last full second."""
DAYS = ("from", "to")
"""The first and the last day of a search, as its address names them."""
KINDS = [
    ("", "Everything"),
    *sorted(((event.value, event.label) for event in Event), key=lambda kind: kind[1]),
]


@dataclass(frozen=True)
class Filter:
    """What an address asks of the trail; 404 where it makes no sense, and a sentence for a day that is none."""

    kind: str = ""
    person: UUID | None = None
    before: tuple[int, int] | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    """The days as they were typed."""
    since: datetime | None = None
    until: datetime | None = None
    errors: Errors = field(default_factory=Errors)

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filter":
        """From the parts of an address: `kind`, `person`, `from`, `to`, and `before` a link and a position in it."""
        try:
            person = UUID(query["person"]) if query.get("person") else None
            link, _, position = query.get("before", "").partition(".")
            before = (int(link), int(position)) if link else None
        except ValueError:
            raise Http404 from None
        typed = {name: query.get(name, "").strip() for name in DAYS}
        return cls(query.get("kind", ""), person, before, typed, *read_days(typed))

    @property
    def address(self) -> str:
        """The filter without the page, as the query of an address."""
        parts = {"kind": self.kind, "person": self.person, **self.typed}
        return urlencode({name: str(value) for name, value in parts.items() if value})


def read_days(typed: Mapping[str, str]) -> tuple[datetime | None, datetime | None, Errors]:
    """When a search of these two days begins and ends, in London; and what is wrong with them."""
    form = Together()
    first, last = (form.read(partial(a_day, typed[name], code=name)) for name in DAYS)
    if first and last and last < first:
        form.note(Refused("to", "The last day is before the first. Enter a later one."))
    since, until = (
        clock.start_of_day(first) if first else None,
        clock.end_of_day(last) + PART_OF_A_SECOND if last else None,
    )
    try:
        form.end()
    except Refused as refusal:
        return None, None, errors_of(refusal)
    return since, until, Errors()


def history(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of the trail of the actor's own centre."""
    wanted = Filter.read(query)
    events = [] if wanted.errors else list(_events(actor, actor.chain, wanted)[: PAGE + 1])
    people = [("", "Everybody"), *((str(key), name) for key, name in accounts.people_of(actor.chain))]
    return {
        "lines": told(actor, events[:PAGE]), "filter": wanted, "kinds": KINDS, "people": people,
        "older": place_of(events[PAGE - 1]) if len(events) > PAGE else "",
    }  # fmt: skip


def _events(actor: Actor, centre_id: int, wanted: Filter) -> "QuerySet[EventRecord]":
    events = events_of(actor, name=wanted.kind, centre_id=centre_id)
    if wanted.person:
        events = events.filter(person_id=wanted.person)
    if wanted.since:
        events = events.filter(at__gte=wanted.since)
    if wanted.until:
        events = events.filter(at__lte=wanted.until)
    if wanted.before:
        link, position = wanted.before
        events = events.filter(Q(link_number__lt=link) | Q(link_number=link, position__lt=position))
    return events


EXPORT_HEADINGS = ["When (UK time)", "Who", "What", "About", "Reason", "Link", "Kind", "Request"]


def export_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """Every event that the filter keeps, with what there is to tell about the export; refused where it is too many,
    or a day is none."""
    wanted = Filter.read(query)
    if wanted.errors:
        raise Refused("search-wrong", " ".join(wanted.errors.values()))
    events = exportable(_events(actor, actor.chain, wanted))
    rows = [
        [one.at, one.who, one.sentence, one.about, one.reason, one.place, event.name, event.request_id]
        for one, event in zip(told(actor, events), events, strict=True)
    ]
    names = accounts.names_of([wanted.person] if wanted.person else [])
    days = [f"{name} {typed}" for name, typed in wanted.typed.items() if typed]
    kept = ", ".join([dict(KINDS).get(wanted.kind, "Nothing"), *names.values(), *days])
    return rows, {"Filter": kept, "Centre": f"{actor.centre_number} {actor.centre_name}"}


def exportable(found: "QuerySet[EventRecord]") -> "list[EventRecord]":
    """The events of a search, to be exported; refused where they are too many for one file."""
    events = list(found[: MOST_EXPORTED + 1])
    if len(events) > MOST_EXPORTED:
        raise Refused(
            "too-many-events",
            f"This search finds more than {MOST_EXPORTED:,} events. Choose fewer, by their days.",
        )
    return events


def last_verification(actor: Actor) -> "EventRecord | None":
    """When the actor's own trail was last verified, by whom, and what was found."""
    return events_of(actor, name=Event.TRAIL_VERIFIED.value, centre_id=actor.chain).first()
