"""Codes as people type them, days on which marks are due, and windows to the second."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.catalogue.rules import codes, windows
from interchange.catalogue.rules.profile import Profile
from interchange.catalogue.rules.windows import Due, marks_due
from interchange.core.errors import Refused

CODES = ["J277/03", "H446/03", "R068/01", "R052", "8700/C", "J351", "LITB2", "R407"]
NOISE = ["", " ", "  ", "\t", "\u00a0", "\u200b", "\ufeff", "-", "/", ".", " / ", "\u2013"]


@pytest.mark.parametrize(
    "typed", ["J277/03", "J27703", "j277 03", "J277-03", " j277/03 ", "J277\u00a003", "Ｊ２７７／０３"]
)
def test_an_assessment_code_is_known_however_it_is_typed(typed: str) -> None:
    assert codes.assessment_code(typed) == "J277/03"


@pytest.mark.parametrize("code", CODES)
def test_a_code_as_printed_stays_as_it_is(code: str) -> None:
    assert codes.assessment_code(code) == code


@given(st.sampled_from(CODES), st.data())
def test_noise_between_the_characters_never_changes_what_is_meant(code: str, data: st.DataObject) -> None:
    plain = [character for character in code if character.isalnum()]
    noisy = "".join(
        data.draw(st.sampled_from(NOISE)) + data.draw(st.sampled_from([c, c.lower()])) for c in plain
    )
    assert codes.code_key(noisy + data.draw(st.sampled_from(NOISE))) == codes.code_key(code)
    assert codes.assessment_code(noisy) == code


@given(st.text())
def test_any_text_has_a_key_of_plain_letters_and_digits(typed: str) -> None:
    key = codes.code_key(typed)
    assert key == "" or (key.isascii() and key.isalnum() and key == key.upper())
    assert codes.code_key(key) == key


@pytest.mark.parametrize(
    ("printed", "units"),
    [
        ("R068", ["R068"]),
        ("Y101-Y103", ["Y101", "Y102", "Y103"]),
        ("Y098-Y101", ["Y098", "Y099", "Y100", "Y101"]),
        ("Y103-Y101", ["Y103-Y101"]),
        ("Y101-Z103", ["Y101-Z103"]),
        ("Y1-Y99999", ["Y1-Y99999"]),
    ],
)
def test_a_printed_range_stands_for_its_units(printed: str, units: list[str]) -> None:
    assert codes.unit_codes(printed) == units


def test_slugs_come_from_the_code_else_from_entry_and_title_and_never_twice() -> None:
    assert codes.slug_for("J277/03", "J277", "Project") == "J277-03"
    assert codes.slug_for("", "R407", "Dynamic world") == "R407-dynamic-world"
    assert codes.slug_for("", "R407", "Dynamic world", taken={"R407-Dynamic-World"}) == "R407-dynamic-world-2"
    assert codes.slug_for("", "", "世界") == "component"


def test_numbers_given_here_leave_out_those_that_are_printed() -> None:
    numbers = codes.free_numbers(["2", "A"])
    assert [next(numbers) for _ in range(3)] == ["1", "3", "4"]


# ---------------------------------------------------------------- series and due days


def test_a_series_code_is_a_year_and_a_month() -> None:
    assert codes.series_parts("2027-06") == (2027, 6)
    assert codes.series_name(2027, 11) == "November 2027"


@pytest.mark.parametrize(
    "code", ["2027-13", "2027-00", "2027-6", "27-06", "2027-06 ", "June 2027", "", "２０27-06"]
)
def test_another_code_is_refused(code: str) -> None:
    with pytest.raises(Refused) as refusal:
        codes.series_parts(code)
    assert refusal.value.code == "series-code"


def due_day(printed: str, year: int, month: int = 6, **about: str) -> Due:
    series = f"{year}-{month:02d}"
    return marks_due(printed, series, Profile.of(series, {}), **about)


@pytest.mark.parametrize(
    ("printed", "month", "route", "subject", "due"),
    [
        ("15 May", 6, "", "", date(2027, 5, 15)),
        ("15 May", 6, "visiting", "Art and Design", date(2027, 5, 15)),
        ("31 March or 15 May", 6, "", "", date(2027, 5, 15)),
        ("15 May or 31 March", 6, "", "", date(2027, 5, 15)),
        ("15 May 2022", 6, "", "", date(2027, 5, 15)),
        ("by 2 OCTOBER", 6, "", "", date(2027, 10, 2)),
        ("", 6, "", "", date(2027, 5, 15)),
        ("", 6, "upload", "Computer Science", date(2027, 5, 15)),
        ("", 6, "visiting", "Physical Education", date(2027, 3, 31)),
        ("", 6, "visiting", "Art and Design: Fine Art", date(2027, 5, 31)),
        ("", 6, "", "Performing Arts", date(2027, 5, 15)),
        ("", 6, "upload", "GCSE (9-1) Physical Education", date(2027, 3, 31)),
        ("", 11, "visiting", "Art and Design", date(2027, 11, 5)),
        ("31 February", 6, "", "", date(2027, 5, 15)),
        ("29 February", 6, "", "", date(2027, 5, 15)),
        ("when asked", 6, "", "", date(2027, 5, 15)),
        ("15 May", 11, "", "", date(2027, 11, 5)),
        ("15 May", 1, "", "", date(2027, 1, 10)),
        ("15 May", 3, "", "", date(2027, 2, 15)),
    ],
)
def test_marks_are_due_on_the_printed_day_else_on_the_usual_one(
    printed: str, month: int, route: str, subject: str, due: date
) -> None:
    assert due_day(printed, 2027, month, route=route, subject=subject).on == due


def test_what_the_profile_of_the_series_says_goes_before_the_usual_day() -> None:
    profile = Profile.of("2027-06", {"marks_default": "2027-05-07", "marks_art": "2027-06-01"})
    assert marks_due("", "2027-06", profile) == Due(date(2027, 5, 7), "the usual day", usual=True)
    assert marks_due("", "2027-06", profile, subject="Art and Design").on == date(2027, 6, 1)
    assert marks_due("15 May", "2027-06", profile).on == date(2027, 5, 15)


def test_of_two_printed_days_the_later_is_taken_and_it_says_so() -> None:
    due = due_day("31 March or 15 May", 2027)
    assert due.why == "“31 March or 15 May” is printed; the later day is taken"


def test_a_leap_day_is_a_day_in_its_own_years() -> None:
    assert due_day("29 February", 2028).on == date(2028, 2, 29)


@given(
    st.text(max_size=60),
    st.integers(2000, 2099),
    st.integers(1, 12),
    st.sampled_from(["", "visiting", "postal"]),
)
def test_whatever_is_printed_there_is_a_day_in_the_year_before_or_of_the_series(
    printed: str, year: int, month: int, route: str
) -> None:
    due = due_day(printed, year, month, route=route)
    assert due.on.year == year
    assert due.why


# ---------------------------------------------------------------- windows


@dataclass(frozen=True)
class Days:
    opens_on: date
    closes_on: date


MAY = Days(date(2027, 3, 1), date(2027, 5, 15))


@pytest.mark.parametrize(
    ("at", "is_open", "has_closed"),
    [
        (datetime(2027, 2, 28, 23, 59, 59, tzinfo=UTC), False, False),
        (datetime(2027, 3, 1, 0, 0, 0, tzinfo=UTC), True, False),
        (datetime(2027, 4, 1, 12, 0, 0, tzinfo=UTC), True, False),
        (datetime(2027, 5, 15, 22, 59, 59, tzinfo=UTC), True, False),  # 23:59:59 in London, in summer time
        (datetime(2027, 5, 15, 22, 59, 59, 999_999, tzinfo=UTC), True, False),
        (datetime(2027, 5, 15, 23, 0, 0, tzinfo=UTC), False, True),
    ],
)
def test_a_window_is_open_from_the_first_instant_to_the_last_second(
    at: datetime, is_open: bool, has_closed: bool
) -> None:
    assert windows.is_open(MAY, at=at) is is_open
    assert windows.has_closed(MAY, at=at) is has_closed


@pytest.mark.parametrize(
    ("day", "last_second_in_utc"),
    [
        (date(2027, 3, 27), datetime(2027, 3, 27, 23, 59, 59, tzinfo=UTC)),  # the day before summer time
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, 59, 59, tzinfo=UTC)),  # 23 hours long
        (date(2027, 10, 31), datetime(2027, 10, 31, 23, 59, 59, tzinfo=UTC)),  # 25 hours long
    ],
)
def test_the_last_second_is_londons_across_the_changes_of_the_clock(
    day: date, last_second_in_utc: datetime
) -> None:
    window = Days(day, day)
    assert windows.is_open(window, at=last_second_in_utc)
    assert not windows.is_open(window, at=last_second_in_utc + timedelta(seconds=1))


@given(st.integers(0, 2 * 365 * 24 * 3600))
def test_a_window_is_before_open_or_closed_and_never_two_of_them(seconds: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    before = at < datetime(2027, 3, 1, tzinfo=UTC)
    assert [before, windows.is_open(MAY, at=at), windows.has_closed(MAY, at=at)].count(True) == 1
