"""What is not published of a record: columns that an awarding body fills in from its copy of the formats booklet.

They are data, not code. A file that needs columns which nobody has filled in yet is refused with that sentence.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from interchange.core.record import Choice, Digits, Field, Number, Record, Several, Text
from interchange.exchange.rules.names import HOLDS, Letter
from interchange.exchange.rules.records import DETAIL, published

LAST_COLUMN = 400
"""No known record is half as long."""


class NotCompleted(ValueError):
    """A file needs columns whose places are not known here."""


class BadColumn(ValueError):
    """A place for columns that cannot be: says why."""


class Column(NamedTuple):
    """Where one field stands, as an awarding body has filled it in: columns count from 1."""

    field: str
    start: int
    width: int
    times: int = 1


class Wanted(NamedTuple):
    """A field whose place is to be filled in."""

    kind: str
    means: str
    needed: bool = True


CODES = "codes"
OF_ENTRIES = {
    CODES: Wanted("several", "Entry codes of the candidate's options, side by side"),
    "documentation_group": Wanted("text", "Documentation group", needed=False),
    "entries": Wanted("number", "How many entries the record has", needed=False),
}
TO_FILL_IN: dict[Letter, dict[str, Wanted]] = {
    Letter.ENTRIES: OF_ENTRIES,
    Letter.AMENDMENTS: OF_ENTRIES,
    Letter.DISALLOWED: {
        "first": Wanted("text", "Entry code or syllabus that may not be entered with the second"),
        "second": Wanted("text", "The other one"),
        "of_syllabuses": Wanted(
            "flag", "S where the two are syllabuses, O where they are options", needed=False
        ),
    },
    Letter.FORECASTS: {
        "centre": Wanted("digits", "Number of the centre"),
        "number": Wanted("digits", "Number of the candidate"),
        "option": Wanted("text", "Entry code of the option"),
        "grade": Wanted("text", "Forecast grade"),
        "second_grade": Wanted("text", "Second forecast grade", needed=False),
        "uci": Wanted("text", "UCI", needed=False),
        "name": Wanted("text", "Name of the candidate", needed=False),
    },
}
"""The fields that are not published, by file; each is known to be there, or to be needed."""
FLAGS = {"": "not said", "S": "syllabuses", "O": "options"}


def first_free_column(letter: Letter) -> int:
    """The column after those that are published."""
    return 3 + sum(field.width for field in published(letter))


def fault_of(letter: Letter, columns: Sequence[Column]) -> str:
    """What is wrong with the places an awarding body has filled in for one kind of file, or ""."""
    wanted, free = TO_FILL_IN.get(letter, {}), first_free_column(letter)
    end, seen = free - 1, set()
    for one in sorted(columns, key=lambda column: column.start):
        last = one.start + one.width * one.times - 1
        said = {
            f"{one.field} is not a field to fill in for {HOLDS[letter]}.": one.field not in wanted,
            f"{one.field} has two places.": one.field in seen,
            f"{one.field} begins in column {one.start}; the first column that is free is {free}.": one.start
            < free,
            f"{one.field} needs a width, and stands there once.": not _fits(one, wanted),
            f"{one.field} begins in column {one.start}, which another field takes.": one.start <= end,
            f"{one.field} ends in column {last}; no record has more than {LAST_COLUMN}.": last > LAST_COLUMN,
        }
        if fault := next((sentence for sentence, holds in said.items() if holds), ""):
            return fault
        end = last
        seen.add(one.field)
    return ""


def _fits(column: Column, wanted: Mapping[str, Wanted]) -> bool:
    several = column.field in wanted and wanted[column.field].kind == "several"
    return column.width > 0 and (column.times > 0 if several else column.times == 1)


def missing(letter: Letter, columns: Iterable[Column]) -> list[str]:
    """The needed fields that have no place yet."""
    given = {one.field for one in columns}
    return [
        name for name, wanted in TO_FILL_IN.get(letter, {}).items() if wanted.needed and name not in given
    ]


def detail(letter: Letter, columns: Sequence[Column] = (), *, born_until: int = 2099) -> Record:
    """The detail record of a kind of file, with the columns that an awarding body has filled in.

    `NotCompleted` where a needed field has no place; `BadColumn` where the places cannot be.
    """
    if fault := fault_of(letter, columns):
        raise BadColumn(fault)
    if absent := missing(letter, columns):
        raise NotCompleted(
            f"A file of {HOLDS[letter]} cannot be read or written here yet: the booklet of formats says in which "
            f"columns {' and '.join(absent)} stand, and the awarding body has not filled them in."
        )
    fields = list(published(letter, born_until=born_until))
    at = first_free_column(letter)
    for one in sorted(columns, key=lambda column: column.start):
        if one.start > at:
            fields.append(Text(f"unread_{at}", one.start - at, "Not filled in; kept as it is read"))
        fields.append(_field(one, TO_FILL_IN[letter][one.field]))
        at = one.start + one.width * one.times
    return Record(letter.value + DETAIL, tuple(fields))


def _field(column: Column, wanted: Wanted) -> Field:
    if wanted.kind == "several":
        return Several(column.field, column.width, column.times, wanted.means)
    if wanted.kind == "number":
        return Number(column.field, column.width, wanted.means)
    if wanted.kind == "digits":
        return Digits(column.field, column.width, wanted.means)
    if wanted.kind == "flag":
        return Choice(column.field, FLAGS, wanted.means)
    return Text(column.field, column.width, wanted.means)
