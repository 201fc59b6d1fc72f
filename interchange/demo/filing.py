"""Files that a centre of the demo has sent from its own system: one in every state, and one that was made for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from interchange.accounts.roles import Capability
from interchange.catalogue.queries import series_by_code
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.demo.cast import QUARRY
from interchange.demo.director import moment_of
from interchange.entries.queries.batches import batches
from interchange.exchange.models import Convention, LayoutColumn
from interchange.exchange.queries.formats import manner, record_of
from interchange.exchange.queries.held import Whole, held_sets, records
from interchange.exchange.rules.layouts import Column
from interchange.exchange.rules.names import Letter, read_name
from interchange.exchange.rules.writing import OfCentre, write
from interchange.exchange.services.formats import set_columns, set_convention
from interchange.exchange.services.issuing import issue_base_data
from interchange.exchange.services.making import make_file
from interchange.exchange.services.receiving import send_files

OPERATOR = Actor.system("demo")
CODES = Column("codes", 110, 6, 14)
"""Where the demo's awarding body has found the entry codes in its booklet; a real one looks for itself."""
PAIRS = [Column("first", 3, 6), Column("second", 9, 6), Column("of_syllabuses", 15, 1)]
GRADES = [
    Column("centre", 3, 5), Column("number", 8, 4), Column("option", 12, 6), Column("grade", 18, 4),
    Column("second_grade", 22, 4),
]  # fmt: skip
Act = tuple[datetime, Callable[[], object]]


def fill_in_formats() -> None:
    """What the published page leaves open, made up for the demo; nothing where it stands already."""
    if LayoutColumn.objects.exists() or Convention.objects.exists():
        return
    set_convention({"bodies": ["01"], "character": "A"}, by=OPERATOR)
    for letter in "EA":
        set_columns(letter, [CODES], by=OPERATOR)
    set_columns("D", PAIRS, by=OPERATOR)
    set_columns("F", GRADES, by=OPERATOR)


def scenes(series: str, actors: Mapping[str, Actor], *, now: datetime) -> list[Act]:
    """Cal's files, each on its day; nothing where they have been sent before."""
    cal = actors["cal"]
    assert Capability.ENTRIES_SUBMIT.value in cal.capabilities  # noqa: S101  (the cast says so)
    with tenancy.reading(OPERATOR):
        if batches(OPERATOR).filter(centre_id=cal.chain, route="edi").exists():
            return []
    own = _System(series, cal)
    return [
        (moment_of(20, now=now), fill_in_formats),
        (moment_of(19, now=now), lambda: issue_base_data(series, shown="1", note="First issue", by=OPERATOR)),
        (
            moment_of(6.4, now=now),
            lambda: own.send("A5432101.X01", [own.whole(0), own.whole(1, more=("X99Z",))]),
        ),
        (moment_of(5.2, now=now), lambda: own.send("A5432101 (1).X02", [own.whole(2)])),
        (moment_of(5.1, now=now), lambda: own.send("A5432101.X02", [own.whole(2)])),
        (moment_of(3.3, now=now), lambda: make_file(series, "A", by=cal)),
        (moment_of(1.4, now=now), lambda: own.send("A5432101.X03", [own.whole(3, less=True)])),
        (moment_of(1.2, now=now), lambda: own.send("A5432101.X04", [own.whole(4)])),
    ]


@dataclass
class _System:
    """The centre's own system, which knows what the awarding body holds."""

    series: str
    by: Actor

    def whole(self, place: int, *, more: tuple[str, ...] = (), less: bool = False) -> dict[str, Any]:
        """The record of one of its candidates, with codes more or one fewer."""
        with tenancy.reading(self.by):
            held = list(held_sets(self.by, self.by.chain, series_by_code(self.series).pk))
        one: Whole = held[place % len(held)]
        [record, *_] = records(iter([one]), QUARRY, 14)
        codes = record["codes"][1:] if less else record["codes"]
        blank = {field.name: "" for field in record_of(Letter.AMENDMENTS).fields}
        return {**blank, **record, "codes": (*codes, *more)}

    def send(self, name: str, people: list[dict[str, Any]]) -> None:
        """Write a file, and send it under a name that a browser may have changed."""
        named = read_name(name.replace(" (1)", ""))
        year, _, month = self.series.partition("-")
        part = OfCentre(QUARRY, named.number, "QY1 4SD", people)
        made_on: date = clock.today()
        lines = write(
            named, record_of(named.letter), f"{int(month)}A", year[2:], [part], made_on=made_on, manner=manner()
        )  # fmt: skip
        send_files([(b"".join(lines), name)], by=self.by)
