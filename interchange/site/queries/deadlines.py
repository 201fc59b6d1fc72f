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
from interchange.catalogue.queries.look_dates import days_of_profile
from interchange.catalogue.queries.look_timetable import days_of
from interchange.catalogue.rules.key_dates import event_in_words
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.calendars import Entry, calendar_file
from interchange.entries.queries.clashing import entered_components
from interchange.site.queries.reminders import named

OPEN, DUE, EXAMS = "Mark sheets open", "Marks due by 11:59pm", "Exams"


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
        Day(one.on, f"{event_in_words(one.event)}: {one.applies_to or one.series}")
        for one in catalogue.key_dates() if one.on
    ]  # fmt: skip
    everything = [*days.values(), *printed, *_days_of_series(actor)]
    return sorted(everything, key=lambda day: (day.on, day.what))


def _days_of_series(actor: Actor) -> Iterator[Day]:
    """The days of every open series; the papers too that the centre has entered, for whoever may see its entries."""
    own = not actor.is_staff and holds(actor, Capability.ENTRIES_VIEW)
    for series in catalogue.series_list().filter(is_open=True):
        for line in days_of_profile(series):
            if line.on:
                yield Day(line.on, f"{line.what}: {series.name}")
        if own and (entered := entered_components(actor, series.pk)):
            for on, codes in days_of(series.pk, components=entered.keys()).items():
                yield Day(on, EXAMS, codes)


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
