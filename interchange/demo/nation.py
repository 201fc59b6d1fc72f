"""A whole nation of centres and candidates, for load and scale: invented from a seed, the same each time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from interchange.demo.names import name_of
from interchange.entries.rules.identifiers import make_uci

FIRST = ("Ash", "Beck", "Cold", "Elm", "Fern", "Hazel", "Kings", "Mill", "Oak", "Stone")
SECOND = ("bridge", "dale", "field", "ford", "gate", "ham", "hurst", "ley", "ton", "wick")
KINDS = {
    "School": "school", "Academy": "school", "High School": "school", "College": "college",
    "Sixth Form College": "college", "Skills Centre": "training",
}  # fmt: skip
MOST_OF_ONE_CENTRE = 3000
MOST_CODES = 12
MARKED, COMPLETE, SENT = 0.3, 0.15, 0.1
"""How many of the sheets are half entered, complete, and received."""


class Offered(NamedTuple):
    """An option that may be entered, and the components of it that centres mark."""

    code: str
    option_id: int
    components: tuple["Marked", ...]


class Marked(NamedTuple):
    """A component that centres mark."""

    pk: int
    most: int
    grades: tuple[str, ...]


class Sheet(NamedTuple):
    """One sheet of which something is stored."""

    id: UUID
    centre: int
    component: Marked
    state: str


@dataclass
class Nation:
    """Rows for each table, in the order in which they can be added."""

    series_id: int
    year: int
    at: datetime
    random: Random
    candidates: list[tuple[Any, ...]] = field(default_factory=list)
    entries: list[tuple[Any, ...]] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    marks: list[tuple[Any, ...]] = field(default_factory=list)
    sent: dict[UUID, list["Line"]] = field(default_factory=dict)
    made: int = 0

    def new_id(self) -> UUID:
        """The next key: ordered like those that are made in earnest, but the same at every run."""
        self.made += 1
        milliseconds = int(self.at.timestamp() * 1000) + self.made // 4096
        value = (
            milliseconds << 80 | 0x7 << 76 | self.made % 4096 << 64 | 0x2 << 62 | self.random.getrandbits(62)
        )
        return UUID(int=value)


class Line(NamedTuple):
    """One line of a submission; named like the columns, because the digest is made from it."""

    entry_id: UUID
    number: str
    name: str
    uci: str
    teaching_group: str
    mark: Decimal | None
    absent: bool
    grade: str
    reason: str
    parts: list[Decimal]
    late_added_on: date | None
    carried_forward: bool
    previous: str


def centre_rows(wanted: int, *, taken: set[str], random: Random) -> list[tuple[str, str, str]]:
    """Numbers, names and kinds of so many new centres."""
    free = [f"{number:05}" for number in range(10_000, 100_000) if f"{number:05}" not in taken]
    numbers = sorted(random.sample(free, wanted))
    return [(number, *_named(random)) for number in numbers]


def _named(random: Random) -> tuple[str, str]:
    kind = random.choice(list(KINDS))
    return f"{random.choice(FIRST)}{random.choice(SECOND)} {kind}", KINDS[kind]


def sizes(centres: int, candidates: int, *, random: Random) -> list[int]:
    """How many candidates each centre has: few have many, nobody has none, and all together have as many as asked."""
    weights = [random.lognormvariate(0, 0.9) for _ in range(centres)]
    share = candidates / sum(weights)
    found = [max(1, min(MOST_OF_ONE_CENTRE, int(weight * share))) for weight in weights]
    missing = candidates - sum(found)
    while missing > 0:
        step, reached = max(1, missing // centres), min(centres, missing)
        found[:reached] = [size + step for size in found[:reached]]
        missing -= step * reached
    for at in sorted(range(centres), key=lambda at: -found[at]):
        missing += (less := min(-missing, found[at] - 1))
        found[at] -= less
    return found


def fill(nation: Nation, centre_id: int, number: str, size: int, offer: Sequence[Offered]) -> None:
    """The candidates of one centre, their entries, and what has been marked so far."""
    random = nation.random
    chosen = random.sample(offer, min(len(offer), MOST_CODES, 2 + size // 25))
    entered: dict[int, list[tuple[Any, ...]]] = {}
    for place in range(1, size + 1):
        candidate = _candidate(nation, centre_id, number, f"{place:04}")
        for option in random.sample(chosen, min(len(chosen), random.choice((1, 2, 2, 3)))):
            entry_id = nation.new_id()
            group = f"{option.code[:6]}/{place % 4 + 1}"
            nation.entries.append((
                entry_id, centre_id, candidate[0], nation.series_id, option.option_id, option.code, group,
                nation.at - timedelta(40),
            ))  # fmt: skip
            entered.setdefault(option.option_id, []).append((entry_id, candidate, group))
    for option in chosen:
        for component in option.components:
            if option.option_id in entered:
                _mark(nation, centre_id, component, entered[option.option_id])


def _candidate(nation: Nation, centre_id: int, number: str, candidate: str) -> tuple[Any, ...]:
    name = name_of(number, str(nation.year), candidate)
    born = date(nation.year - 18, 9, 1) + timedelta(nation.random.randrange(730))
    row = (
        nation.new_id(), centre_id, nation.series_id, candidate, make_uci(number, nation.year, candidate), "",
        name.surname, name.forenames, born, name.sex, "S",
    )  # fmt: skip
    nation.candidates.append(row)
    return row


def _mark(nation: Nation, centre_id: int, component: Marked, entered: Sequence[tuple[Any, ...]]) -> None:
    draw = nation.random.random()
    if draw > MARKED + COMPLETE + SENT:
        return
    sent = draw < SENT
    sheet = Sheet(nation.new_id(), centre_id, component, "received" if sent else "open")
    nation.sheets.append(sheet)
    part = entered if draw < COMPLETE + SENT else entered[: len(entered) // 2]
    lines = nation.sent.setdefault(sheet.id, []) if sent else []
    for entry_id, candidate, group in part:
        mark, grade = _value(nation.random, component)
        nation.marks.append((
            nation.new_id(), centre_id, sheet.id, entry_id, mark, False, grade, "", [], True, "A Teacher", 1,
            nation.at - timedelta(3), "A Teacher",
        ))  # fmt: skip
        name = f"{candidate[6]}, {candidate[7]}" if candidate[7] else candidate[6]
        lines.append(
            Line(
                entry_id, candidate[3], name, candidate[4], group, mark, False, grade, "", [], None, False, ""
            )
        )


def _value(random: Random, component: Marked) -> tuple[Decimal | None, str]:
    if component.grades:
        return None, random.choice(component.grades)
    return Decimal(min(component.most, max(1, round(random.gauss(0.62, 0.17) * component.most)))), ""
