"""Events of the trail in words: what happened, who did it, and what it was about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse

from interchange.accounts.access import holds
from interchange.accounts.queries import people as accounts
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.audit.queries import events_of, line
from interchange.audit.rules import Outcome, one_line
from interchange.catalogue.rules.codes import series_name, series_parts
from interchange.centres import queries as centres
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.errors import Refused
from interchange.site.menu import TASKS

if TYPE_CHECKING:
    from interchange.audit.models import EventRecord


SAID_AS_IS = ("number", "entry_code", "file", "centre", "receipt", "title", "page")
DECIDED = {
    "grant": "granted",
    "accept": "accepted",
    "refuse": "refused",
    "ask for work": "the work was asked for",
}
PAGES = {item.needs.value: item.label for items in TASKS.values() for item in items}
"""What a refused capability would have opened, as the menu names it."""


@dataclass(frozen=True)
class Told:
    """One event as a row of the page or of an export."""

    at: datetime
    who: str
    sentence: str
    about: str
    address: str
    reason: str
    place: str
    centre: str = ""
    refused: bool = False
    trace: tuple[tuple[str, str, str], ...] = ()
    """For auditors: where it came from, each as the filter's name, its value, and its words."""


@dataclass(frozen=True)
class Names:
    """What the people, centres and sheets of a page of events are called; a sheet as its other events called it."""

    people: dict[UUID, str]
    centres: dict[int, tuple[str, str]]
    sheets: dict[str, dict[str, str]]


def told(actor: Actor, events: "Sequence[EventRecord]", *, sheets: bool = True) -> list[Told]:
    """Events in words: three statements for all of their names, however many; a fourth where accounts were seen."""
    people = accounts.names_of(key for event in events if (key := _person(event.subject)))
    seen = accounts.names_of_accounts(key for event in events if (key := _account(event)))
    names = Names(
        people | seen,
        centres.names_of({event.centre_id for event in events}) if actor.is_staff else {},
        _sheets(actor, {event.subject for event in events}) if sheets else {},
    )
    to_sheets = sheets and not actor.is_staff and holds(actor, Capability.MARKS_VIEW)
    return [_told(event, names, to_sheets=to_sheets, masking=not actor.is_staff) for event in events]


def _sheets(actor: Actor, subjects: set[str]) -> dict[str, dict[str, str]]:
    """Assessment code, series and component of each sheet, for the events that say only which sheet it was."""
    named = events_of(actor).filter(
        subject__in=subjects, subject__startswith="sheet:", data__has_key="component"
    )
    facts = (
        named.order_by().values_list("subject", "data__code", "data__series", "data__component").distinct()
    )
    return {
        subject: dict(zip(("code", "series", "component"), rest, strict=True)) for subject, *rest in facts
    }


def _told(event: "EventRecord", names: Names, *, to_sheets: bool, masking: bool) -> Told:
    said = line(event, masking=masking)
    number, _ = names.centres.get(event.centre_id, ("", ""))
    data = names.sheets.get(event.subject, {}) | said.data
    return Told(
        said.at, said.who, said.sentence, one_line(about(event, data, names.people)),
        _sheet_address(data) if to_sheets else "", said.reason, place_of(event),
        "Awarding body" if event.centre_id == AWARDING_BODY else number, event.outcome == Outcome.REFUSED,
        () if masking else _trace(event),
    )  # fmt: skip


def _trace(event: "EventRecord") -> tuple[tuple[str, str, str], ...]:
    parts = [("address", event.address, event.address), ("session", event.session, "this session"),
             ("request", event.request_id, "this request"), ("person", event.person_id, "this person"),
             ("object", event.subject, "this object")]  # fmt: skip
    return tuple((name, str(value), str(words)) for name, value, words in parts if value)


def place_of(event: "EventRecord") -> str:
    """Its link, and its position in it."""
    return f"{event.link_number}.{event.position}"


def _person(subject: str) -> UUID | None:
    kind, _, key = subject.partition(":")
    return UUID(key) if kind == "person" else None


def _account(event: "EventRecord") -> UUID | None:
    """The membership that was looked at, which the trail knows by its key alone."""
    key = event.data.get("membership_id") if event.name == Event.PERSON_SEEN.value else None
    return UUID(key) if key else None


def about(event: "EventRecord", data: Mapping[str, Any], people: Mapping[UUID, str]) -> str:
    """What an event was about: the assessment and series, the person, how many rows, and what else was kept."""
    person = _person(event.subject) or _account(event)
    name = people.get(person, "") if person else ""
    refused = PAGES.get(data.get("capability", ""), data.get("capability"))
    parts = [data.get("code"), _series(data.get("series")), name, _rows(data.get("rows")), refused]
    parts += [*map(data.get, SAID_AS_IS), DECIDED.get(data.get("decision", "")), _until(data.get("until"))]
    return ", ".join(str(part) for part in parts if part)


def _series(code: Any) -> str:
    try:
        return series_name(*series_parts(str(code))) if code else ""
    except Refused:
        return str(code)


def _until(day: Any) -> str:
    if not day:
        return ""
    on = date.fromisoformat(day)
    return f"until {on.day} {on:%B %Y}"


def _rows(rows: Any) -> str:
    if not isinstance(rows, list):
        return ""
    return f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}"


def _sheet_address(data: Mapping[str, Any]) -> str:
    known = data.get("series") and data.get("component")
    return reverse("assessment:sheet", args=[data["series"], data["component"]]) if known else ""
