"""The order of files from one centre in one series (R-WAY-4, R-WAY-7)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.exchange.rules.names import Letter
from interchange.exchange.rules.sequence import Earlier, Order, order_of

AT = datetime(2027, 2, 1, 12, tzinfo=UTC)
E, A = Letter.ENTRIES, Letter.AMENDMENTS


def loaded(*files):
    return [
        Earlier(letter, number, f"{letter.value}1234501.X{number:02}", AT, f"{letter.value}{number}")
        for letter, number in files
    ]


@pytest.mark.parametrize(
    ("letter", "number", "before", "expected"),
    [
        (E, 1, [], Order()),
        (A, 1, [], Order()),
        (A, 1, [(E, 1)], Order()),
        (A, 2, [(E, 1), (A, 1)], Order()),
        (A, 1, [(E, 1), (A, 1), (A, 2)], Order("Sequence 001 has already been received. The next is 003.")),
        (A, 2, [(A, 2)], Order("Sequence 002 has already been received. The next is 003.")),
        (A, 4, [(A, 1), (A, 2)], Order(warning="No file of amendments with sequence 003 was received. If it is lost, "
                                               "make it again.")),
        (A, 6, [(A, 2)], Order(warning="No file of amendments with sequence 003 to 005 was received. If it is lost, "
                                       "make it again.")),
        (E, 2, [(E, 1)], Order("Entries for this series were loaded from E1234501.X01 on 1 February 2027. Send changes "
                               "to them as amendments, in a file that begins with A.")),
    ],
)  # fmt: skip
def test_a_file_comes_after_those_before_it(letter, number, before, expected):
    assert order_of(letter, number, "other bytes", loaded(*before)) == expected


def test_the_same_bytes_again_do_nothing_whatever_came_since():
    before = loaded((E, 1), (A, 1), (A, 2))
    assert order_of(A, 1, "A1", before) == Order(again=True)
    assert order_of(E, 1, "E1", before) == Order(again=True)


@given(st.lists(st.tuples(st.sampled_from([E, A]), st.integers(1, 999)), unique=True), st.integers(1, 999))
def test_what_may_be_loaded_is_always_above_the_last_of_its_kind(before, number):
    found = order_of(A, number, "other bytes", loaded(*before))
    last = max((sequence for letter, sequence in before if letter is A), default=0)
    assert bool(found.refusal) is (number <= last)
    assert bool(found.warning) is (number > last + 1)
