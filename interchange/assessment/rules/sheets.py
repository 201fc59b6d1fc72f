"""The life of a mark sheet: one component, one centre, one series (6.5), and of the requests about it (6.7, 6.8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from interchange.core import clock
from interchange.core.lifecycle import Lifecycle, moves_from

OPEN, SENDING, RECEIVED, REOPENED = "open", "sending", "received", "reopened"

MARK_SHEET = Lifecycle(
    start=OPEN,
    moves={
        "submit": moves_from(OPEN, REOPENED, to=SENDING),
        "receive": moves_from(SENDING, to=RECEIVED),
        "reopen": moves_from(RECEIVED, to=REOPENED),
        "amend": moves_from(RECEIVED, to=SENDING),
    },
)
"""`amend` is a change of one submitted mark, which makes a new version (R-CHG-4)."""

REQUESTED, NEEDS_WORK, REFUSED, APPLIED = "requested", "needs_work", "refused", "applied"

CHANGE_REQUEST = Lifecycle(
    start=REQUESTED,
    moves={
        "ask for work": moves_from(REQUESTED, to=NEEDS_WORK),
        "refuse": moves_from(REQUESTED, NEEDS_WORK, to=REFUSED),
        "accept": moves_from(REQUESTED, NEEDS_WORK, to=APPLIED),
    },
)
"""R-CHG-4: what is accepted is applied in the same transaction."""

GRANTED = "granted"

BEFORE, WITHIN, AFTER = "before", "within", "after"

EXTENSION_REQUEST = Lifecycle(
    start=REQUESTED,
    moves={"grant": moves_from(REQUESTED, to=GRANTED), "refuse": moves_from(REQUESTED, to=REFUSED)},
)
"""R-DL-2: used and lapsed follow from the date and the sheet."""

LONGEST_EXTENSION = timedelta(days=10)
"""Series profile `extension_days` (section 13)."""

DECLARATIONS = {
    "candidates-informed": "Candidates have been told their marks",
    "review-closed": "The internal review is closed: no request is outstanding",
    "work-authenticated": "The work has been authenticated as the candidates' own",
}
"""The three ticks of R-NEA-7: the duties of R-NEA-2, R-NEA-1 and R-NEA-3."""


@dataclass(frozen=True)
class Window:
    """When a sheet may be entered and submitted: the component's days, and what extensions add (R-DL-2)."""

    opens_on: date
    closes_on: date
    extended_to: date | None = None
    some_extended_to: date | None = None
    """The latest day granted to named candidates only; everyone else's stays."""

    @property
    def closes_at(self) -> datetime:
        """The last permitted instant for the whole sheet."""
        return clock.end_of_day(max(self.closes_on, self.extended_to or self.closes_on))

    @property
    def submit_until(self) -> datetime:
        """The last permitted instant to submit: an extension of some candidates lets the sheet wait for them."""
        return max(self.closes_at, clock.end_of_day(self.some_extended_to or self.closes_on))

    def is_open(self, *, at: datetime) -> bool:
        """Whether every row may be entered."""
        return clock.start_of_day(self.opens_on) <= at < self.closes_at + timedelta(seconds=1)

    def may_submit(self, *, at: datetime) -> bool:
        """Whether the sheet may be submitted."""
        return clock.start_of_day(self.opens_on) <= at < self.submit_until + timedelta(seconds=1)

    def phase(self, *, at: datetime) -> str:
        """Where a moment lies: before the window, in it, or after the last instant to submit."""
        if at < clock.start_of_day(self.opens_on):
            return BEFORE
        return WITHIN if self.may_submit(at=at) else AFTER

    def days_left(self, *, at: datetime) -> int:
        """Whole London days until the last one; negative when it is over."""
        return (clock.london(self.submit_until).date() - clock.london(at).date()).days


@dataclass(frozen=True)
class Counts:
    """How far a sheet has come."""

    candidates: int
    entered: int
    checked: int

    @property
    def complete(self) -> bool:
        """Every candidate has a value and the Checked tick, and there is at least one (R-RI-2)."""
        return 0 < self.candidates == self.entered == self.checked


@dataclass(frozen=True)
class State:
    """What a sheet's state is called, and how it is drawn: a word, an icon and a colour."""

    code: str
    word: str
    icon: str
    kind: str


def shown_state(stored: str, counts: Counts, window: Window, *, at: datetime) -> State:
    """The state of a mark set as people see it: partly stored, partly counted, partly the calendar (6.5)."""
    return state_in(stored, counts, window.phase(at=at))


def state_in(stored: str, counts: Counts, phase: str) -> State:
    """The same where the phase of the window is known, as it is for thousands of sheets of one component."""
    if stored in FIXED_STATES:
        return FIXED_STATES[stored]
    if phase == BEFORE:
        return State("not-open", "Not open yet", "clock", "plain")
    if phase == AFTER:
        return State("overdue", "Overdue", "warning", "danger")
    if stored == REOPENED:
        return State("reopened", "Reopened", "warning", "warning")
    return _in_hand(counts)


FIXED_STATES = {
    SENDING: State("sending", "Sending", "send", "info"),
    RECEIVED: State("received", "Received", "tick", "success"),
}


def _in_hand(counts: Counts) -> State:
    if counts.complete:
        return State("complete", "Complete, not sent", "tick", "info")
    if counts.entered:
        return State("in-progress", "In progress", "pencil", "warning")
    return State("open", "Not started", "empty", "plain")


def refused_extension(until: date, window: Window, *, on: date) -> str:
    """Why an extension to this day cannot be asked for; empty when it can (R-DL-2: 5 to 10 days, exceptional)."""
    if until <= max(on, clock.london(window.closes_at).date()):
        return "Ask for a day after today and after the present deadline."
    if until > window.closes_on + LONGEST_EXTENSION:
        last = window.closes_on + LONGEST_EXTENSION
        return f"The longest extension is {LONGEST_EXTENSION.days} days, to {last:%d %B %Y}. Ask for a day up to then."
    return ""


def missing_declarations(made: Iterable[str]) -> list[str]:
    """The declarations of R-NEA-7 that nobody has made yet, in words."""
    done = set(made)
    return [words for kind, words in DECLARATIONS.items() if kind not in done]
