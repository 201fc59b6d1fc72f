"""The days of the demo's windows."""

from datetime import date, timedelta

import pytest

from interchange.demo import rules

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 11, 23), 2027),
        (date(2026, 9, 1), 2027),
        (date(2026, 8, 31), 2026),
        (date(2027, 1, 1), 2027),
    ],
)
def test_the_exam_year_begins_in_september(today, year):
    assert rules.june_of(today) == year


def test_most_windows_opened_four_weeks_ago_and_close_in_11_to_30_days():
    ends = {rules.days_for(f"X{number}").closes for number in range(1000)}
    assert (min(ends), max(ends)) == (11, 30)


def test_some_are_overdue_some_close_soon_one_tomorrow_and_one_opens_next_week():
    ends = [days.closes for days in rules.SPECIAL.values()]
    assert ends.count(-3) == 3
    assert ends.count(1) == 1
    assert sum(1 < end <= 5 for end in ends) == 3
    assert [slug for slug, days in rules.SPECIAL.items() if days.opens > 0] == ["H556-04"]


@pytest.mark.parametrize("days", [0, 1, 40])
def test_the_days_that_windows_have_to_move_are_counted_from_one_that_opened_four_weeks_ago(days):
    opens_on, _ = rules.days_for("H446-03").on(TODAY)
    assert rules.days_moved(opens_on, today=TODAY + timedelta(days)) == days
