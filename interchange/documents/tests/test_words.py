from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.documents.words import day, in_figures, in_words, moment


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (0, "nought"),
        (1, "one"),
        (13, "thirteen"),
        (20, "twenty"),
        (54, "fifty-four"),
        (100, "one hundred"),
        (105, "one hundred and five"),
        (999, "nine hundred and ninety-nine"),
        (1_000, "one thousand"),
        (1_005, "one thousand and five"),
        (1_250, "one thousand two hundred and fifty"),
        (12_345, "twelve thousand three hundred and forty-five"),
        (Decimal("54.5"), "fifty-four and a half"),
        (Decimal("0.5"), "a half"),
        (Decimal("54.0"), "fifty-four"),
        (Decimal("54.50"), "fifty-four and a half"),
        (Decimal("3.25"), "three point two five"),
        (Decimal("3.05"), "three point nought five"),
    ],
)
def test_a_mark_is_written_in_words(mark: int | Decimal, words: str) -> None:
    assert in_words(mark) == words


def test_no_two_marks_have_the_same_words() -> None:
    marks = [Decimal(half) / 2 for half in range(4_000)]
    assert len({in_words(mark) for mark in marks}) == len(marks)


@pytest.mark.parametrize("mark", [-1, 1_000_000, Decimal("-0.5")])
def test_what_can_be_no_mark_has_no_words(mark: int | Decimal) -> None:
    with pytest.raises(ValueError, match="is not a mark"):
        in_words(mark)


@given(st.decimals(0, 999, places=2))
def test_figures_keep_the_value_and_no_noughts_at_the_end(mark: Decimal) -> None:
    figures = in_figures(mark)
    assert Decimal(figures) == mark
    assert not ("." in figures and figures.endswith(("0", ".")))


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2027, 5, 15, 13, 3, tzinfo=UTC), "15 May 2027, 2:03pm UK time"),
        (datetime(2027, 5, 15, 22, 59, tzinfo=UTC), "15 May 2027, 11:59pm UK time"),
        (datetime(2027, 5, 15, 23, 0, tzinfo=UTC), "16 May 2027, 12:00am UK time"),
        (datetime(2027, 1, 5, 12, 0, tzinfo=UTC), "5 January 2027, 12:00pm UK time"),
        (datetime(2027, 1, 5, 9, 5, tzinfo=UTC), "5 January 2027, 9:05am UK time"),
    ],
)
def test_a_moment_is_told_by_the_clock_in_london(at: datetime, words: str) -> None:
    assert moment(at) == words


def test_a_day_is_written_without_a_nought() -> None:
    assert day(date(2027, 6, 1)) == "1 June 2027"
