"""Wrong tries from one address and all together (5.2.2, 5.2.4, 5.2.5); those against one account are in test_rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.accounts.rules.tries import (
    Tries,
    after_failure,
    after_failure_from_address,
    after_link,
    is_alarming,
    is_blocked,
    network_of,
    rough_place,
)

NOON = datetime(2027, 5, 4, 12, tzinfo=UTC)


def from_one_address(count: int, every: timedelta) -> tuple[Tries, datetime]:
    tries, at = Tries(), NOON
    for _ in range(count):
        at += every
        tries = after_failure_from_address(tries, at=at)
    return tries, at


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 0), (30, 0), (31, 1), (32, 2), (33, 4), (34, 4), (1000, 4)]
)
def test_an_address_is_slowed_after_thirty_failures_and_never_shut_out(failures: int, seconds: int):
    tries, at = from_one_address(failures, timedelta(milliseconds=100))
    assert not is_blocked(tries, at=at + timedelta(seconds=seconds))
    assert seconds == 0 or is_blocked(tries, at=at + timedelta(seconds=seconds - 0.1))
    assert tries.locked_at is None


def test_thirty_failures_over_a_morning_slow_nobody():
    tries, at = from_one_address(60, timedelta(minutes=1))
    assert not is_blocked(tries, at=at)


@given(st.lists(st.integers(0, 1200), max_size=80))
def test_no_neighbour_ever_makes_anybody_wait_more_than_four_seconds(pauses: list[int]):
    tries, at = Tries(), NOON
    for pause in pauses:
        at += timedelta(seconds=pause)
        tries = after_failure_from_address(tries, at=at)
        assert not is_blocked(tries, at=at + timedelta(seconds=4))


@pytest.mark.parametrize(
    "pause", [timedelta(0), timedelta(milliseconds=50), timedelta(seconds=1), timedelta(seconds=17)]
)
def test_of_a_thousand_guesses_at_one_account_few_are_looked_at_in_an_hour(pause: timedelta):
    """Whatever the pace: ten before each lock, and no more than six locks or four an hour's worth."""
    tries, at, looked_at = Tries(), NOON, 0
    for _ in range(1000):
        at += pause
        if at - NOON < timedelta(hours=1) and not is_blocked(tries, at=at):
            looked_at += 1
            tries = after_failure(tries, at=at)
    assert looked_at <= 20


def test_links_are_counted_by_the_hour():
    tries = Tries()
    for _ in range(3):
        tries = after_link(tries, at=NOON)
    assert (tries.failures, tries.blocked_until) == (3, None)
    assert after_link(tries, at=NOON + timedelta(hours=1, seconds=1)).failures == 1


# ---------------------------------------------------------------- all together


@pytest.mark.parametrize(
    ("failures", "hours", "alarms"),
    [
        (50, [], False),
        (51, [], True),
        (200, [20] * 28, False),
        (201, [20] * 28, True),
        (60, [280], False),
        (101, [280], True),
        (0, [0] * 28, False),
    ],
)
def test_ten_times_the_hour_s_norm_alarms(failures: int, hours: list[int], alarms: bool):
    """Fewer than five an hour count as five; an hour without a failure counts as none."""
    assert is_alarming(failures, hours) is alarms


# ---------------------------------------------------------------- where from


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("81.2.69.142", "81.2.69.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", ""),
        (None, ""),
        ("10.0.0.1, 10.0.0.2", ""),
    ],
)
def test_the_rough_place_is_a_network_and_not_a_machine(address: str | None, network: str):
    assert network_of(address) == network


def test_people_are_told_whether_they_signed_in_from_there_before():
    assert (
        rough_place("81.2.69.1", ["81.2.69.77"])
        == "a network that you have signed in from before (81.2.69.0/24)"
    )
    assert rough_place("81.2.70.1", ["81.2.69.77", None]).startswith("no network")
    assert rough_place(None, []) == "a place that we do not know"
