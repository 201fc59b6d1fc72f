"""What a file becomes, and how much of it we are willing to read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from interchange.core.errors import Refused
from interchange.core.grid import Problem

MAX_FILE_BYTES: Final = 20_000_000
"""The largest honest file, 20,000 rows with styles, is under 3 MB; the rest of a larger one is pictures."""

MAX_ROWS: Final = 20_000
"""Four times the largest assessment of one centre. A task that needs more says so when it reads."""

MAX_COLUMNS: Final = 200
"""Registers from school systems have up to about a hundred."""

MAX_CELL: Final = 32_767
"""What a cell of a spreadsheet program can hold."""

MAX_CELLS: Final = 1_000_000
"""Counted in the file, empty ones too: what is looked through in about a second."""

MAX_CHARACTERS: Final = 20_000_000
"""Of all cells together: a text that thousands of cells refer to is small in a file and huge in memory."""

MAX_SHOWN: Final = 40
"""Of a formula shown in the place of its value."""

ABOUT: Final = "About this file"
"""The sheet that tells the filter, the time and the person of an export. It is never read back."""


@dataclass(frozen=True)
class Table:
    """The lines of a file, all of one width, the first line first.

    `notes` tell what a person should know of how the file was read. `problems` name cells that have no value
    to read; the lines they stand in must not be used.
    """

    rows: list[list[str]]
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def squared(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows filled to one width, without the empty rows and columns that programs leave at the end."""
    last_row = max((at for at, row in enumerate(rows, 1) if any(row)), default=0)
    width = max((at for row in rows[:last_row] for at, cell in enumerate(row, 1) if cell), default=0)
    return [[*row[:width], *[""] * (width - len(row))] for row in rows[:last_row]]


def too_many_rows(most: int) -> Refused:
    return Refused(
        "too-many-rows", f"The file has more than {most:,} rows. Split it into smaller files and send each."
    )


def too_many_columns() -> Refused:
    return Refused(
        "too-many-columns", f"The file has more than {MAX_COLUMNS} columns. Remove those that are not needed."
    )


def too_long_a_cell(row: int) -> Refused:
    return Refused(
        "cell-too-long", f"Line {row:,} has a cell with more than {MAX_CELL:,} characters. Shorten it."
    )


def too_much_text() -> Refused:
    return Refused(
        "too-large", "The file holds too much text to be read at once. Split it into smaller files."
    )
