"""Bank holidays are those that the government publishes for each part of the United Kingdom."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.core.working_days import EVERYWHERE, Nation, bank_holidays, is_working_day, next_working_day

PUBLISHED = {
    (2025, "england-and-wales"): "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    (2026, "england-and-wales"): "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    (2027, "england-and-wales"): "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    (2025, "scotland"): "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26",
    (2026, "scotland"): "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",
    (2027, "scotland"): "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
    (2025, "northern-ireland"): "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26",
    (2026, "northern-ireland"): "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28",
    (2027, "northern-ireland"): "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28",
}
DAYS = st.dates(date(2024, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(("year", "nation"), PUBLISHED)
def test_the_days_are_those_published(year: int, nation: str):
    found = sorted(f"{on:%m-%d}" for on in bank_holidays(year, Nation.of(nation)))
    assert " ".join(found) == PUBLISHED[year, nation]


def test_two_days_off_that_meet_a_weekend_are_both_kept():
    assert {date(2028, 1, 3), date(2028, 1, 4)} <= bank_holidays(2028, Nation.SCOTLAND)
    assert {date(2033, 12, 26), date(2033, 12, 27)} <= bank_holidays(2033, Nation.ENGLAND_AND_WALES)


@pytest.mark.parametrize(
    "day", ["2008-03-23", "2011-04-24", "2019-04-21", "2024-03-31", "2038-04-25", "2049-04-18", "2076-04-19"]
)
def test_easter_falls_where_the_church_s_tables_have_it(day: str):
    sunday = date.fromisoformat(day)
    kept = bank_holidays(sunday.year, Nation.ENGLAND_AND_WALES)
    assert {sunday - timedelta(days=2), sunday + timedelta(days=1)} <= kept


@given(DAYS)
def test_every_bank_holiday_is_a_weekday_and_no_working_day(on: date):
    for nation in Nation:
        days = bank_holidays(on.year, nation)
        assert all(day.weekday() < 5 and not is_working_day(day) for day in days)
        assert len(days) >= 8


@given(DAYS)
def test_a_working_day_comes_within_five_days(on: date):
    after = next_working_day(on)
    assert timedelta(0) < after - on <= timedelta(days=5)
    assert is_working_day(after)
    assert all(not is_working_day(on + timedelta(days=n)) for n in range(1, (after - on).days))


def test_a_day_may_be_free_in_one_nation_only():
    hogmanay = date(2026, 1, 2)
    assert not is_working_day(hogmanay)
    assert is_working_day(hogmanay, EVERYWHERE - {Nation.SCOTLAND})
