"""Rows of the entries grid as somebody left them: what differs from what is held, and how it is told.

A cell is kept as it was typed. What it means is seen when the entries are checked; here it is only compared.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from interchange.entries.rules.holdings import Details
from interchange.entries.rules.merging import same_code

DETAILS = {
    "candidate_number": "Number", "surname": "Surname", "forenames": "Forenames", "uci": "UCI",
    "date_of_birth": "Date of birth", "sex": "Sex", "status": "Status", "uln": "ULN",
}  # fmt: skip
"""What is typed of a candidate, by the columns of R-WAY-8, with the words at the head of each column."""

LONGEST_CELL = 200
MOST_TOLD = 3
TICKS = frozenset({"1", "x", "y", "yes", "✓", "✔", "tick"})
"""What people put into a table to say “this one”: it stands for the only option of a code."""
UNPRINTABLE = frozenset({"Cc", "Cs"})
ROW_KEY = re.compile(r"([0-9]{4}|[0-9a-f]{32})\Z")


class Mark(StrEnum):
    """How a cell differs from what the awarding body holds."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class Code(NamedTuple):
    """One entry code of the grid, with its options as the catalogue prints them."""

    code: str
    title: str
    options: tuple[tuple[str, str], ...]

    @property
    def sole(self) -> str | None:
        """The option where there is only one, which a tick stands for; none where one has to be named."""
        return self.options[0][0] if len(self.options) == 1 else None

    @property
    def shown(self) -> str:
        """What stands for its only option in a cell."""
        return self.sole or "1"

    @property
    def choices(self) -> str:
        """The options in few words."""
        return "1 to enter" if self.sole == "" else ", ".join(option for option, _ in self.options)

    def cell(self, option: str) -> str:
        """An option as a cell shows it."""
        return option or "1"

    def option(self, typed: str) -> str:
        """The option that a cell names; a tick names the only one."""
        if self.sole is not None and typed.casefold() in TICKS:
            return self.sole
        return typed


def is_key(text: object) -> bool:
    """Whether a row can be called so: a candidate number, or the key of a row that is new."""
    return isinstance(text, str) and bool(ROW_KEY.match(text))


def is_new(key: str) -> bool:
    """Whether the row is a candidate's whom the awarding body does not hold yet."""
    return len(key) > 4


def why_not_kept(typed: str) -> str:
    """Why a cell cannot be kept as it was typed; nothing where it can."""
    if len(typed) > LONGEST_CELL:
        return f"This has {len(typed):,} characters. At most {LONGEST_CELL} can be kept."
    if not typed.isprintable() and any(unicodedata.category(letter) in UNPRINTABLE for letter in typed):
        return "This holds a character that cannot be printed. Type it again."
    return ""


def as_cells(details: Details) -> dict[str, str]:
    """The details of a candidate as the cells of the grid show them."""
    return {
        "surname": details.surname, "forenames": details.forenames, "uci": details.uci,
        "date_of_birth": in_figures(details.born_on), "sex": details.sex, "status": details.status,
        "uln": details.uln,
    }  # fmt: skip


def in_figures(day: date) -> str:
    """A birthday as it is typed: 01/09/2010."""
    return f"{day:%d/%m/%Y}"


def same_cell(column: str, typed: str, held: str, code: Code | None) -> bool:
    """Whether a cell says what is held: codes of options in capitals or not, a tick for an only option."""
    if typed == held:
        return True
    if code is None or not typed or not held:
        return False
    return same_code(code.option(typed), code.option(held)) or code.option(typed) == code.option(held)


def changed(shown: Mapping[str, str], held: Mapping[str, str], codes: Mapping[str, Code]) -> dict[str, Mark]:
    """How each cell that differs from what is held does so."""
    return {
        column: _mark(column, typed, held.get(column, ""))
        for column, typed in shown.items()
        if not same_cell(column, typed, held.get(column, ""), codes.get(column))
    }


def _mark(column: str, typed: str, held: str) -> Mark:
    if not held:
        return Mark.ADDED
    return Mark.CHANGED if typed or column in DETAILS else Mark.WITHDRAWN


def in_words(marks: Mapping[str, Mark], *, new: bool) -> str:
    """What a row would do, in few words: `J277 added, H446 withdrawn`."""
    codes = [f"{column} {mark.value}" for column, mark in marks.items() if column not in DETAILS]
    details = [DETAILS[column].lower() for column in marks if column in DETAILS and not new]
    told = [*codes, *([f"{_listed(details)} changed"] if details else [])]
    if new:
        return f"New candidate: {_listed(told)}" if told else "New candidate, no entry yet"
    return _listed(told)


def _listed(words: Sequence[str]) -> str:
    if len(words) <= MOST_TOLD:
        return ", ".join(words)
    return f"{', '.join(words[:MOST_TOLD])} and {len(words) - MOST_TOLD} more"


class Typed(NamedTuple):
    """A row as it was sent: only the cells that the page shows, and the version that was typed over."""

    key: str
    version: int
    cells: Mapping[str, str]


class Outcome(StrEnum):
    """What became of a row that was sent to be kept."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    PROBLEM = "problem"
    CONFLICT = "conflict"
    LOCKED = "locked"
