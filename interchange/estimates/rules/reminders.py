"""On which days a centre is reminded of estimated entries and of forecast grades."""

from datetime import date

DAYS_BEFORE = frozenset({14, 3})


def is_reminded_on(on: date, due_on: date) -> bool:
    """Whether a deadline is so near on this day that whoever has not answered is told."""
    return (due_on - on).days in DAYS_BEFORE
