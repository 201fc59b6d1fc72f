"""What people type into a field."""

from datetime import date

import pytest

from interchange.core.errors import Refused
from interchange.core.typed import a_day, a_reason


@pytest.mark.parametrize("typed", ["15/05/2027", " 15.5.2027 ", "15 May 2027", "2027-05-15"])
def test_a_day_is_read_as_people_write_it(typed):
    assert a_day(typed, code="day") == date(2027, 5, 15)


def test_a_day_may_be_left_out_and_is_refused_where_it_is_none():
    assert a_day("  ", code="day") is None
    with pytest.raises(Refused, match="not in the calendar") as refusal:
        a_day("31/02/2027", code="end-day")
    assert refusal.value.code == "end-day"


def test_a_reason_is_kept_in_one_line():
    assert a_reason("  On\nleave ") == "On leave"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Say why it is."),
        ("short", "Say why it is."),
        ("x" * 21, "has 21 characters"),
        ("It is ab\x00cd", "printed"),
    ],
)
def test_a_reason_that_says_nothing_or_too_much_is_refused(typed, sentence):
    with pytest.raises(Refused, match=sentence) as refusal:
        a_reason(typed, ask="Say why it is.", code="why", shortest=6, longest=20)
    assert refusal.value.code == "why"
