"""What the awarding body has filled in of the formats, and how it writes files."""

from collections.abc import Callable
from typing import NamedTuple

from interchange.catalogue import queries as catalogue
from interchange.core import clock
from interchange.core.record import Place, Record
from interchange.exchange.models import Convention, LayoutColumn
from interchange.exchange.rules.layouts import (
    TO_FILL_IN,
    Column,
    NotCompleted,
    detail,
    first_free_column,
    missing,
)
from interchange.exchange.rules.names import HOLDS, Letter
from interchange.exchange.rules.sets import Codes
from interchange.exchange.rules.writing import Manner


def convention() -> Convention:
    """How files name the awarding body and are written."""
    return Convention.objects.first() or Convention(bodies=["01"])


def manner() -> Manner:
    """The same, as the writer wants it."""
    held = convention()
    return Manner(held.width, "\n" if held.line_feed_alone else "\r\n", held.counts_all)


def columns_of(letter: Letter) -> list[Column]:
    """The places that are filled in for one kind of file."""
    rows = LayoutColumn.objects.filter(letter=letter.value).order_by("start")
    return [Column(row.field, row.start, row.width, row.times) for row in rows]


def record_of(letter: Letter) -> Record:
    """The detail record of a kind of file; `NotCompleted` where it cannot be read or written yet."""
    return detail(letter, columns_of(letter), born_until=clock.today().year)


def layouts_read() -> Callable[[Letter], Record]:
    """`record_of` without asking again."""
    columns = {letter: columns_of(letter) for letter in Letter if letter.from_centres}
    year = clock.today().year
    return lambda letter: detail(letter, columns[letter], born_until=year)


def codes_of_files() -> Codes:
    """How files write what can be entered: entry code and option, joined."""
    return Codes.of(catalogue.options_for_entry().values_list("entry_code", "code"))


class Wanted(NamedTuple):
    """A field to fill in, with what was filled in."""

    field: str
    means: str
    needed: bool
    several: bool
    start: int | None
    width: int | None
    times: int | None


class Layout(NamedTuple):
    """One kind of file on the page of formats."""

    letter: str
    holds: str
    first_free: int
    missing: list[str]
    fields: list[Wanted]
    places: list[Place]
    """The whole record, where it is complete."""


def layouts() -> list[Layout]:
    """Every kind of file of which something is to be filled in."""
    return [layout_of(letter) for letter in TO_FILL_IN]


def layout_of(letter: Letter) -> Layout:
    """One kind of file with its fields to fill in."""
    held = {column.field: column for column in columns_of(letter)}
    fields = [
        Wanted(
            name, wanted.means, wanted.needed, wanted.kind == "several",
            *((held[name].start, held[name].width, held[name].times) if name in held else (None, None, None)),
        )
        for name, wanted in TO_FILL_IN[letter].items()
    ]  # fmt: skip
    try:
        places = record_of(letter).layout()
    except NotCompleted:
        places = []
    absent = missing(letter, held.values())
    return Layout(letter.value, HOLDS[letter], first_free_column(letter), absent, fields, places)
