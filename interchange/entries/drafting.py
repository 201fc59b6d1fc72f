"""Rows of the entries grid read as the rows of a file (R-WAY-8), each problem with the cell it belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from interchange.core.grid import Column, Problem
from interchange.entries.formats import ENTRIES
from interchange.entries.rules import drafts
from interchange.entries.rules.drafts import Code
from interchange.entries.rules.holdings import ADD, AMEND, DETAILS, WITHDRAW, Details, EntryRow, Merge
from interchange.entries.rules.merging import same_code

COLUMNS: dict[str, Column] = {column.name: column for column in ENTRIES.columns}
NEEDED = ("candidate_number", "surname", "uci", "date_of_birth", "sex", "status")
ASK = {
    "candidate_number": "Give the candidate number: four digits, such as 0001.",
    "surname": "Give the surname.",
    "uci": "Give the UCI, or make one.",
    "date_of_birth": "Give the date of birth.",
    "sex": "Give the sex: M or F.",
    "status": "Say whether the candidate is school (S) or private (P).",
}
NO_ENTRY = "Nothing is entered for this candidate. Type an option under at least one code."


class Place(NamedTuple):
    """A cell of the grid: the row by its key, the column by its name."""

    key: str
    column: str


@dataclass(frozen=True)
class Drafted:
    """A row that somebody has typed in: what is held of it, and what stands in its cells where that differs."""

    key: str
    draft_id: UUID
    version: int
    number: str
    held: Details | None
    live: Mapping[str, str]
    """By entry code the option that is held, as a cell shows it."""
    details: Mapping[str, str]
    codes: Mapping[str, str]

    @property
    def name(self) -> str:
        """As a list shows it."""
        held = drafts.as_cells(self.held) if self.held else {}
        surname, forenames = (self.details.get(part, held.get(part, "")) for part in ("surname", "forenames"))
        return f"{surname}, {forenames}" if surname and forenames else surname or forenames

    @property
    def called(self) -> str:
        """Number and name, as far as they are typed."""
        return f"{self.number or 'New'} {self.name}".strip()


@dataclass
class Told:
    """A problem or a warning, and where it leads."""

    place: Place
    called: str
    label: str
    sentence: str


@dataclass
class Ready:
    """What would be sent: the rows, and where each line and each local problem belongs."""

    rows: list[EntryRow] = field(default_factory=list)
    places: dict[int, tuple[Drafted, str]] = field(default_factory=dict)
    """By line the row and the entry code it is about."""
    problems: list[Told] = field(default_factory=list)
    """What is wrong before any of it is held against the record."""

    def add(self, row: Drafted, code: str, values: Mapping[str, Any]) -> None:
        """One row about one code, on a line of its own."""
        line = len(self.places) + 1
        self.places[line] = row, code
        self.rows.append(EntryRow(line=line, **values))

    def complain(self, row: Drafted, column: str, sentence: str) -> None:
        """Something is wrong in a cell."""
        label = drafts.DETAILS.get(column, column)
        self.problems.append(Told(Place(row.key, column), row.called, label, sentence))

    def told(self, problem: Problem) -> Told:
        """A problem of a line, at the cell that it is about."""
        row, code = self.places[problem.row]
        column = problem.column if problem.column in drafts.DETAILS else code
        return Told(Place(row.key, column), row.called, drafts.DETAILS.get(column, column), problem.sentence)

    def all_problems(self, merge: Merge) -> list[Told]:
        """Everything that stops something, in the order of the rows; the same sentence once for a cell."""
        found = [*self.problems, *map(self.told, merge.problems)]
        return list({(told.place, told.sentence): told for told in found}.values())


def hints(details: Mapping[str, str], codes: Mapping[str, str], known: Mapping[str, Code]) -> dict[str, str]:
    """What is wrong in cells by themselves, said while somebody types; what is empty is left in peace."""
    found = {}
    for column, typed in details.items():
        if typed and (fault := fault_in(column, typed)):
            found[column] = fault
    for column, typed in codes.items():
        code = known.get(column)
        if typed and code is not None and (fault := option_fault(code, typed)):
            found[column] = fault
    return found


def fault_in(column: str, typed: str) -> str:
    """Why a detail cannot be read; nothing where it can."""
    try:
        COLUMNS[column].read(typed)
    except ValueError as reason:
        return str(reason)
    return ""


def option_fault(code: Code, typed: str) -> str:
    """Why a cell names no option of its code; nothing where it does."""
    option = code.option(typed)
    if any(option == printed or same_code(option, printed) for printed, _ in code.options):
        return ""
    if code.sole is not None:
        return (
            f"{code.code} has no option “{typed[:20]}”. Type {code.shown} to enter, or leave the cell empty."
        )
    return f"{code.code} has no option “{typed[:20]}”. Its options are {code.choices}."


def ready(
    rows: Sequence[Drafted], *, centre_number: str, series: str, known: Mapping[str, Code]
) -> Ready:  # fmt: skip
    """The rows of a file that say what the grid says."""
    made = Ready()
    for row in rows:
        _read(row, made, {"centre_number": centre_number, "series": series, "teaching_group": ""}, known)
    return made


def _read(row: Drafted, made: Ready, shared: Mapping[str, str], known: Mapping[str, Code]) -> None:
    before = len(made.problems)
    values = _details(row, made)
    changes = [(code, typed) for code, typed in row.codes.items() if typed or row.live.get(code)]
    if row.held is None and not changes:
        made.complain(row, "candidate_number", NO_ENTRY)
    if len(made.problems) > before:
        return
    base = {**shared, **values}
    for code, typed in changes:
        held = row.live.get(code, "")
        action = WITHDRAW if not typed else AMEND if held else ADD
        option = known[code].option(typed) if code in known else typed
        made.add(row, code, {**base, **_entry(code, option, action)})
    if row.held is not None and row.details and not any(typed for _, typed in changes):
        _details_alone(row, made, base, {code for code, _ in changes})


def _details_alone(row: Drafted, made: Ready, base: Mapping[str, Any], gone: set[str]) -> None:
    """An entry that stands speaks for the candidate, so that its history tells of it; without one they go alone."""
    standing = next((code for code in sorted(row.live) if code not in gone), "")
    made.add(row, standing, {**base, **_entry(standing, "", AMEND if standing else DETAILS)})


def _entry(code: str, option: str, action: str) -> dict[str, str]:
    return {"entry_code": code, "option_code": option, "action": action, "previous_option": ""}


def _details(row: Drafted, made: Ready) -> dict[str, Any]:
    """The details that a row gives, read; what is wrong with them is told cell by cell.

    Of a candidate who is held, an emptied cell takes away what may be left out: the forenames, the ULN (R-ID-12).
    """
    values: dict[str, Any] = {}
    emptied = []
    for column in drafts.DETAILS:
        typed = row.details.get(column, "")
        if column == "candidate_number" and row.held is not None:
            typed = row.number
        values[column] = None if column == "date_of_birth" else ""
        if typed:
            try:
                values[column] = COLUMNS[column].read(typed)
            except ValueError as reason:
                made.complain(row, column, str(reason))
        elif column in NEEDED and (row.held is None or column in row.details):
            made.complain(row, column, ASK[column])
        elif column in row.details and row.held is not None:
            emptied.append(column)
    return values | {"emptied": tuple(emptied)}
