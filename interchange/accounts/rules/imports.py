"""Users from a file (4.12): what its lines hold, and what each would do."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from interchange.accounts.roles import Role, role_named
from interchange.accounts.rules.granting import in_order
from interchange.core.grid import Column, Grid, day, text
from interchange.core.grid.columns import Problem, Row
from interchange.core.grid.noise import compacted, shown, tidied

ADDRESS = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\".]+")
LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class Address:
    """An e-mail address, in small letters."""

    hint: str = "an e-mail address such as name@school.example"

    def read(self, written: str) -> str:
        plain = compacted(written).casefold()
        if not ADDRESS.fullmatch(plain) or len(plain) > LONGEST_ADDRESS:
            raise ValueError(f"{shown(plain)} is not an e-mail address. Enter {self.hint}.")
        return plain

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Roles:
    """Roles by their names or codes, with a semicolon between them."""

    hint: str = "names of roles with a semicolon between them, such as Tutor/Teacher; TCUser"

    def read(self, written: str) -> tuple[Role, ...]:
        found = set()
        for part in filter(None, map(tidied, re.split(r"[;,\n]", written))):
            try:
                found.add(role_named(part))
            except KeyError:
                raise ValueError(f"{shown(part)} is not a role. Enter {self.hint}.") from None
        if any(role.is_staff for role in found):
            raise ValueError(
                f"A role of the awarding body's own people cannot be given here. Enter {self.hint}."
            )
        return tuple(in_order(found))

    def write(self, value: Sequence[Role]) -> str:
        return "; ".join(role.label for role in value)


USERS = Grid(
    Column("first_name", text(80), aliases=("forename", "given name", "first names")),
    Column("last_name", text(80), aliases=("surname", "family name")),
    Column("email", Address(), heading="E-mail", aliases=("email address", "work e-mail", "mail")),
    Column("roles", Roles(), optional=True, aliases=("role",)),
    Column("ends_on", day(), optional=True, heading="Last day", aliases=("end date", "until")),
    unique=("email",),
)
"""The template, the upload and the account register: one table."""


@dataclass(frozen=True)
class Line:
    """One line of a file: whom it is about, and what it would do or why not; both empty where nothing would change."""

    number: int
    name: str
    email: str
    effect: str = ""
    problem: str = ""
    is_new: bool = False


@dataclass(frozen=True)
class Plan:
    """What a file would do, line by line; `rows` are its good lines as they would be sent back to be carried out."""

    lines: list[Line]
    notes: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def effects(self) -> list[Line]:
        """The lines that would change something."""
        return [line for line in self.lines if line.effect]

    @property
    def problems(self) -> list[Line]:
        """The lines that would be left out."""
        return [line for line in self.lines if line.problem]

    @property
    def unchanged(self) -> int:
        """How many lines say what is so already."""
        return len(self.lines) - len(self.effects) - len(self.problems)

    @property
    def digest(self) -> str:
        """Of what would be done: it tells whether what is done is what was shown."""
        told = [[line.number, line.email, line.effect, line.problem] for line in self.effects]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def as_line(problem: Problem) -> Line:
    """A cell that could not be read, as a line that would be left out."""
    return Line(problem.row, "", "", problem=f"{problem.column}: {problem.sentence}")


def written(row: Row) -> list[str]:
    """A good line as text that reads as the same again, with its number in front."""
    return [str(row["line"]), *USERS.write(row)]
