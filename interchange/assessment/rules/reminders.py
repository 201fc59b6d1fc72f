"""On which days a centre is reminded of a mark sheet (section 10)."""

from datetime import date

from interchange.core.labelled import Labelled

DAYS_BEFORE = frozenset({28, 14, 7, 2, 1})
DAYS_AFTER = frozenset({1, 7})


class Reminder(Labelled):
    """What a centre is reminded of."""

    OPEN = "open", "Mark sheets have opened"
    CLOSING = "closing", "Mark sheets close soon"
    MISSING = "missing", "Marks were not submitted in time"


def reminder_on(on: date, *, opens_on: date, due_on: date, submitted: bool) -> Reminder | None:
    """What is said of a sheet on a day: that it opened, that it closes in 28, 14, 7, 2 or 1 days, or that it is late.

    Of marks that are with the awarding body nothing is said.
    """
    if submitted or on < opens_on:
        return None
    if on == opens_on:
        return Reminder.OPEN
    if (due_on - on).days in DAYS_BEFORE:
        return Reminder.CLOSING
    return Reminder.MISSING if (on - due_on).days in DAYS_AFTER else None


def in_days(days: int) -> str:
    """So many days from now, in words."""
    return "tomorrow" if days == 1 else f"in {days} days"
