from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.core import clock

A_SUMMER_NOON = datetime(2027, 6, 15, 12, 0, tzinfo=UTC)


def test_the_clock_tells_the_time_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert abs(datetime.now(UTC) - clock.now()) < timedelta(seconds=5)


def test_a_pretended_moment_nests_and_ends_with_its_block() -> None:
    with clock.pretend(A_SUMMER_NOON):
        with clock.pretend(A_SUMMER_NOON + timedelta(days=1)):
            assert clock.now().day == 16
        assert clock.now() == A_SUMMER_NOON
    assert clock.now() != A_SUMMER_NOON


def test_a_pretended_moment_ends_even_when_its_block_fails() -> None:
    with pytest.raises(ZeroDivisionError), clock.pretend(A_SUMMER_NOON):
        _ = 1 / 0
    assert clock.now() != A_SUMMER_NOON


def test_a_moment_without_a_zone_is_not_pretended() -> None:
    with pytest.raises(ValueError, match="aware"), clock.pretend(A_SUMMER_NOON.replace(tzinfo=None)):
        pass


def test_the_wall_in_london_is_an_hour_on_in_summer_and_level_in_winter() -> None:
    assert clock.london(A_SUMMER_NOON).hour == 13
    assert clock.london(datetime(2027, 1, 15, 12, 0, tzinfo=UTC)).hour == 12


def test_a_late_summer_evening_in_utc_is_already_the_next_day_in_london() -> None:
    with clock.pretend(datetime(2027, 6, 15, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2027, 6, 16)


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        ("2027-01-15", "2027-01-15T00:00:00Z", "2027-01-15T23:59:59Z"),
        ("2027-05-15", "2027-05-14T23:00:00Z", "2027-05-15T22:59:59Z"),
        ("2027-03-28", "2027-03-28T00:00:00Z", "2027-03-28T22:59:59Z"),
        ("2027-10-31", "2027-10-30T23:00:00Z", "2027-10-31T23:59:59Z"),
    ],
    ids=["winter", "summer", "clocks go forward", "clocks go back"],
)
def test_a_day_begins_and_ends_by_the_clock_in_london(on: str, first: str, last: str) -> None:
    assert clock.start_of_day(date.fromisoformat(on)) == datetime.fromisoformat(first)
    assert clock.end_of_day(date.fromisoformat(on)) == datetime.fromisoformat(last)


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_in_microseconds_is_the_same_instant(moment: datetime) -> None:
    assert clock.from_microseconds(clock.microseconds(moment)) == moment
