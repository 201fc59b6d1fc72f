"""Estimates and forecast grades as tables: each declared once, for template, paste, upload and export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from interchange.catalogue.rules.codes import code_key
from interchange.core.grid import Column, Grid, code, text
from interchange.core.spreadsheets import Table
from interchange.estimates.rules.estimates import NUMBER


@dataclass(frozen=True)
class AsTyped:
    """A value that the rules of the page read, so that a file is refused in the same words; at most 60 characters."""

    hint: str

    def read(self, written: str) -> str:
        return text(60).read(written)

    def write(self, value: str) -> str:
        return value


ESTIMATES = Grid(
    Column(
        "code", AsTyped("the entry code with its option, such as J351A"), heading="Code",
        aliases=("entry code", "option", "assessment code", "assessment"),
    ),
    Column("title", text(300), optional=True, aliases=("qualification", "subject")),
    Column("last_year", text(20), optional=True, heading="Last year's entries", aliases=("last year", "last june")),
    Column(
        "number", AsTyped(NUMBER.hint), optional=True, heading="Estimate",
        aliases=("number", "estimated entries", "candidates", "count", "entries"),
    ),
    unique=("code",),
)  # fmt: skip
"""One line for each code."""

FORECASTS = Grid(
    Column(
        "number", code(r"\d{4}", "the four digits of the candidate number, such as 0001", width=4),
        heading="Candidate number", aliases=("candidate no", "cand no", "no", "number"),
    ),
    Column("name", text(300), optional=True, aliases=("candidate", "candidate name")),
    Column("group", text(60), optional=True, heading="Teaching group", aliases=("group", "class", "set")),
    Column(
        "grade", AsTyped("a grade of the award, or X"), optional=True, heading="Forecast grade",
        aliases=("forecast", "grade", "predicted"),
    ),
    unique=("number",),
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One line that Accept would change."""

    code: str
    title: str
    old: str
    new: str
    note: str = ""


@dataclass(frozen=True)
class LeftOut:
    """One line that Accept would leave out, and why."""

    line: int
    code: str
    why: str


@dataclass
class Preview:
    """What Accept would do with a file or a paste. `rows` is exactly what it would send to be saved."""

    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: list[list[str | int]] = field(default_factory=list)


def with_headings(table: Table, grid: Grid, named: Sequence[str]) -> tuple[list[list[str]], int]:
    """The rows with a line of headings before them where somebody pasted two columns without; and how many were added.

    Two columns whose first line names no column of ours are the code and the number, or the candidate and the grade.
    """
    rows = table.rows
    if rows and len(rows[0]) == len(named) and not _names_any(rows[0], grid):
        return [list(named), *rows], 1
    return rows, 0


def _names_any(row: Sequence[str], grid: Grid) -> bool:
    titles = {
        code_key(word) for column in grid.columns for word in (column.title, column.name, *column.aliases)
    }
    return any(code_key(cell) in titles for cell in row)


def estimate_row(values: Mapping[str, object]) -> list[str]:
    """A line under the headings that the upload reads."""
    return ESTIMATES.write(values)


def forecast_row(values: Mapping[str, object]) -> list[str]:
    """The same of a candidate."""
    return FORECASTS.write(values)
