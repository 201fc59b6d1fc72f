import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.core.record import Day, Number, Record, Text

ENTRY = Record("E5", (Text("centre", 5), Number("candidate", 4), Text("unit", 8), Day("born", until=2027)))

words = st.text(st.characters(codec="iso-8859-1", categories=["L", "N", "P"]), max_size=8)
entries = st.fixed_dictionaries(
    {
        "centre": words.map(lambda word: word[:5]),
        "candidate": st.none() | st.integers(0, 9999),
        "unit": words,
        "born": st.none() | st.dates(date(1928, 1, 1), date(2027, 12, 31)),
    }
)


def an_entry(**changes: Any) -> dict[str, Any]:
    return {"centre": "65432", "candidate": 7, "unit": "H446", "born": date(2009, 2, 28)} | changes


@given(entries)
def test_every_entry_we_write_we_can_read_back(entry: dict[str, Any]) -> None:
    line = ENTRY.write(entry)
    assert len(line) == ENTRY.width
    assert ENTRY.read(line) == entry


def test_a_line_has_its_values_in_the_columns_of_the_layout() -> None:
    line = ENTRY.write(an_entry())
    assert line == "E5654320007H446    280209"
    assert {place.field: line[place.start - 1 : place.end] for place in ENTRY.layout()} == {
        "centre": "65432",
        "candidate": "0007",
        "unit": "H446    ",
        "born": "280209",
    }


def test_a_line_that_lost_its_last_spaces_is_read_all_the_same() -> None:
    line = ENTRY.write(an_entry(unit="", born=None))
    assert ENTRY.read(line.rstrip() + "\r\n") == an_entry(unit="", born=None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A5654320007H446    280209", "begins with “A5”"),
        ("E565432ABCDH446    280209", "candidate (columns 8 to 11): “ABCD” is not a number of 4 digits."),
        ("E5654320007H446    310209", "born (columns 20 to 25): “310209” is not a day in the calendar."),
        ("E5654320007H446    28 209", "not a day written as DDMMYY"),
        ("E5654320007H446    280209X", "more than 25 columns"),
    ],
)
def test_a_wrong_line_is_refused_with_the_columns(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        ENTRY.read(line)


def test_every_wrong_field_of_a_line_is_named_at_once() -> None:
    with pytest.raises(ValueError, match=r"candidate .*born "):
        ENTRY.read("E565432ABCDH446    999999")


@pytest.mark.parametrize(
    "changes",
    [
        {"centre": "654321"},
        {"candidate": 10_000},
        {"candidate": -1},
        {"unit": "H446 "},
        {"unit": "H4\n6"},
        {"born": date(1927, 12, 31)},
        {"born": date(2028, 1, 1)},
    ],
)
def test_a_value_that_would_not_come_back_the_same_is_not_written(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"^{next(iter(changes))}: "):
        ENTRY.write(an_entry(**changes))


def test_a_year_of_two_figures_is_never_after_the_field_allows() -> None:
    assert Day("born", until=2027).read("010128") == date(1928, 1, 1)
    assert Day("sat", until=2099).read("010128") == date(2028, 1, 1)
