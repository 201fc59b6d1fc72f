"""The yearly review of who has access (4.8)."""

from dataclasses import dataclass
from datetime import date, timedelta

from interchange.core.labelled import Labelled

OPENS, DUE = (9, 1), (10, 31)
REMIND_EVERY = timedelta(7)


class Decision(Labelled):
    """What is decided about one user."""

    KEEP = "keep", "Keep"
    CHANGE = "change", "Change"
    REMOVE = "remove", "Remove"


@dataclass(frozen=True)
class Progress:
    """How far a review has come: what is left of how many."""

    decided: int
    total: int

    @property
    def left(self) -> int:
        """How many users nobody has decided about."""
        return self.total - self.decided


def opens_on(year: int) -> date:
    """1 September."""
    return date(year, *OPENS)


def due_on(year: int) -> date:
    """31 October: the last day on which a review is in time."""
    return date(year, *DUE)


def year_to_open(on: date) -> int | None:
    """The year whose review is open on this day; none outside 1 September to 31 October."""
    return on.year if opens_on(on.year) <= on <= due_on(on.year) else None


def is_overdue(due: date, *, on: date) -> bool:
    """Whether the last day has passed."""
    return on > due


def reminds(opened: date, reminded: date | None, *, on: date) -> bool:
    """Whether a week has passed since it was opened or last reminded of."""
    return on - (reminded or opened) >= REMIND_EVERY
