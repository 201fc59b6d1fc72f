"""Lines about learners: who they are, and what of a scheme they are entered for (C3)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from interchange.core.grid import Column, Grid, choice, day
from interchange.core.grid.noise import compacted, tidied
from interchange.entries.rules import identifiers, people

AWARD = "award"
MOST_UNITS = 60
LONGEST_UNIT = 20
LONGEST_REFERENCE = 20


@dataclass(frozen=True)
class Judged:
    """Text that a rule judges: `fault` gives a sentence, or "" where it is right."""

    hint: str
    fault: Callable[[str], str]
    tidy: Callable[[str], str] = tidied

    def read(self, written: str) -> str:
        value = self.tidy(written)
        if fault := self.fault(value):
            raise ValueError(fault)
        return value

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Wanted:
    """The whole award, or units by their numbers or references; never both (8.1)."""

    hint: str = "award, or the numbers of units with a semicolon between them, such as 201; 202"

    def read(self, written: str) -> tuple[str, ...]:
        parts = [tidied(part) for part in re.split(r"[;,\n]", written)]
        units = tuple(dict.fromkeys(part for part in parts if part))
        if [unit.casefold() for unit in units] == [AWARD]:
            return ()
        if not units or AWARD in {unit.casefold() for unit in units}:
            raise ValueError(
                f"Enter {self.hint}. A learner is entered for the award or for units, not for both."
            )
        if len(units) > MOST_UNITS or any(len(unit) > LONGEST_UNIT for unit in units):
            raise ValueError(f"Enter {self.hint}; at most {MOST_UNITS} of them.")
        return units

    def write(self, value: Sequence[str]) -> str:
        return "; ".join(value) or AWARD


def _too_long(text: str) -> str:
    return "" if len(text) <= LONGEST_REFERENCE else f"At most {LONGEST_REFERENCE} characters can be kept."


LEARNERS = Grid(
    Column(
        "uln", Judged("ten digits, or nothing", identifiers.uln_fault, compacted), optional=True, heading="ULN",
        aliases=("unique learner number",),
    ),
    Column("surname", Judged("a name", people.name_fault, str.strip), aliases=("last name", "family name")),
    Column(
        "forenames", Judged("a name", people.name_fault, str.strip), optional=True,
        aliases=("first name", "forename", "given names"),
    ),
    Column("date_of_birth", day(), aliases=("dob", "born", "birth date")),
    Column("sex", choice(people.SEXES)),
    Column(
        "reference", Judged("your own number for the learner", _too_long), optional=True, heading="Your reference",
        aliases=("learner reference", "admission number"),
    ),
    Column("wanted", Wanted(), optional=True, heading="Entered for", aliases=("entry", "units", "unit")),
)  # fmt: skip
"""The template, what is pasted or uploaded, and the list that is downloaded: one table."""
