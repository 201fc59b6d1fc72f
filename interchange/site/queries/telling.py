"""Events of the trail in words: what happened, who did it, and what it was about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse

from interchange.accounts import queries as accounts
from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.audit.queries import line
from interchange.catalogue.rules import series_name, series_parts
from interchange.centres import queries as centres
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.errors import Refused
from interchange.site.menu import TASKS

if TYPE_CHECKING:
    from interchange.audit.models import EventRecord


SAID_AS_IS = ("number", "centre", "receipt", "title")
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


def told(actor: Actor, events: "Sequence[EventRecord]") -> list[Told]:
    """Events in words: two statements for all of their names, however many."""
    people = accounts.names_of(key for event in events if (key := _person(event.subject)))
    numbers = centres.names_of({event.centre_id for event in events}) if actor.is_staff else {}
    to_sheets = not actor.is_staff and holds(actor, Capability.MARKS_VIEW)
    return [_told(event, people, numbers, to_sheets=to_sheets) for event in events]


def _told(
    event: "EventRecord", people: dict[UUID, str], numbers: dict[int, tuple[str, str]], *, to_sheets: bool
) -> Told:
    said = line(event)
    centre = (
        "Awarding body" if event.centre_id == AWARDING_BODY else numbers.get(event.centre_id, ("", ""))[0]
    )
    return Told(
        said.at, said.who, said.sentence, about(event, people), _sheet_address(event.data) if to_sheets else "",
        said.reason, place_of(event), centre,
    )  # fmt: skip


def place_of(event: "EventRecord") -> str:
    """Its link, and its position in it."""
    return f"{event.link_number}.{event.position}"


def _person(subject: str) -> UUID | None:
    kind, _, key = subject.partition(":")
    return UUID(key) if kind == "person" else None


def about(event: "EventRecord", people: Mapping[UUID, str]) -> str:
    """What an event was about, from what it kept: the assessment and series, the person, how many rows."""
    data, person = event.data, _person(event.subject)
    name = people.get(person, "") if person else ""
    refused = PAGES.get(data.get("capability", ""), data.get("capability"))
    parts = [data.get("code"), _series(data.get("series")), name, _rows(data.get("rows")), refused]
    parts += map(data.get, SAID_AS_IS)
    return ", ".join(str(part) for part in parts if part)


def _series(code: Any) -> str:
    try:
        return series_name(*series_parts(str(code))) if code else ""
    except Refused:
        return str(code)


def _rows(rows: Any) -> str:
    if not isinstance(rows, list):
        return ""
    return f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}"


def _sheet_address(data: Mapping[str, Any]) -> str:
    known = data.get("series") and data.get("component")
    return reverse("assessment:sheet", args=[data["series"], data["component"]]) if known else ""
