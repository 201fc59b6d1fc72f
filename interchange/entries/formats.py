"""The shape of a file of entries (R-WAY-8): one row for each candidate and code."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from interchange.core.grid import Column, Grid, Headings, Problem, choice, code, day, text
from interchange.core.grid.noise import compacted, tidied
from interchange.entries.rules import identifiers, people
from interchange.entries.rules.holdings import ADD, AMEND, WITHDRAW, EntryRow


@dataclass(frozen=True)
class Checked:
    """A code that a rule judges: `fault` gives a sentence, or "" where the code is right."""

    hint: str
    fault: Callable[[str], str]
    width: int = 0

    def read(self, written: str) -> str:
        value = compacted(written).upper()
        value = value.zfill(self.width) if value.isdecimal() else value
        if fault := self.fault(value):
            raise ValueError(fault)
        return value

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Printed:
    """A code as the catalogue prints it. Whether there is such a code, in capitals or not, is seen later."""

    hint: str
    width: int

    def read(self, written: str) -> str:
        value = compacted(written)
        if len(value) > self.width:
            raise ValueError(f"This has {len(value)} characters. Enter {self.hint}.")
        return value

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Name:
    """A name, kept letter by letter as given; only the spaces around it go."""

    hint: str = f"a name of up to {people.LONGEST_NAME} characters"

    def read(self, written: str) -> str:
        name = written.strip()
        if fault := people.name_fault(name):
            raise ValueError(fault)
        return name

    def write(self, value: str) -> str:
        return value


def _column(name: str, kind: Any, *, optional: bool = False) -> Column:
    return Column(name, kind, optional=optional, heading=name)


ENTRIES = Grid(
    _column("centre_number", code(r"[0-9]{5}", "five digits, such as 12345", width=5)),
    _column(
        "candidate_number", Checked("four digits, such as 0001", identifiers.candidate_number_fault, width=4)
    ),
    _column("uci", Checked("13 characters, such as 123450270001Y", identifiers.uci_fault)),
    _column("uln", Checked("ten digits", identifiers.uln_fault), optional=True),
    _column("surname", Name()),
    _column("forenames", Name(), optional=True),
    _column("date_of_birth", day()),
    _column("sex", choice(people.SEXES)),
    _column("status", choice(people.STATUSES)),
    _column("series", code(r"20[0-9]{2}-(0[1-9]|1[0-2])", "the year and the month, such as 2027-06")),
    _column("entry_code", Printed("the code of the qualification or unit, such as J351", 20)),
    _column("option_code", Printed("the letter or number of the option, such as A", 10), optional=True),
    _column("action", choice([ADD, AMEND, WITHDRAW]), optional=True),
    _column("previous_option", Printed("the letter or number of the option", 10), optional=True),
    _column("teaching_group", text(20), optional=True),
)
NEEDED_TO_ADD = frozenset({"uci", "surname", "date_of_birth", "sex", "status"})
"""What an amendment or a withdrawal may leave empty: it stays as it is held."""
EXTRA_CELLS = "This line has more cells than the headings. Check that no comma has split a value."


class Fault(str):
    """Stands in the place of a value that could not be read: what is wrong with it."""

    __slots__ = ()


class Reader:
    """Reads lines of one file. What was read once is not read again: a file says much many times."""

    def __init__(self, headings: Headings) -> None:
        self.places = [headings.places.get(column.name, headings.width) for column in ENTRIES.columns]
        self.known: list[dict[str, Any]] = [{} for _ in ENTRIES.columns]
        self.width = headings.width

    def read(self, line: int, cells: Sequence[str]) -> EntryRow | list[Problem]:
        """The row of a line, or what is wrong with it."""
        if len(cells) > self.width and any(map(str.strip, cells[self.width :])):
            return [Problem(line, ENTRIES.columns[-1].name, EXTRA_CELLS)]
        padded = [*cells, *[""] * (self.width + 1 - len(cells))]
        values = []
        wrong = False
        for at, place in enumerate(self.places):
            written = padded[place]
            try:
                value = self.known[at][written]
            except KeyError:
                value = self.known[at][written] = _value(ENTRIES.columns[at], written)
            wrong = wrong or value.__class__ is Fault
            values.append(value)
        row = EntryRow(line, *values)
        given = row.uci and row.surname and row.date_of_birth and row.sex and row.status
        return self._problems(row) if wrong or (row.action == ADD and not given) else row

    def _problems(self, row: EntryRow) -> list[Problem]:
        missing = NEEDED_TO_ADD if row.action == ADD else frozenset()
        found = []
        for column, value in zip(ENTRIES.columns, row.cells, strict=True):
            if isinstance(value, Fault):
                found.append(Problem(row.line, column.name, str(value)))
            elif not value and column.name in missing:
                found.append(Problem(row.line, column.name, f"This is empty. Enter {column.kind.hint}."))
        return found


def _value(column: Column, written: str) -> Any:
    """What a cell holds; "" or no date where it may be empty and is; a `Fault` where it cannot be read."""
    if not tidied(written):
        if column.name == "action":
            return ADD
        if column.optional or column.name in NEEDED_TO_ADD:
            return None if column.name == "date_of_birth" else ""
        return Fault(f"This is empty. Enter {column.kind.hint}.")
    try:
        return column.kind.read(written)
    except ValueError as reason:
        return Fault(reason)
