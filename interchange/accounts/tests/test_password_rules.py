"""How long a password lasts and which ones are refused (5.1.2 to 5.1.8), as tables and as promises."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.accounts.rules import passwords
from interchange.accounts.rules.invitations import warning_due
from interchange.accounts.rules.names import tidy_password
from interchange.accounts.rules.passwords import (
    Standing,
    check_shape,
    expires_at,
    extended_to,
    months_later,
    standing,
)
from interchange.core import clock
from interchange.core.errors import Refused
from interchange.notifications.rules import is_quiet

moments = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
some_months = st.integers(1, 12)


def in_london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.LONDON)  # type: ignore[misc,arg-type]


# ---------------------------------------------------------------- six calendar months


@pytest.mark.parametrize(
    ("changed", "last"),
    [
        ("2027-01-15", "2027-07-15"),
        ("2027-08-31", "2028-02-29"),
        ("2026-08-31", "2027-02-28"),
        ("2027-03-31", "2027-09-30"),
        ("2027-12-01", "2028-06-01"),
        ("2027-02-28", "2027-08-28"),
    ],
)
def test_six_months_end_on_the_same_day_number_or_at_the_end_of_the_month(changed: str, last: str):
    ends = expires_at(clock.at_time(date.fromisoformat(changed), datetime.min.time()), months=6)
    assert ends == clock.end_of_day(date.fromisoformat(last))


def test_it_works_until_the_last_second_by_the_clock_of_london():
    """Changed in summer, at half past midnight in London, which is the day before in UTC."""
    ends = expires_at(datetime(2027, 7, 9, 23, 30, tzinfo=UTC), months=6)
    assert ends == in_london(2028, 1, 10, 23, 59, 59)
    assert standing(ends, at=in_london(2028, 1, 10, 23, 59, 59)).words == "Expires today"
    assert standing(ends, at=in_london(2028, 1, 11)).words == "Expired"


def test_where_passwords_do_not_expire_none_ever_does():
    assert expires_at(datetime(2020, 1, 1, tzinfo=UTC), months=0) is None
    assert passwords.ends_at(datetime(2020, 1, 1, tzinfo=UTC), months=0) is None
    assert standing(None, at=datetime(2090, 1, 1, tzinfo=UTC)) == passwords.Age(Standing.FINE)


@given(moments, st.integers(0, 60))
def test_the_day_number_stays_or_is_the_last_of_its_month(moment: datetime, months: int):
    before, after = moment.date(), months_later(moment.date(), months)
    assert (after.year * 12 + after.month) - (before.year * 12 + before.month) == months
    assert after.day == before.day or (after + timedelta(1)).month != after.month


@given(moments, some_months)
def test_it_always_ends_at_a_london_midnight_after_the_change(moment: datetime, months: int):
    ends = expires_at(moment, months=months)
    assert ends is not None
    assert clock.london(ends).strftime("%H:%M:%S") == "23:59:59"
    assert moment < ends


@pytest.mark.parametrize(
    ("days", "kind", "words"),
    [
        (200, Standing.FINE, ""),
        (22, Standing.FINE, ""),
        (21, Standing.SOON, "Expires in 21 days"),
        (2, Standing.SOON, "Expires in 2 days"),
        (1, Standing.SOON, "Expires in 1 day"),
        (0, Standing.SOON, "Expires today"),
        (-1, Standing.EXPIRED, "Expired"),
        (-400, Standing.EXPIRED, "Expired"),
    ],
)
def test_the_list_says_in_words_how_near_the_end_is(days: int, kind: Standing, words: str):
    ends = clock.end_of_day(date(2027, 5, 30))
    age = standing(ends, at=clock.at_time(date(2027, 5, 30) - timedelta(days), datetime.min.time()))
    assert (age.standing, age.words) == (kind, words)


# ---------------------------------------------------------------- extending

CHANGED = in_london(2027, 1, 15, 10)


@pytest.mark.parametrize(
    ("at", "until", "why"),
    [
        (in_london(2027, 7, 1), "2028-01-15", "from the old end, which has not passed"),
        (in_london(2027, 7, 15, 23, 59, 59), "2028-01-15", "from the old end, in its last second"),
        (in_london(2027, 8, 20), "2028-01-15", "from today, but not beyond twelve months"),
        (in_london(2028, 1, 15), "2028-01-15", "on the last day it can be given"),
    ],
)
def test_an_extension_counts_from_the_old_end_or_from_today(at: datetime, until: str, why: str):
    assert extended_to(CHANGED, months=6, at=at) == clock.end_of_day(date.fromisoformat(until)), why


def test_of_a_shorter_life_an_extension_from_today_is_not_cut_off():
    assert extended_to(CHANGED, months=3, at=in_london(2027, 6, 1)) == clock.end_of_day(date(2027, 9, 1))


def test_after_twelve_months_without_a_change_nothing_can_be_extended():
    with pytest.raises(Refused) as refusal:
        extended_to(CHANGED, months=6, at=in_london(2028, 1, 16))
    assert refusal.value.code == "extended-enough"
    once = extended_to(CHANGED, months=6, at=in_london(2027, 7, 1))
    with pytest.raises(Refused) as refusal:
        extended_to(CHANGED, once, extensions=1, reason="On leave", months=6, at=in_london(2027, 7, 2))
    assert refusal.value.code == "extended-enough"


def test_a_second_extension_in_a_row_asks_for_a_reason():
    once = extended_to(CHANGED, months=3, at=in_london(2027, 4, 1))
    again: dict[str, Any] = {"extensions": 1, "months": 3, "at": in_london(2027, 4, 2)}
    for reason in ("", "   "):
        with pytest.raises(Refused) as refusal:
            extended_to(CHANGED, once, reason=reason, **again)
        assert refusal.value.code == "reason-needed"
    assert extended_to(CHANGED, once, reason="On leave", **again) == clock.end_of_day(date(2027, 10, 15))


def test_where_passwords_do_not_expire_there_is_nothing_to_extend():
    with pytest.raises(Refused) as refusal:
        extended_to(CHANGED, months=0, at=in_london(2027, 7, 1))
    assert refusal.value.code == "nothing-to-extend"


@given(moments, some_months, st.lists(st.integers(0, 300), max_size=6))
def test_no_run_of_extensions_goes_beyond_twelve_months_from_the_change(
    changed: datetime, months: int, pauses: list[int]
):
    at, extended, count = changed, None, 0
    latest = clock.end_of_day(months_later(clock.london(changed).date(), 12))
    for pause in pauses:
        at += timedelta(days=pause)
        before = passwords.ends_at(changed, extended, months=months)
        try:
            extended = extended_to(
                changed, extended, extensions=count, reason="Because", months=months, at=at
            )
        except Refused:
            continue
        count += 1
        assert before is not None
        assert before < extended <= latest
        assert at < extended


# ---------------------------------------------------------------- which are refused

OWN = ["10001", "annlee", "Ann", "Lee", "Long Road College"]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("elevenchars", "password-short"),
        ("x" * 129, "password-long"),
        ("aaaaaaaaaaaaaaaa", "password-repeats"),
        ("abababababababab", "password-repeats"),
        ("horses!horses!horses!", "password-repeats"),
        ("abcdefghijklmnop", "password-repeats"),
        ("ponmlkjihgfedcba", "password-repeats"),
        ("winter in 10001 town", "password-guessable"),
        ("annlee likes to ride", "password-guessable"),
        ("Ann Lee likes to ride", "password-guessable"),
        ("LONG-ROAD-COLLEGE!!", "password-guessable"),
        ("the interchange of rails", "password-guessable"),
        ("Ann Lee 2027 road", "password-guessable"),
        ("Road College 2027!!", "password-guessable"),
        ("Correct-Horse-Battery-Staple", "password-common"),
        ("thisisapassword!!", "password-common"),
    ],
)
def test_what_an_attacker_tries_first_is_refused(new: str, code: str):
    with pytest.raises(Refused) as refusal:
        check_shape(new, own=OWN)
    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize(
    "new",
    [
        "twelve chars",
        "plum ladder seven",
        "a long way on a wet road",
        "mañana será otro día",
        "鸭子在湖上慢慢地游着水呢",
        "🦆🐴🔋📎🌧🏔🚲🎈🍋🪑🧭🪁",
        "x9$k2!pQz7&m",
        "        spaces at both ends        ",
        "quiet heron borrows marmalade",
    ],
)
def test_any_characters_will_do(new: str):
    check_shape(new, own=OWN)


def test_length_is_counted_in_characters_composed():
    check_shape("e\u0301a\u0300o\u0302u\u0308 abcd fgh")
    with pytest.raises(Refused, match="at least 12"):
        check_shape("e\u0301a\u0300o\u0302u\u0308 abcd f")


@given(st.text(min_size=12, max_size=128).filter(lambda text: len(set(text.casefold())) > 8))
def test_no_kind_of_character_is_asked_for_or_forbidden(new: str):
    """Whatever is refused is refused for its length, its sameness or a known word, not for what it is made of."""
    code = refused_for(new)
    assert code in {"", "password-repeats", "password-guessable", "password-common", "password-short"}
    assert code != "password-short" or len(tidy_password(new)) < 12


def refused_for(new: str) -> str:
    try:
        check_shape(new)
    except Refused as refusal:
        return refusal.code
    return ""


def test_short_names_do_not_forbid_half_the_language():
    check_shape("an anniversary of leeks", own=["Ann", "Lee"])


# ---------------------------------------------------------------- invitations


@pytest.mark.parametrize(
    ("ends", "warned"),
    [
        (in_london(2027, 5, 6, 10), in_london(2027, 5, 5, 10)),
        (in_london(2027, 5, 9, 15), in_london(2027, 5, 7, 17)),  # a Sunday: told on Friday, before six
        (in_london(2027, 5, 6, 3), in_london(2027, 5, 4, 17)),
    ],
)
def test_the_end_of_an_invitation_is_told_a_day_before_and_never_at_night(ends: datetime, warned: datetime):
    assert warning_due(ends, is_quiet=is_quiet) == warned
