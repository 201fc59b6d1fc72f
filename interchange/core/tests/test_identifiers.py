import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.core.identifiers import CROCKFORD, base32, new_id


def test_an_identifier_is_a_random_uuid_of_version_7() -> None:
    made = [new_id() for _ in range(1_000)]
    assert len(set(made)) == 1_000
    assert {(identifier.version, identifier.variant) for identifier in made} == {(7, "specified in RFC 4122")}


def test_an_identifier_begins_with_the_millisecond_in_which_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    made = new_id().int >> 80
    assert before <= made <= time.time_ns() // 1_000_000


def test_identifiers_sort_by_the_time_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(0, 50_000_000, 1_000_000))
    monkeypatch.setattr(time, "time_ns", lambda: next(moments))
    made = [new_id() for _ in range(50)]
    assert made == sorted(made)


def test_the_alphabet_has_no_letter_that_looks_like_another() -> None:
    assert len(set(CROCKFORD)) == 32
    assert not set("ILOU") & set(CROCKFORD)


@given(st.integers(0, 32**8 - 1))
def test_a_number_written_in_the_alphabet_keeps_its_value_and_its_order(value: int) -> None:
    written = base32(value, 8)
    assert len(written) == 8
    assert sum(CROCKFORD.index(digit) * 32**place for place, digit in enumerate(reversed(written))) == value


def test_only_the_last_digits_are_written_when_the_length_is_short() -> None:
    assert base32(32 + 1, 1) == "1"
