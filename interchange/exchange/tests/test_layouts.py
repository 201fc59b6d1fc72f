"""Columns that are not published are data, and a file that needs them waits for them."""

import pytest

from interchange.exchange.rules import layouts
from interchange.exchange.rules.layouts import BadColumn, Column, NotCompleted, detail, first_free_column
from interchange.exchange.rules.names import Letter

CODES = Column("codes", 110, 6, 14)


def test_the_published_columns_end_where_the_booklets_reader_found_them():
    free = {letter.value: first_free_column(letter) for letter in Letter}
    assert free == {"A": 106, "E": 106, "S": 45, "O": 116, "C": 76, "L": 21, "D": 3, "F": 3}


@pytest.mark.parametrize(
    ("letter", "field", "columns"),
    [
        (Letter.ENTRIES, "centre", (4, 8)), (Letter.ENTRIES, "number", (9, 12)), (Letter.ENTRIES, "name", (13, 52)),
        (Letter.AMENDMENTS, "uci", (60, 72)), (Letter.AMENDMENTS, "uln", (86, 95)),
        (Letter.SYLLABUSES, "title", (10, 44)),
        (Letter.OPTIONS, "fee", (80, 84)), (Letter.OPTIONS, "components", (114, 115)),
        (Letter.COMPONENTS, "due_on", (59, 64)), (Letter.COMPONENTS, "minutes", (73, 75)),
        (Letter.LINKS, "component", (9, 20)),
    ],
)  # fmt: skip
def test_each_field_stands_in_its_columns(letter, field, columns):
    record = detail(letter, [CODES] if letter in (Letter.ENTRIES, Letter.AMENDMENTS) else [])
    assert {place.field: (place.start, place.end) for place in record.layout()}[field] == columns


@pytest.mark.parametrize(
    ("letter", "said"),
    [
        (Letter.ENTRIES, "A file of entries cannot be read or written here yet"),
        (Letter.AMENDMENTS, "in which columns codes stand"),
        (Letter.DISALLOWED, "in which columns first and second stand"),
        (Letter.FORECASTS, "the awarding body has not filled them in"),
    ],
)
def test_a_file_whose_columns_nobody_has_filled_in_is_refused_with_that_sentence(letter, said):
    with pytest.raises(NotCompleted, match=said):
        detail(letter)


def test_what_lies_between_is_kept_as_it_is_read():
    record = detail(Letter.ENTRIES, [CODES])
    line = "E5C123450001" + "LEE: ANN".ljust(40) + "F010209123450270001Y".ljust(53) + "XY  " + "J351A "
    assert record.read(line)["unread_106"] == "XY"
    assert record.write(record.read(line)).rstrip() == line.rstrip()


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ([Column("codes", 105, 6, 14)], "codes begins in column 105; the first column that is free is 106."),
        ([CODES, Column("entries", 120, 2)], "entries begins in column 120, which another field takes."),
        ([CODES, Column("grade", 300, 2)], "grade is not a field to fill in for entries."),
        ([CODES, Column("codes", 300, 6, 1)], "codes has two places."),
        ([Column("codes", 110, 6, 60)], "codes ends in column 469; no record has more than 400."),
        ([Column("codes", 110, 0, 14)], "codes needs a width"),
        ([CODES, Column("entries", 106, 2, 2)], "entries needs a width, and stands there once."),
    ],
)
def test_places_that_cannot_be_are_refused(columns, said):
    with pytest.raises(BadColumn) as refused:
        detail(Letter.ENTRIES, columns)
    assert str(refused.value).startswith(said)


def test_every_field_to_fill_in_has_a_meaning_and_a_kind_that_is_known():
    for letter, fields in layouts.TO_FILL_IN.items():
        columns = [Column(name, first_free_column(letter) + at * 10, 10) for at, name in enumerate(fields)]
        record = detail(letter, columns)
        assert {place.field for place in record.layout() if place.means} >= set(fields)
