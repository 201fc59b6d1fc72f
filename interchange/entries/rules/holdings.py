"""The facts that a merge works on: the rows of a file, what a centre has entered, and what can be entered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from interchange.core.grid import Problem

ADD, AMEND, WITHDRAW = "add", "amend", "withdraw"


class EntryRow(NamedTuple):
    """One good line of a file (R-WAY-8). "" and None stand for cells that may be left empty."""

    line: int
    centre_number: str
    candidate_number: str
    uci: str
    uln: str
    surname: str
    forenames: str
    date_of_birth: date | None
    sex: str
    status: str
    series: str
    entry_code: str
    option_code: str
    action: str
    previous_option: str
    teaching_group: str


class Details(NamedTuple):
    """What identifies and describes a candidate."""

    uci: str
    uln: str
    surname: str
    forenames: str
    born_on: date
    sex: str
    status: str

    @property
    def name(self) -> str:
        return f"{self.forenames} {self.surname}".strip()


@dataclass
class HeldCandidate:
    """A candidate as stored, or as this file makes one; `line` is the row of the file that spoke first."""

    id: UUID
    series: str
    number: str
    details: Details
    line: int = 0

    def __str__(self) -> str:
        return f"{self.number} {self.details.name}"


@dataclass
class HeldEntry:
    """An entry as stored; `withdrawn` where it no longer stands."""

    id: UUID
    candidate_id: UUID
    series: str
    entry_code: str
    option_id: int
    teaching_group: str
    withdrawn: bool = False


class OfferedOption(NamedTuple):
    """An option that can be entered."""

    id: int
    entry_code: str
    code: str
    route: str
    tier: str
    carried_forward: bool

    @property
    def method(self) -> str:
        """How work reaches the moderator; "" where this option does not say."""
        return "" if self.carried_forward else self.route


@dataclass(frozen=True)
class Offer:
    """What can be entered: the options of each entry code, and every series with whether it is open."""

    options: Mapping[str, Sequence[OfferedOption]]
    series: Mapping[str, bool]

    @property
    def open_series(self) -> str:
        """The list for a sentence."""
        return ", ".join(code for code, is_open in self.series.items() if is_open) or "none yet"


@dataclass
class Held:
    """What one centre has entered in the series that a file is about."""

    candidates: Iterable[HeldCandidate] = ()
    entries: Iterable[HeldEntry] = ()


class NewEntry(NamedTuple):
    """An entry to add."""

    id: UUID
    candidate_id: UUID
    series: str
    entry_code: str
    option_id: int
    teaching_group: str


class Change(NamedTuple):
    """An entry to change, and what the trail keeps of it."""

    entry_id: UUID
    option_id: int
    teaching_group: str
    told: str


@dataclass
class Merge:
    """What to write, what became of each row, and what is wrong."""

    candidates: dict[UUID, HeldCandidate] = field(default_factory=dict)
    added: list[NewEntry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    withdrawn: list[tuple[UUID, str]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


class Refusal(Exception):
    """Why a row cannot be used, and in which column."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column
        self.sentence = sentence


class Accepted(NamedTuple):
    """A row that holds by itself; whether its method goes with the others' is seen at the end."""

    row: EntryRow
    candidate: HeldCandidate
    option: OfferedOption | None
    entry: HeldEntry | None
