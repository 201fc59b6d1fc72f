from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.accounts.rules import names
from interchange.accounts.rules.tries import Tries, after_failure, is_blocked

NOON = datetime(2027, 5, 4, 12, tzinfo=UTC)
typed_names = st.text(max_size=40)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("10001", "10001"),
        (" 00 123 ", "00123"),
        ("ab1", "AB1"),
        ("1\u00a00001", "10001"),
        ("10\x00001\u200b", "10001"),
    ],
)
def test_a_login_id_is_kept_without_spaces_in_capitals_with_its_noughts(typed: str, kept: str):
    assert names.tidy_login_id(typed) == kept


@pytest.mark.parametrize("text", ["10001", "00000", "AB1", "A1", "ABCDEFGHIJ"])
def test_five_digits_or_up_to_ten_letters_and_digits_are_a_login_id(text: str):
    assert names.is_login_id(text)


@pytest.mark.parametrize("text", ["", "A", "ABCDEFGHIJK", "AB-1", "ab1", "1000１", "10001\n"])
def test_nothing_else_is_a_login_id(text: str):
    assert not names.is_login_id(text)


@pytest.mark.parametrize(
    ("first", "last", "made"),
    [
        ("Ann", "Lee", "annlee"),
        ("Zoë", "O’Neill-Wright", "zoeoneillwright"),
        ("  J. ", "d'Arc", "jdarc"),
        ("李", "明", "user"),
    ],
)
def test_a_username_is_the_name_in_plain_small_letters(first: str, last: str, made: str):
    assert names.username_for(first, last) == made


def test_a_taken_username_gets_a_number():
    assert names.username_for("Ann", "Lee", taken=frozenset({"annlee"})) == "annlee2"
    assert names.username_for("Ann", "Lee", taken=frozenset({"annlee", "annlee2"})) == "annlee3"


@given(typed_names, typed_names, st.frozensets(st.sampled_from(["annlee", "user", "user2", "a"])))
def test_a_username_is_never_taken_and_reads_back_as_it_is_kept(first: str, last: str, taken: frozenset[str]):
    made = names.username_for(first, last, taken=taken)
    assert made not in taken
    assert names.tidy_username(made) == made
    assert 0 < len(made) <= 70


@given(typed_names)
def test_tidying_twice_is_tidying_once(typed: str):
    assert names.tidy_login_id(names.tidy_login_id(typed)) == names.tidy_login_id(typed)
    assert names.tidy_username(names.tidy_username(typed)) == names.tidy_username(typed)


def test_an_accent_is_the_same_whichever_way_it_is_typed():
    assert names.tidy_password("cafe\u0301 noir") == "caf\u00e9 noir"


NONE_YET = Tries()


def failing(
    times: int, every: timedelta, tries: Tries = NONE_YET, at: datetime = NOON
) -> tuple[Tries, datetime]:
    """So many wrong tries, each after a pause; the moment of the last one."""
    for _ in range(times):
        at += every
        tries = after_failure(tries, at=at)
    return tries, at


DELAYS = {1: 0, 2: 0, 3: 0, 4: 1, 5: 2, 6: 4, 7: 8, 8: 16, 9: 16, 10: 15 * 60}
"""The wrong try, and the seconds for which the next is refused (5.2.2)."""


@pytest.mark.parametrize(("failures", "seconds"), DELAYS.items())
def test_wrong_tries_delay_the_next_as_the_table_says(failures: int, seconds: int):
    tries, at = failing(failures, timedelta(seconds=20))
    end = at + timedelta(seconds=seconds)
    assert not is_blocked(tries, at=end)
    assert seconds == 0 or is_blocked(tries, at=end - timedelta(microseconds=1))


def test_the_second_lock_within_a_day_lasts_an_hour():
    first, at = failing(10, timedelta(seconds=20))
    second, later = failing(10, timedelta(seconds=20), first, at + timedelta(hours=20))
    assert second.blocked_until == later + timedelta(minutes=60)


def test_a_lock_a_day_later_is_a_first_one_again():
    first, at = failing(10, timedelta(seconds=20))
    again, later = failing(10, timedelta(seconds=20), first, at + timedelta(hours=25))
    assert again.blocked_until == later + timedelta(minutes=15)


def test_ten_wrong_tries_over_more_than_fifteen_minutes_do_not_lock():
    tries, _ = failing(30, timedelta(minutes=2))
    assert tries.locked_at is None


@given(st.lists(st.integers(0, 3600), max_size=60))
def test_no_run_of_wrong_tries_shuts_anybody_out_for_more_than_an_hour(pauses: list[int]):
    tries, at = Tries(), NOON
    for pause in pauses:
        at += timedelta(seconds=pause)
        tries = after_failure(tries, at=at)
        assert not is_blocked(tries, at=at + timedelta(hours=1))
        assert tries.failures < 10


@given(st.lists(st.integers(0, 200), min_size=1, max_size=40))
def test_a_longer_run_of_wrong_tries_never_waits_less(pauses: list[int]):
    """Until the lock, which starts the count again, no wrong try is cheaper than the one before it."""
    tries, at, waited = Tries(), NOON, timedelta(0)
    for pause in pauses:
        at += timedelta(seconds=pause % 20)
        tries = after_failure(tries, at=at)
        wait = tries.blocked_until - at if tries.blocked_until else timedelta(0)
        assert wait >= waited or tries.failures <= 1
        waited = timedelta(0) if tries.locked_at == at else wait
