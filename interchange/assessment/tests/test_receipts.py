"""What proves a submission (R-SUB-2, R-IMS-2)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.assessment.rules.receipts import (
    check_code,
    digest_of,
    receipt_number,
    same_code,
    tidy_receipt,
)

HEADING = {"code": "H446/03", "centre_number": "10001", "maximum": 70}
LINES = [["0001", "Adeyemi, Ada", "54", False], ["0002", "Évariste, Chloé", "", True]]
DRAWS = st.integers(0, 2**40 - 1)


@given(DRAWS)
def test_a_receipt_number_reads_back_however_it_is_typed(draw):
    receipt = receipt_number("10001", draw)
    assert re.fullmatch(r"10001-[0-9A-Z]{4}-[0-9A-Z]{4}", receipt)
    for typed in (receipt, receipt.lower(), receipt.replace("-", ""), f"  {receipt.replace('-', ' ')} "):
        assert tidy_receipt(typed) == receipt


@given(DRAWS)
def test_letters_taken_for_digits_make_no_difference(draw):
    receipt = receipt_number("10001", draw)
    misread = receipt.replace("0", "O").replace("1", "l")
    assert tidy_receipt(misread) == receipt


@given(DRAWS, DRAWS)
def test_two_draws_never_give_one_receipt(one, other):
    assert (receipt_number("10001", one) == receipt_number("10001", other)) is (one == other)


@given(st.binary(min_size=32, max_size=32))
def test_a_check_code_is_known_again_from_paper(digest):
    code = check_code("secret", "10001-7KQ2-M9XA", 1, digest.hex())
    assert same_code(code.replace("0", "o").replace("1", "I").replace("-", " ").lower(), code)


@pytest.mark.parametrize(
    "other",
    [
        ("other secret", "10001-7KQ2-M9XA", 1, "d"),
        ("secret", "10001-7KQ2-M9XB", 1, "d"),
        ("secret", "10001-7KQ2-M9XA", 2, "d"),
        ("secret", "10001-7KQ2-M9XA", 1, "e"),
    ],
)
def test_a_check_code_belongs_to_one_receipt_version_and_digest(other):
    assert not same_code(check_code(*other), check_code("secret", "10001-7KQ2-M9XA", 1, "d"))


@pytest.mark.parametrize("typed", ["", "-", "😀", "AAAA-AAAA", "\x00", "7KQ2"])
def test_a_code_that_is_not_it_is_not_it(typed):
    assert not same_code(typed, check_code("secret", "10001-7KQ2-M9XA", 1, "d"))


def test_the_digest_is_the_same_for_the_same_marks():
    assert digest_of(dict(reversed(HEADING.items())), [tuple(line) for line in LINES]) == digest_of(
        HEADING, LINES
    )


@given(st.data())
def test_one_changed_character_anywhere_changes_the_digest(data):
    line = data.draw(st.integers(0, 1))
    at = data.draw(st.sampled_from([0, 1]))
    text = LINES[line][at]
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda one: one != text[place]))
    changed = [list(one) for one in LINES]
    changed[line][at] = text[:place] + other + text[place + 1 :]
    assert digest_of(HEADING, changed) != digest_of(HEADING, LINES)


@pytest.mark.parametrize(
    "changed",
    [LINES[::-1], LINES[:1], [*LINES, LINES[0]], [["0001", "Adeyemi, Ada", "54", True], LINES[1]]],
    ids=["order", "a line gone", "a line more", "a flag"],
)
def test_order_number_and_flags_of_lines_are_in_the_digest(changed):
    assert digest_of(HEADING, changed) != digest_of(HEADING, LINES)


def test_the_heading_is_in_the_digest():
    assert digest_of({**HEADING, "maximum": 71}, LINES) != digest_of(HEADING, LINES)
