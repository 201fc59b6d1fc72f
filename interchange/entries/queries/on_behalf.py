"""Rows that staff give for a centre, read as a file of entries is (R-WAY-8), and what they would do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from interchange.centres import queries as centres
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.grid import Problem
from interchange.core.spreadsheets import Table
from interchange.entries.formats import ENTRIES, Reader
from interchange.entries.queries.previewing import preview
from interchange.entries.rules.holdings import EntryRow, Merge
from interchange.entries.rules.viewing import DEEDS

MOST = 2_000


@dataclass
class OnBehalf:
    """What staff want to enter for a centre: rows that can be read, problems of the others, and what it would do."""

    number: str
    name: str
    centre_id: int
    rows: list[EntryRow] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    merge: Merge = field(default_factory=Merge)

    @property
    def all_problems(self) -> list[Problem]:
        """Everything that stops a row, by line."""
        return sorted([*self.problems, *self.merge.problems], key=lambda problem: problem.row)

    @property
    def good(self) -> list[tuple[EntryRow, str]]:
        """The rows that would be taken, with what each asks for, those that say what is so already among them."""
        bad = {problem.row for problem in self.merge.problems}
        return [(row, DEEDS[row.action]) for row in self.rows if row.line not in bad]


def read_table(table: Table, number: str, *, actor: Actor) -> OnBehalf:
    """Rows of a table under a line of headings, for one centre, and what they would do if they were taken now."""
    headings = ENTRIES.header(table.rows[0] if table.rows else [])
    needed = [one for one in headings.problems if one.column != "centre_number"]
    if needed:
        raise Refused("text", needed[0].sentence)
    places = [headings.places.get(column.name, headings.width) for column in ENTRIES.columns]
    cells = []
    for line, row in enumerate(table.rows[1:], start=2):
        if any(map(str.strip, row)):
            padded = [*row, *[""] * (headings.width + 1 - len(row))]
            cells.append([str(line), *(padded[place] for place in places)])
    return read_cells(cells, number, actor=actor)


def read_cells(cells: Sequence[Sequence[str]], number: str, *, actor: Actor) -> OnBehalf:
    """The same of cells in the order of the columns, with the line in front."""
    if len(cells) > MOST:
        raise Refused("text", f"At most {MOST:,} rows can be entered at a time.")
    centre = centres.centre_by_number(number)
    found = OnBehalf(centre.number, centre.name, centre.pk, cells=[list(row) for row in cells])
    reader = Reader(ENTRIES.header([column.name for column in ENTRIES.columns]))
    for line, _, *rest in cells:
        read = reader.read(int(line), [centre.number, *rest])
        if isinstance(read, list):
            found.problems += read
        else:
            found.rows.append(read)
    if found.rows:
        found.merge = preview(found.rows, actor=actor, centre_id=centre.pk)
    return found


def shaped(sent: Any) -> list[list[str]]:
    """Cells as a page sends them back; refused where they are not such cells."""
    width = len(ENTRIES.columns) + 1
    good = isinstance(sent, list) and all(
        isinstance(row, list) and len(row) == width and all(isinstance(cell, str) for cell in row)
        and row[0].isdecimal() and len(row[0]) < width
        for row in sent
    )  # fmt: skip
    if not good:
        raise Refused("text", "This page did not come back whole. Look at the rows again.")
    return list(sent)
