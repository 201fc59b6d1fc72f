"""What falls due within the next four weeks (B1)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from interchange.assessment.queries.lists import SheetLine
from interchange.catalogue import queries as catalogue
from interchange.core import clock

if TYPE_CHECKING:
    from interchange.catalogue.models import Series

SOON = timedelta(days=28)
CODES_NAMED = 3


@dataclass(frozen=True)
class Reminder:
    """A day by which something has to be done."""

    on: date
    what: str

    @property
    def days_left(self) -> int:
        """Whole days from today."""
        return (self.on - clock.today()).days


def of_centre(lines: Iterable[SheetLine]) -> list[Reminder]:
    """The days of a centre's own sheets that are not in yet, and the printed dates."""
    due = [(clock.london(one.window.submit_until).date(), one.code) for one in lines if not one.is_submitted]
    return _in_order([*_marks_due(due), *_printed()])


def of_everybody(series: "Iterable[Series]") -> list[Reminder]:
    """The days on which the windows of open series close, and the printed dates."""
    windows = [window for one in series for window in catalogue.mark_windows(one)]
    due = [(window.closes_on, window.component.code) for window in windows]
    return _in_order([*_marks_due(due), *_printed()])


def _in_order(found: Iterable[Reminder]) -> list[Reminder]:
    return sorted(found, key=lambda reminder: (reminder.on, reminder.what))


def _marks_due(due: Iterable[tuple[date, str]]) -> list[Reminder]:
    by_day: defaultdict[date, list[str]] = defaultdict(list)
    for on, code in due:
        if _is_soon(on):
            by_day[on].append(code)
    return [Reminder(on, f"Marks for {named(codes)} are due by 11:59pm") for on, codes in by_day.items()]


def named(codes: list[str]) -> str:
    """The first few codes in words, and how many more there are."""
    codes = sorted(set(codes))
    shown, more = codes[:CODES_NAMED], len(codes) - CODES_NAMED
    if more > 0:
        return f"{', '.join(shown)} and {more:,} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def _printed() -> list[Reminder]:
    """The printed dates of the catalogue, of which only some name a day."""
    return [
        Reminder(one.on, f"{one.event.replace('_', ' ').capitalize()}: {one.applies_to or one.series}")
        for one in catalogue.key_dates()
        if one.on is not None and _is_soon(one.on)
    ]


def _is_soon(on: date) -> bool:
    return clock.today() <= on <= clock.today() + SOON
