"""Estimated entries: how many candidates a centre expects, code by code, with no names and no obligation (R-EST)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from interchange.assessment.rules.sheets import State
from interchange.catalogue.rules.profile import Profile, last_moment
from interchange.core import clock
from interchange.core.grid import whole_number
from interchange.core.lifecycle import Lifecycle, moves_from

PREFILLED, CONFIRMED, CHANGED, NIL, LOCKED = "prefilled", "confirmed", "changed", "nil", "locked"
OPEN = (PREFILLED, CONFIRMED, CHANGED, NIL)

ESTIMATE = Lifecycle(
    start=PREFILLED,
    moves={
        "confirm": moves_from(*OPEN, to=CONFIRMED),
        "change": moves_from(*OPEN, to=CHANGED),
        "give nil": moves_from(*OPEN, to=NIL),
        "lock": moves_from(*OPEN, to=LOCKED),
        "reopen": moves_from(LOCKED, to=PREFILLED),
    },
)
"""One estimated entry (4.2): filled in from last year's entries, answered by the centre, locked at the entry deadline.
Where the awarding body gives more time a locked one is opened again, and what the centre had said is said again."""

MOST = 9_999
NUMBER = whole_number(0, MOST)
"""How an estimate is written (4.2)."""

ONE_SECOND = timedelta(seconds=1)


def verb_for(number: int, last_year: int) -> str:
    """What a centre does by giving this number: it confirms last year's, changes it, or says that there is nobody."""
    if not number:
        return "give nil"
    return "confirm" if number == last_year else "change"


def is_far(number: int, last_year: int, *, percent: int) -> bool:
    """Whether an estimate is more than so many per cent from last year's entries, so that somebody looks again (4.2).

    Where there was nobody last year there is nothing to be far from.
    """
    return last_year > 0 and abs(number - last_year) * 100 > percent * last_year


def far_sentence(number: int, last_year: int) -> str:
    """What is said of an estimate that is far from last year's entries."""
    return f"{number:,} is far from last year’s {last_year:,}. Check that it is right."


# ---------------------------------------------------------------- when


@dataclass(frozen=True)
class Window:
    """When the estimates of a series may be given, for one centre."""

    asked: bool
    opens_on: date
    due_at: datetime
    """The last second of the deadline (R-EST-4)."""
    closes_at: datetime
    """The last second in which they may be changed: of the entry deadline, or of the day given to this centre."""
    extended: bool = False

    @classmethod
    def of(cls, profile: Profile, *, extended_until: date | None = None) -> "Window":
        """By the profile of the series; a centre that was given longer has until then."""
        closes_at = last_moment(profile, profile.entry_deadline)
        due_at = last_moment(profile, profile.estimated_entries_deadline)
        given = clock.end_of_day(extended_until) if extended_until else None
        if given:
            due_at, closes_at = max(due_at, given), max(closes_at, given)
        return cls(profile.estimated_entries, profile.entries_open, due_at, closes_at, extended=bool(given))

    def is_open(self, *, at: datetime) -> bool:
        """Whether estimates may be given or changed now."""
        return self.asked and clock.start_of_day(self.opens_on) <= at < self.closes_at + ONE_SECOND

    def is_overdue(self, *, at: datetime) -> bool:
        """Whether the deadline has passed."""
        return at >= self.due_at + ONE_SECOND

    def has_closed(self, *, at: datetime) -> bool:
        """Whether it is too late to change anything."""
        return at >= self.closes_at + ONE_SECOND

    def why_closed(self, series: str, *, at: datetime) -> str:
        """Why nothing can be changed now; empty when it can."""
        if not self.asked:
            return f"No estimated entries are asked for in {series}."
        if self.has_closed(at=at):
            return f"Estimated entries for {series} were locked after {clock.time_in_words(self.closes_at)}."
        if not self.is_open(at=at):
            return f"Estimated entries for {series} can be given from {clock.day_in_words(self.opens_on)}."
        return ""


# ---------------------------------------------------------------- the words of states

STATES = {
    PREFILLED: State(PREFILLED, "Not answered", "empty", "warning"),
    CONFIRMED: State(CONFIRMED, "Confirmed", "tick", "success"),
    CHANGED: State(CHANGED, "Changed", "pencil", "success"),
    NIL: State(NIL, "Nil", "tick", "success"),
    LOCKED: State(LOCKED, "Locked", "lock", "plain"),
}
