"""The facts that a merge works on: the rows of a file, what a centre has entered, and what can be entered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from interchange.catalogue.rules.profile import Band, Profile
from interchange.catalogue.rules.timetable import Paper
from interchange.core.grid import Problem
from interchange.core.money import Money

ADD, AMEND, WITHDRAW = "add", "amend", "withdraw"
DETAILS = "details"
"""A row of the grid, and of no file, that only changes who a candidate is, and names no code."""


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
    emptied: tuple[str, ...] = ()
    """Which of the details that may be left out are taken away (R-ID-12); in a file an empty cell leaves them."""

    @property
    def cells(self) -> tuple[Any, ...]:
        """What the columns of a file hold, in their order."""
        return self[1:-1]


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

    def old(self, now: "Details") -> dict[str, str]:
        """What these were where they are something else now, for the trail."""
        pairs = zip(self._fields, self, now, strict=True)
        return {f"old_{name}": str(was) for name, was, new in pairs if was != new}


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
    award_id: int = 0
    unit: str = ""
    """The unit as the catalogue prints it, which may be a range; "" where the award is entered as a whole."""
    certification: bool = False

    @property
    def method(self) -> str:
        """How work reaches the moderator; "" where this option does not say."""
        return "" if self.carried_forward else self.route

    @property
    def full_code(self) -> str:
        """Entry code and option together, as a disallowed pair may name it."""
        return f"{self.entry_code}{self.code}"


class Terminal(NamedTuple):
    """What must be taken in the series of certification: a unit, or a share of the award in percent."""

    unit: str
    percent: int | None
    from_year: int | None = None


class Choice(NamedTuple):
    """Of these units one candidate takes exactly one; `told` is how a sentence names them."""

    units: frozenset[str]
    told: str


@dataclass(frozen=True)
class Award:
    """The qualification behind an option, as far as checks ask for it."""

    id: int
    code: str
    title: str = ""
    subject: str = ""
    family: str = ""
    number: str = ""
    linear: bool = True
    needed: tuple[str, ...] = ()
    """Units that everybody takes."""
    choices: tuple[Choice, ...] = ()
    percents: Mapping[str, float] = field(default_factory=dict)
    """The share of the award that each unit carries, where it is known."""
    terminal: tuple[Terminal, ...] = ()

    @property
    def name(self) -> str:
        return self.title or self.code


class Pair(NamedTuple):
    """Another code that may not be held together with one, or only with a warning (R-ENT-9)."""

    other: str
    refused: bool
    why: str = ""


@dataclass(frozen=True)
class Terms:
    """What holds in one series at the moment at which entries come."""

    name: str
    profile: Profile
    at: datetime
    band: Band
    fees: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Pence by entry code and option."""
    pairs: Mapping[str, Sequence[Pair]] = field(default_factory=dict)
    """By code, from either side."""
    papers: Mapping[int, Sequence[Paper]] = field(default_factory=dict)
    """What is sat by whoever is entered by an option, where the timetable is known."""


@dataclass(frozen=True)
class Offer:
    """What can be entered: the options of each entry code, and every series with whether it is open."""

    options: Mapping[str, Sequence[OfferedOption]]
    series: Mapping[str, bool]
    ids: Mapping[str, int] = field(default_factory=dict)
    """The keys of the series."""
    terms: Mapping[str, Terms] = field(default_factory=dict)
    """What holds in the series that are asked about; a series without terms has neither days nor fees."""
    awards: Mapping[int, Award] = field(default_factory=dict)

    def open_series(self, code: str = "") -> str:
        """The series in which a code can be entered, or any code, as the list for a sentence."""
        found = [name for name, is_open in self.series.items() if is_open and self.has(name, code)]
        return ", ".join(found) or "none yet"

    def has(self, series: str, code: str) -> bool:
        """Whether a series has the code: its profile names those it has, or names none and has all (4.4)."""
        terms = self.terms.get(series)
        return not (terms and code and terms.profile.entry_codes) or code in terms.profile.entry_codes


class Way(NamedTuple):
    """How entries come, as far as rules ask for it."""

    free: bool = False
    """By the awarding body or its operator: days and approvals do not stop them (R-ACT-4)."""
    medical: bool = False
    """Withdrawals are for medical reasons or bereavement, with evidence (R-FEE-5)."""
    proved: bool = False
    """There is proof of another name (R-ID-16)."""


class Approvals(NamedTuple):
    """What a centre is approved for: general qualifications as a whole, others by their numbers (1.1)."""

    general: bool
    numbers: frozenset[str] = frozenset()


GENERAL = Approvals(general=True)


class Charge(NamedTuple):
    """What an entry has cost so far: one version of it."""

    band: str
    pence: int | None


class Taken(NamedTuple):
    """That somebody took a code before, or takes it elsewhere."""

    uci: str
    series: str
    entry_code: str


Person = tuple[str, str, date, str]
"""Surname, forenames, birth date and sex: what two candidates who seem to be one have in common (R-ID-11)."""


@dataclass
class Around:
    """What is known at every centre of those whom rows speak of: told in sentences, never shown."""

    known: dict[Person, list[str]] = field(default_factory=dict)
    """The UCIs under which the same persons are known."""
    taken: dict[str, list[tuple[Taken, int]]] = field(default_factory=dict)
    """By UCI the entries that stand, each with its centre."""


@dataclass
class Held:
    """What one centre has entered in the series that rows are about, and what is known around it."""

    candidates: Iterable[HeldCandidate] = ()
    entries: Iterable[HeldEntry] = ()
    charges: Mapping[UUID, Sequence[Charge]] = field(default_factory=dict)
    """By entry."""
    approvals: Approvals = GENERAL
    centre_id: int = 0
    centre_kind: str = ""
    around: Around = field(default_factory=Around)

    def is_elsewhere(self, taken: Taken) -> bool:
        """Whether another centre has this entry too."""
        return any(
            one == taken and centre != self.centre_id for one, centre in self.around.taken.get(taken.uci, ())
        )

    def earlier(self, uci: str, series: str) -> set[str]:
        """The codes that somebody took before a series, at any centre."""
        return {one.entry_code for one, _ in self.around.taken.get(uci, ()) if one.series < series}


class NewEntry(NamedTuple):
    """An entry to add."""

    id: UUID
    candidate_id: UUID
    series: str
    entry_code: str
    option_id: int
    teaching_group: str
    band: str = Band.ON_TIME


class Change(NamedTuple):
    """An entry to change, and what the trail keeps of it."""

    entry_id: UUID
    option_id: int
    teaching_group: str
    told: str


class NewVersion(NamedTuple):
    """One change of one entry, and what it adds to the invoice (R-ENT-12)."""

    entry_id: UUID
    action: str
    before: int | None
    after: int | None
    band: str
    pence: int | None
    told: str


class Withdrawal(NamedTuple):
    """An entry to withdraw, what the trail keeps of it, and whether it is refunded."""

    entry_id: UUID
    told: str
    how: str = ""


@dataclass
class Merge:
    """What to write, what became of each row, and what is wrong."""

    candidates: dict[UUID, HeldCandidate] = field(default_factory=dict)
    added: list[NewEntry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    withdrawn: list[Withdrawal] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    versions: list[NewVersion] = field(default_factory=list)
    details: list[dict[str, str]] = field(default_factory=list)
    """Of each held candidate with new details: the number, and what was there before, by column."""
    alone: dict[UUID, dict[str, str]] = field(default_factory=dict)
    """The same of those of whom nothing else was changed, by candidate: no version of an entry tells of them."""
    taken: list[tuple[str, str, str]] = field(default_factory=list)
    """Series, candidate number and code of each row that was taken, changed or not; no code where it names none."""

    @property
    def pence(self) -> int:
        """What all of it adds to the invoice, as far as fees are known."""
        return sum(version.pence or 0 for version in self.versions)

    @property
    def cost(self) -> Money:
        return Money(self.pence)

    @property
    def unpriced(self) -> int:
        """How many changes have a fee that is not known."""
        return sum(version.pence is None for version in self.versions)

    @property
    def does_something(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn or self.candidates)


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
