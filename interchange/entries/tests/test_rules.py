"""Candidate numbers, UCIs, ULNs, names and ages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.entries.rules import identifiers, people

CENTRES = st.from_regex(r"[0-9]{5}", fullmatch=True)
NUMBERS = st.integers(1, 9999).map("{:04d}".format)


@pytest.mark.parametrize("uci", ["681990012058G", "689990980001D", "101010260001C", "10101A260001V"])
def test_published_ucis_are_right(uci: str) -> None:
    assert identifiers.uci_fault(uci) == ""
    assert identifiers.uci_check_character(uci[:12]) == uci[12]


@pytest.mark.parametrize("uci", ["681990012058H", "689990980001A", "101010260001A", "10101A260001C"])
def test_a_wrong_check_character_is_told(uci: str) -> None:
    assert "last letter" in identifiers.uci_fault(uci)


@pytest.mark.parametrize(
    "uci", ["", "68199001205G", "6819900120588G", "681990012058", "68199Q012058G", "68199z012058G"]
)
def test_what_has_not_the_shape_of_a_uci_is_told(uci: str) -> None:
    assert "is not a UCI" in identifiers.uci_fault(uci)


@given(CENTRES, st.integers(2000, 2099), NUMBERS)
def test_a_uci_made_here_is_right_and_says_where_it_was_made(centre: str, year: int, number: str) -> None:
    uci = identifiers.make_uci(centre, year, number)
    assert identifiers.uci_fault(uci) == ""
    assert (uci[:5], uci[5], uci[6:8], uci[8:12]) == (centre, "0", f"{year % 100:02d}", number)


@given(CENTRES, NUMBERS, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_in_a_uci_is_always_seen(centre: str, number: str, place: int, by: int) -> None:
    uci = identifiers.make_uci(centre, 2027, number)
    if place != 5:
        wrong = uci[:place] + str((int(uci[place]) + by) % 10) + uci[place + 1 :]
        assert identifiers.uci_fault(wrong)


@given(st.text(max_size=30))
def test_any_text_is_a_uci_or_has_a_sentence(text: str) -> None:
    assert (identifiers.uci_fault(text) == "") == bool(
        identifiers.UCI.match(text) and identifiers.uci_check_character(text[:12]) == text[12]
    )


@pytest.mark.parametrize("uln", ["", "1234567899"])
def test_a_uln_may_be_right_or_not_known(uln: str) -> None:
    assert identifiers.uln_fault(uln) == ""


@pytest.mark.parametrize("uln", ["9999999999", "0000000000", "TBC"])
def test_a_placeholder_is_no_uln(uln: str) -> None:
    assert "Leave the ULN empty" in identifiers.uln_fault(uln)


@pytest.mark.parametrize(
    ("uln", "said"),
    [
        ("123456789", "ten digits"),
        ("12345678999", "ten digits"),
        ("123456789X", "ten digits"),
        ("1234567898", "last digit"),
    ],
)
def test_a_wrong_uln_is_told(uln: str, said: str) -> None:
    assert said in identifiers.uln_fault(uln)


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_of_ten_ulns_with_the_same_beginning_one_at_most_is_right(body: str) -> None:
    right = [digit for digit in "0123456789" if not identifiers.uln_fault(body + digit)]
    expected = identifiers.uln_check_digit(body)
    assert right == ([expected] if expected and body + expected not in identifiers.ULN_PLACEHOLDERS else [])


def test_some_beginnings_of_a_uln_have_no_last_digit_at_all() -> None:
    assert identifiers.uln_check_digit("000000000") == ""


@pytest.mark.parametrize("number", ["0001", "9999", "0420"])
def test_candidate_numbers_have_four_digits(number: str) -> None:
    assert identifiers.candidate_number_fault(number) == ""


@pytest.mark.parametrize("number", ["0000", "1", "00001", "12A4", "", "１２３４", "0001\n"])
def test_other_candidate_numbers_are_told(number: str) -> None:
    assert "four digits from 0001 to 9999" in identifiers.candidate_number_fault(number)


# ---------------------------------------------------------------- people

NAMES = [
    "O'Neill", "O’Neill", "Zoë", "Zoe\u0308", "Łukasz", "Nguyễn", "de la Cruz-Smith", "محمد", "יעקב", "می\u200cخواهم",
    "李小龙", "🦄", "👩\u200d🎓", "Smith\u00a0Jones", "X",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_may_have_any_letters(name: str) -> None:
    assert people.name_fault(name) == ""


@pytest.mark.parametrize("name", ["a\x00b", "a\tb", "a\nb", "a\x7fb", "a\x85b", "a\u2028b", "a\ud800b"])
def test_a_name_with_what_cannot_be_printed_is_told(name: str) -> None:
    assert "cannot be printed" in people.name_fault(name)


def test_a_name_whose_letters_were_lost_on_the_way_is_told() -> None:
    assert "was lost" in people.name_fault("Zo\ufffd")


def test_a_name_is_at_most_a_hundred_characters() -> None:
    assert people.name_fault("x" * 100) == ""
    assert "101 characters" in people.name_fault("x" * 101)


@pytest.mark.parametrize(
    ("born_on", "odd"),
    [
        (date(2017, 6, 1), False),  # ten today
        (date(2017, 6, 2), True),
        (date(1936, 6, 2), False),  # ninety, and not yet ninety-one
        (date(1936, 6, 1), True),
        (date(2030, 1, 1), True),
        (date(2011, 2, 28), False),
    ],
)
def test_ages_outside_ten_to_ninety_are_odd(born_on: date, odd: bool) -> None:
    assert people.is_odd_age(born_on, on=date(2027, 6, 1)) is odd
