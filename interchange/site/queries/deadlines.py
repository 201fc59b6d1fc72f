"""A centre's dates as a calendar that other programs read (RFC 5545): windows and key dates, and no candidate."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.assessment.queries.lists import sheets_of_centre
from interchange.catalogue import queries as catalogue
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.calendars import Entry, calendar_file
from interchange.site.queries.reminders import named

OPEN, DUE = "Mark sheets open", "Marks due by 11:59pm"


@dataclass(frozen=True)
class Window:
    """One assessment with the days on which its mark sheet opens and closes."""

    code: str
    title: str
    opens_on: date
    closes_on: date


@dataclass
class Day:
    """Everything of one kind that falls on one day: one entry of the calendar."""

    on: date
    what: str
    codes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """Its one line."""
        return f"{self.what}: {named(self.codes)}" if self.codes else self.what


def calendar(actor: Actor) -> bytes:
    """The calendar of the actor's centre; for whoever enters no marks, of all assessments."""
    name = f"Interchange {actor.centre_number}".strip()
    return calendar_file(name, [_entry(day, actor) for day in _days(actor)])


def digest(calendar: bytes) -> str:
    """A calendar in few letters: two are equal when their digests are."""
    return hashlib.sha256(calendar).hexdigest()[:32]


def _entry(day: Day, actor: Actor) -> Entry:
    host = settings.SITE_ADDRESS.partition("://")[2].partition(":")[0]
    uid = f"{day.on:%Y%m%d}-{slugify(day.what)}-{actor.centre_number or 'all'}@{host}"
    address = f"{settings.SITE_ADDRESS}{reverse('site:welcome')}"
    return Entry(uid, day.on, day.summary, [*day.lines, address], url=address)


def _days(actor: Actor) -> list[Day]:
    days: dict[tuple[date, str], Day] = {}
    for window in _windows(actor):
        for on, what in ((window.opens_on, OPEN), (window.closes_on, DUE)):
            day = days.setdefault((on, what), Day(on, what))
            day.codes.append(window.code)
            day.lines.append(f"{window.code} {window.title}")
    printed = [
        Day(one.on, _said(one.event, one.applies_to or one.series)) for one in catalogue.key_dates() if one.on
    ]
    return sorted([*days.values(), *printed], key=lambda day: (day.on, day.what))


def _said(event: str, applies_to: str) -> str:
    return f"{event.replace('_', ' ').capitalize()}: {applies_to}"


def _windows(actor: Actor) -> Iterator[Window]:
    series = [one for one in catalogue.series_list() if one.is_open]
    if not actor.is_staff and holds(actor, Capability.MARKS_VIEW):
        for line in (line for one in series for line in sheets_of_centre(actor, one)):
            yield Window(
                line.code, line.title, line.window.opens_on, clock.london(line.window.submit_until).date()
            )
        return
    for one in series:
        for window in catalogue.mark_windows(one):
            yield Window(window.component.code, window.component.title, window.opens_on, window.closes_on)
