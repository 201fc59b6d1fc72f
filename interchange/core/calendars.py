"""Calendars that other programs read (RFC 5545): days, and hours as the clocks of London show them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from icalendar import Calendar, Event

from interchange.core import clock

READ_AGAIN = timedelta(hours=12)
SHORTEST = timedelta(minutes=30)
"""How long something is shown whose end is not known."""


@dataclass(frozen=True)
class Entry:
    """One entry: `uid` stays the same for as long as it is the same thing. A whole day where it has no start."""

    uid: str
    on: date
    summary: str
    lines: list[str] = field(default_factory=list)
    starts_at: time | None = None
    minutes: int | None = None
    url: str = ""


def calendar_file(name: str, entries: Iterable[Entry]) -> bytes:
    """A calendar with this name, as a file."""
    found = Calendar()
    for key, value in {
        "prodid": "-//Interchange//Deadlines//EN", "version": "2.0", "x-wr-calname": name,
        "x-wr-timezone": "Europe/London",
    }.items():  # fmt: skip
        found.add(key, value)
    found.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        found.add_component(_event(entry))
    return bytes(found.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    starts, ends = _span(entry)
    for key, value in {
        "uid": entry.uid, "dtstamp": clock.start_of_day(clock.today()), "dtstart": starts, "dtend": ends,
        "summary": entry.summary, "description": "\n".join(entry.lines), "url": entry.url,
        "transp": "OPAQUE" if entry.starts_at else "TRANSPARENT",
    }.items():  # fmt: skip
        if value:
            event.add(key, value)
    return event


def _span(entry: Entry) -> tuple[date, date] | tuple[datetime, datetime]:
    if entry.starts_at is None:
        return entry.on, entry.on + timedelta(days=1)
    starts = clock.at_time(entry.on, entry.starts_at)
    return starts, starts + (timedelta(minutes=entry.minutes) if entry.minutes else SHORTEST)
