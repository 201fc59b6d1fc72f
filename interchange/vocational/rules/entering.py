"""What lines about learners do to what a centre has entered for one scheme. Nothing here reads or writes."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from interchange.core.identifiers import new_id

ENTERED, WITHDRAWN = "entered", "withdrawn"


class Person(NamedTuple):
    """What identifies and describes a learner."""

    uln: str
    surname: str
    forenames: str
    born_on: date
    sex: str
    reference: str

    @property
    def name(self) -> str:
        """As a list shows it: surname, then forenames."""
        return f"{self.surname}, {self.forenames}" if self.forenames else self.surname

    @property
    def alike(self) -> tuple[str, str, date]:
        """What two learners without a ULN who seem to be one have in common."""
        return self.surname.casefold(), self.forenames.casefold(), self.born_on


@dataclass(frozen=True)
class Learner:
    """A learner as stored, or as these lines make one."""

    id: UUID
    person: Person


class Unit(NamedTuple):
    """A unit of the scheme, by its number and its reference."""

    id: int
    number: str
    reference: str
    title: str

    @property
    def code(self) -> str:
        """What a person types for it."""
        return self.number or self.reference


@dataclass(frozen=True)
class Scheme:
    """A scheme with its units."""

    key: str
    title: str
    units: Sequence[Unit]

    def unit(self, typed: str) -> Unit | None:
        """The unit of this number or reference, in capitals or not."""
        wanted = typed.casefold()
        return next(
            (unit for unit in self.units if wanted in (unit.number.casefold(), unit.reference.casefold())),
            None,
        )


@dataclass(frozen=True)
class Held:
    """What the centre has: its learners, and of each what is entered for this scheme (None is the whole award)."""

    learners: Sequence[Learner] = ()
    entries: Mapping[UUID, frozenset[int | None]] = field(default_factory=dict)


class Row(NamedTuple):
    """One good line: who, and which units; none for the whole award."""

    line: int
    person: Person
    wanted: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """One line as the preview shows it: whom it is about, and what it would do or why not."""

    line: int
    name: str
    effect: str = ""
    problem: str = ""


@dataclass
class Plan:
    """What lines would do: what is to be written, and what is told line by line."""

    lines: list[Said] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    learners: dict[UUID, Learner] = field(default_factory=dict)
    """New ones, and held ones of whom something new is said."""
    added: list[tuple[UUID, int | None]] = field(default_factory=list)
    """Learner and unit; no unit for the whole award."""
    rows: list[list[str]] = field(default_factory=list)
    """The good lines, as they are sent back to be carried out."""

    @property
    def effects(self) -> list[Said]:
        """The lines that would change something."""
        return [line for line in self.lines if line.effect]

    @property
    def problems(self) -> list[Said]:
        """The lines that would be left out."""
        return [line for line in self.lines if line.problem]

    @property
    def unchanged(self) -> int:
        """How many lines say what is so already."""
        return len(self.lines) - len(self.effects) - len(self.problems)

    @property
    def digest(self) -> str:
        """Of what would be done: it tells whether what is done is what was shown."""
        told = [[line.line, line.name, line.effect] for line in self.effects]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def decide(rows: Iterable[Row], held: Held, scheme: Scheme) -> Plan:
    """What each line would do, in the order of the lines; the same lines again do nothing."""
    plan, book = Plan(), _Book(held)
    for row in rows:
        try:
            effect = _decide(row, book, scheme, plan)
        except ValueError as problem:
            plan.lines.append(Said(row.line, row.person.name, problem=str(problem)))
        else:
            plan.lines.append(Said(row.line, row.person.name, effect=effect))
    return plan


class _Book:
    """What is held, found by what a line says, and kept up to date as lines are taken."""

    def __init__(self, held: Held) -> None:
        self.by_uln = {one.person.uln: one for one in held.learners if one.person.uln}
        self.by_name: dict[tuple[str, str, date], Learner] = {one.person.alike: one for one in held.learners}
        self.entries = {learner: set(units) for learner, units in held.entries.items()}
        self.seen: dict[UUID, int] = {}

    def find(self, person: Person) -> Learner | None:
        """The learner whom a line means: by ULN, else by name and date of birth where no other ULN stands."""
        if person.uln and person.uln in self.by_uln:
            return self.by_uln[person.uln]
        alike = self.by_name.get(person.alike)
        return alike if alike and not (person.uln and alike.person.uln) else None

    def keep(self, learner: Learner) -> None:
        self.by_name[learner.person.alike] = learner
        if learner.person.uln:
            self.by_uln[learner.person.uln] = learner


def _decide(row: Row, book: _Book, scheme: Scheme, plan: Plan) -> str:
    units = _units(row.wanted, scheme)
    found = book.find(row.person)
    if (
        found
        and row.person.uln == found.person.uln
        and row.person.uln
        and row.person.alike != found.person.alike
    ):
        owner = f"ULN {row.person.uln} belongs to {found.person.name}."
        raise ValueError(f"{owner} Check the number, or change that learner's name first.")
    if found and found.id in book.seen:
        raise ValueError(
            f"This learner stands in line {book.seen[found.id]} already. Keep one of the two lines."
        )
    learner = Learner(found.id if found else new_id(), _newest(row.person, found))
    entered = book.entries.setdefault(learner.id, set())
    _check_either(learner, entered, units)
    book.seen[learner.id] = row.line
    book.keep(learner)
    new = [unit for unit in units if (unit.id if unit else None) not in entered]
    entered |= {unit.id if unit else None for unit in new}
    plan.added += [(learner.id, unit.id if unit else None) for unit in new]
    changed = found is not None and learner.person != found.person
    if found is None or changed:
        plan.learners[learner.id] = learner
    return _effect(new, is_new=found is None, changed=changed)


def _units(wanted: Sequence[str], scheme: Scheme) -> list[Unit | None]:
    """The units that a line names; [None] for the whole award."""
    if not wanted:
        return [None]
    found = [(typed, scheme.unit(typed)) for typed in wanted]
    unknown = [typed for typed, unit in found if unit is None]
    if unknown:
        raise ValueError(f"{scheme.title} has no unit {' or '.join(unknown)}.")
    return list({unit.id: unit for _, unit in found if unit}.values())


def _check_either(learner: Learner, entered: set[int | None], units: Sequence[Unit | None]) -> None:
    """For the full award or units, not both (8.1)."""
    if None in entered and units != [None]:
        raise ValueError(
            f"{learner.person.name} is entered for the full award. Withdraw that first, or leave the units out."
        )
    if entered - {None} and None in units:
        raise ValueError(
            f"{learner.person.name} is entered for units. Withdraw them first, or name units here too."
        )


def _newest(said: Person, found: Learner | None) -> Person:
    """What a line says; what it leaves empty stays as it is held."""
    if found is None:
        return said
    held = found.person
    return said._replace(
        uln=said.uln or held.uln,
        reference=said.reference or held.reference,
        surname=held.surname,
        forenames=held.forenames,
    )


def _effect(new: Sequence[Unit | None], *, is_new: bool, changed: bool) -> str:
    parts = ["new learner"] if is_new else ["details changed"] if changed else []
    if new:
        parts.append(
            "entered for the award"
            if new[0] is None
            else f"entered for {', '.join(unit.code for unit in new if unit)}"
        )
    return "; ".join(parts).capitalize()


def is_whole_change(before: Person, after: Person) -> bool:
    """Whether both names become others, which needs proof (R-ID-16); a spelling or one name does not."""
    surname = before.surname.casefold() != after.surname.casefold()
    return surname and before.forenames.casefold() != after.forenames.casefold()


def approval_names(number: str, code: str) -> frozenset[str]:
    """How an approval may name a scheme: by its number without strokes, or by its code (1.1)."""
    plain = number.replace("/", "").replace(" ", "").upper()
    return frozenset(name for name in (plain, code.upper()) if name)
