"""Which series the demo is about, and on which days each of its mark windows opens and closes: all move with today."""

from datetime import date, timedelta
from typing import NamedTuple
from zlib import crc32

SEPTEMBER = 9
OPENED = -28
FIRST_CLOSING, CLOSINGS = 11, 20


class Days(NamedTuple):
    """The first and the last day of a window, counted from today."""

    opens: int
    closes: int

    def on(self, today: date) -> tuple[date, date]:
        """The days in the calendar."""
        return today + timedelta(self.opens), today + timedelta(self.closes)


SPECIAL = {
    "J310-02": Days(OPENED, -3),
    "Y100": Days(OPENED, -3),
    "R053": Days(OPENED, -3),
    "H472-03": Days(OPENED, 13),
    "J587-04": Days(OPENED, 1),
    "R052": Days(OPENED, 3),
    "J200-03": Days(OPENED, 4),
    "J316-01": Days(OPENED, 5),
    "H446-03": Days(OPENED, 11),
    "H556-04": Days(7, 35),
}
"""Overdue, soon due, due tomorrow, and not open before next week; all others have been open for four weeks."""


def june_of(today: date) -> int:
    """The year of the June series of the exam year, which begins in September."""
    return today.year + 1 if today.month >= SEPTEMBER else today.year


def days_for(slug: str) -> Days:
    """When marks for a component are taken: until 11 to 30 days from now unless it is one of the special ones."""
    return SPECIAL.get(slug) or Days(OPENED, FIRST_CLOSING + crc32(slug.encode()) % CLOSINGS)


def days_moved(opens_on: date, *, today: date) -> int:
    """By how many days the windows must move, from the first day of one that opened four weeks ago."""
    return (today - opens_on).days + OPENED
