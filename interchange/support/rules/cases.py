"""Security cases: their states, how bad they are, and the two clocks that begin to run with each (section 9)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from interchange.core import clock
from interchange.core.labelled import Labelled
from interchange.core.lifecycle import Lifecycle, moves_from
from interchange.core.working_days import Nation, next_working_day

REPORTED, INVESTIGATED, CONTAINED, CLOSED = "reported", "investigated", "contained", "closed"

SECURITY_CASE = Lifecycle(
    start=REPORTED,
    moves={
        "investigate": moves_from(REPORTED, to=INVESTIGATED),
        "contain": moves_from(REPORTED, INVESTIGATED, to=CONTAINED),
        "close": moves_from(REPORTED, INVESTIGATED, CONTAINED, to=CLOSED),
        "reopen": moves_from(CLOSED, CONTAINED, to=INVESTIGATED),
    },
)
"""Something suspicious: reported, being looked into, stopped from spreading, closed."""

SAID = {
    REPORTED: ("danger", "warning", "Reported"), INVESTIGATED: ("warning", "search", "Being looked into"),
    CONTAINED: ("info", "lock", "Contained"), CLOSED: ("plain", "tick", "Closed"),
}  # fmt: skip
VERBS = {
    "investigate": "Begin to look into it", "contain": "Note that it is contained", "close": "Close the case",
    "reopen": "Look into it again",
}  # fmt: skip


class Severity(Labelled):
    """How bad it is, as the security officer sees it."""

    NOT_JUDGED = "", "Not judged yet"
    LOW = "low", "Low: nothing was reached"
    MEDIUM = "medium", "Medium: one account or one centre"
    HIGH = "high", "High: personal data or confidential material was reached"
    CRITICAL = "critical", "Critical: many centres, or live assessments"


LONGEST_REPORT, LONGEST_NOTE = 5_000, 10_000

# ---------------------------------------------------------------- the clocks


class Clock(Labelled):
    """Who may have to be told of a case."""

    OFQUAL = "ofqual", "Ofqual"
    ICO = "ico", "Information Commissioner (ICO)"


class Outcome(Labelled):
    """What has become of one clock."""

    RUNNING = "", "Not decided"
    TOLD = "told", "Told"
    NOT_NEEDED = "not needed", "Need not be told"


ICO_HOURS = timedelta(hours=72)
OF_OFQUAL = frozenset({Nation.ENGLAND_AND_WALES})
"""Whose bank holidays Ofqual keeps."""


def due(which: Clock, *, aware_at: datetime) -> datetime:
    """The last moment to tell: the ICO 72 hours after the awarding body knew of it (UK GDPR, Article 33), whatever the
    day; Ofqual promptly (Condition B3), which we take for the end of the next working day."""
    if which is Clock.ICO:
        return aware_at + ICO_HOURS
    return clock.end_of_day(next_working_day(clock.london(aware_at).date(), OF_OFQUAL))


REMINDED_BEFORE = (timedelta(hours=24), timedelta(hours=4), timedelta(0))
"""How long before a clock runs out somebody is reminded of it, and once more when it has (C)."""


@dataclass(frozen=True)
class Reading:
    """How one clock stands."""

    which: Clock
    outcome: Outcome
    due_at: datetime
    at: datetime | None
    why: str
    late: bool
    """Told too late, or neither told nor decided although the time has passed."""
    left: timedelta

    @property
    def runs(self) -> bool:
        """Whether it has still to be decided."""
        return self.outcome is Outcome.RUNNING

    @property
    def reminder(self) -> timedelta | None:
        """Of which of the times in `REMINDED_BEFORE` somebody is to be reminded now: the last that was reached."""
        reached = [before for before in REMINDED_BEFORE if self.runs and self.left <= before]
        return min(reached, default=None)

    @property
    def in_words(self) -> str:
        """How much time is left, or has passed."""
        minutes = int(abs(self.left).total_seconds() // 60)
        number, unit = (minutes // 60, "hour") if minutes >= 60 else (minutes, "minute")
        much = f"{number:,} {unit if number == 1 else unit + 's'}"
        return f"{much} left" if self.left > timedelta(0) else f"{much} too late"


def read_clock(
    which: Clock, outcome: str, *, aware_at: datetime, decided_at: datetime | None, why: str, at: datetime
) -> Reading:
    """How a clock stands at a moment. It runs from the beginning, until somebody says told, or not needed and why."""
    last, state = due(which, aware_at=aware_at), Outcome.of(outcome)
    seen = decided_at if state is Outcome.TOLD and decided_at else at
    late = state is not Outcome.NOT_NEEDED and seen > last
    return Reading(which, state, last, decided_at, why, late, last - seen)
