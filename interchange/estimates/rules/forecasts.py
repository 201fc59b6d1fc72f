"""Forecast grades: the grade that a centre expects of each candidate for an award (R-EG). Off unless a series asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from interchange.assessment.rules.sheets import State
from interchange.catalogue.rules.profile import Profile, last_moment
from interchange.core import clock
from interchange.core.grid.noise import shown, tidied
from interchange.core.lifecycle import Lifecycle, moves_from

NOT_REQUIRED, OPEN, ENTERED, SUBMITTED, AMENDED, LOCKED = (
    "not_required", "open", "entered", "submitted", "amended", "locked",
)  # fmt: skip

FORECASTS = Lifecycle(
    start=NOT_REQUIRED,
    moves={
        "ask": moves_from(NOT_REQUIRED, to=OPEN),
        "enter": moves_from(OPEN, ENTERED, to=ENTERED),
        "submit": moves_from(ENTERED, to=SUBMITTED),
        "amend": moves_from(SUBMITTED, AMENDED, to=AMENDED),
        "lock": moves_from(OPEN, ENTERED, SUBMITTED, AMENDED, to=LOCKED),
    },
)
"""The forecast grades of one award at one centre (section 5). A series asks for them or not; they are entered,
submitted when no candidate is without one, amended after that, which counts at once, and locked at the deadline."""

WITH_US = (SUBMITTED, AMENDED)
"""Once they were submitted every candidate keeps a grade: it is changed, and not taken away."""

NO_FORECAST = "X"
ONE_SECOND = timedelta(seconds=1)


def grades_of(names: Sequence[str]) -> tuple[str, ...]:
    """What may be given: the grades of the qualification, best first, and X where none can be forecast (R-EG-1)."""
    return (*(name for name in names if name != NO_FORECAST), NO_FORECAST)


def read_grade(typed: str, grades: Sequence[str]) -> str:
    """The grade that was typed, in capitals or not; empty for nothing; `ValueError` says what may be given."""
    written = tidied(typed)
    if not written:
        return ""
    known = {grade.casefold(): grade for grade in grades}
    found = known.get(written.casefold())
    if found is None:
        raise ValueError(f"{shown(written)} is not a grade of this entry. Choose one of {', '.join(grades)}.")
    return found


def in_one_word(grade: str) -> str:
    """A grade as a form says which one it showed, without spaces."""
    return "_".join(grade.split())


def missing_sentence(number: int) -> str:
    """What is said where grades are submitted and some are missing (section 5)."""
    if number == 1:
        return "1 candidate has no forecast grade. Enter X if you cannot forecast."
    return f"{number:,} candidates have no forecast grade. Enter X if you cannot forecast."


@dataclass(frozen=True)
class Deadline:
    """Until when the forecast grades of a series are taken."""

    opens_at: datetime
    due_at: datetime

    @classmethod
    def of(cls, profile: Profile) -> "Deadline":
        """By the profile of the series."""
        return cls(clock.start_of_day(profile.entries_open), last_moment(profile, profile.forecast_deadline))

    def has_passed(self, *, at: datetime) -> bool:
        """Whether it is too late."""
        return at >= self.due_at + ONE_SECOND

    def why_closed(self, series: str, *, at: datetime) -> str:
        """Why nothing can be changed now; empty when it can."""
        if self.has_passed(at=at):
            return f"Forecast grades for {series} were locked after {clock.time_in_words(self.due_at)}."
        if at < self.opens_at:
            return f"Forecast grades for {series} can be given from {clock.day_in_words(clock.london(self.opens_at))}."
        return ""


STATES = {
    OPEN: State(OPEN, "Not started", "empty", "warning"),
    ENTERED: State(ENTERED, "In progress", "pencil", "warning"),
    SUBMITTED: State(SUBMITTED, "Submitted", "tick", "success"),
    AMENDED: State(AMENDED, "Amended", "tick", "success"),
    LOCKED: State(LOCKED, "Locked", "lock", "plain"),
}
