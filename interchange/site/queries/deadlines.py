"""A centre's dates as a calendar that other programs read (RFC 5545): windows and key dates, and no candidate."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify
from icalendar import Calendar
from icalendar import Event as Entry

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.assessment.queries.lists import sheets_of_centre
from interchange.catalogue import queries as catalogue
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.site.queries.reminders import named

OPEN, DUE = "Mark sheets open", "Marks due by 11:59pm"
READ_AGAIN = timedelta(hours=12)


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
    found = Calendar()
    name = f"Interchange {actor.centre_number}".strip()
    for key, value in {
        "prodid": "-//Interchange//Deadlines//EN", "version": "2.0", "x-wr-calname": name,
        "x-wr-timezone": "Europe/London",
    }.items():  # fmt: skip
        found.add(key, value)
    found.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    for day in _days(actor):
        found.add_component(_entry(day, actor))
    return bytes(found.to_ical())


def digest(calendar: bytes) -> str:
    """A calendar in few letters: two are equal when their digests are."""
    return hashlib.sha256(calendar).hexdigest()[:32]


def _entry(day: Day, actor: Actor) -> Entry:
    entry = Entry()
    host = settings.SITE_ADDRESS.partition("://")[2].partition(":")[0]
    entry.add("uid", f"{day.on:%Y%m%d}-{slugify(day.what)}-{actor.centre_number or 'all'}@{host}")
    entry.add("dtstamp", clock.start_of_day(clock.today()))
    entry.add("dtstart", day.on)
    entry.add("dtend", day.on + timedelta(days=1))
    entry.add("summary", day.summary)
    address = f"{settings.SITE_ADDRESS}{reverse('site:welcome')}"
    entry.add("description", "\n".join([*day.lines, address]))
    entry.add("url", address)
    entry.add("transp", "TRANSPARENT")
    return entry


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
