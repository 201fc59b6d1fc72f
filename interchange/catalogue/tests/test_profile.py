"""What holds for a series (section 13): its published days, what staff may write instead, the bands of its year."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.catalogue.rules.profile import (
    Band,
    Profile,
    band_at,
    no_change_from,
    settings,
    stored_form,
)
from interchange.catalogue.rules.settings import CENTRE_KINDS
from interchange.centres.queries import kinds

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("series", "deadline", "very_late"),
    [
        ("2026-11", "2026-10-04", "2026-10-25"),
        ("2027-01", "2026-10-21", "2026-12-15"),
        ("2027-03", "2027-01-21", "2027-02-21"),
        ("2027-06", "2027-02-21", "2027-04-21"),
        ("2027-05", "2027-01-21", "2027-03-21"),
    ],
)
def test_the_days_of_entries_are_those_published_for_the_month(series: str, deadline: str, very_late: str):
    profile = Profile.of(series, {})
    assert (f"{profile.entry_deadline}", f"{profile.very_late}") == (deadline, very_late)


def test_estimates_of_a_june_are_due_in_october_before():
    assert Profile.of("2027-06", {}).estimated_entries_deadline == date(2026, 10, 10)


@pytest.mark.parametrize(("series", "asked"), [("2027-06", True), ("2026-11", False), ("2027-01", False)])
def test_estimates_are_asked_in_june_alone_unless_a_series_says_otherwise(series: str, asked: bool):
    assert Profile.of(series, {}).estimated_entries is asked
    opposite = {"estimated_entries": not asked}
    assert Profile.of(series, opposite).estimated_entries is not asked
    assert stored_form(series, opposite) == opposite
    assert stored_form(series, {"estimated_entries": asked}) == {}


@pytest.mark.parametrize("month", range(1, 13))
def test_the_days_of_every_month_are_in_order(month: int):
    profile = Profile.of(f"2027-{month:02d}", {})
    days = [profile.entries_open, profile.entry_deadline, profile.very_late, no_change_from(profile)]
    assert days == sorted(set(days))


@pytest.mark.parametrize(
    ("moment", "band"),
    [
        ("2026-08-31 23:59:59", Band.NOT_OPEN),
        ("2026-09-01 00:00:00", Band.ON_TIME),
        ("2027-02-21 23:59:59", Band.ON_TIME),
        ("2027-02-22 00:00:00", Band.LATE),
        ("2027-04-21 23:59:59", Band.LATE),
        ("2027-04-22 00:00:00", Band.VERY_LATE),
        ("2027-08-13 23:59:59", Band.VERY_LATE),
        ("2027-08-14 00:00:00", Band.CLOSED),
    ],
)
def test_a_deadline_lasts_to_its_last_second_in_london(moment: str, band: Band):
    at = datetime.fromisoformat(moment).replace(tzinfo=LONDON)
    assert band_at(Profile.of("2027-06", {}), at) == band


@pytest.mark.parametrize(("moves", "on_monday"), [("no", Band.LATE), ("yes", Band.ON_TIME)])
def test_a_deadline_on_a_sunday_moves_only_where_the_profile_says_so(moves: str, on_monday: Band):
    monday = datetime(2027, 2, 22, 12, tzinfo=LONDON)
    assert band_at(Profile.of("2027-06", {"weekend_moves": moves}), monday) == on_monday


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("entry_deadline", "31 February", "Enter a date such as 2027-02-21."),
        ("late_multiple", "0", "from 1 to 10"),
        ("late_multiple", True, "from 1 to 10"),
        ("tolerance_percent", "101", "from 0 to 100"),
        ("weekend_moves", "perhaps", "yes or no"),
        ("refund_months", "gcse 1", "lines such as"),
        ("refund_months", "gcse: 1", "begins with *"),
        ("sample_table", "100: 15\n15: 0\n*: 25", "each first number higher"),
        ("sample_table", "15: 0", "lines such as"),
        ("uln_needed", "school university", "kinds of centre"),
        ("uln_needed", [1], "kinds of centre"),
    ],
)
def test_what_cannot_be_meant_is_told_with_what_can(name: str, written: Any, said: str):
    with pytest.raises(ValueError, match=f"(?s).*{said.replace('*', chr(92) + '*')}"):
        Profile.of("2027-06", {name: written})


def test_lines_are_read_as_a_form_writes_them():
    profile = Profile.of(
        "2027-06",
        {"refund_months": "gcse: 1\n*: 2", "sample_table": "10: 0\n*: 12", "forecast_grades": "J351, J277"},
    )
    assert profile.refund_months == {"gcse": 1, "*": 2}
    assert profile.sample_table == ((10, 0), (None, 12))
    assert profile.forecast_grades == ("J351", "J277")


@pytest.mark.parametrize(
    ("written", "kept", "needing"),
    [
        (True, ["all"], ["school", "other", ""]), ("yes", ["all"], ["school", "other", ""]), (False, None, []),
        ("", None, []), ("school", ["school"], ["school"]), (["school", "all"], ["all"], ["school", "other", ""]),
        ("Other, SCHOOL\nschool", ["school", "other"], ["school", "other"]),
    ],
)  # fmt: skip
def test_a_uln_is_needed_by_kind_of_centre(written: Any, kept: list[str] | None, needing: list[str]):
    profile = Profile.of("2027-06", {"uln_needed": written})
    assert [kind for kind in ("school", "college", "other", "") if profile.needs_uln(kind)] == [
        kind for kind in ("school", "college", "other", "") if kind in needing or kept == ["all"]
    ]
    assert stored_form("2027-06", {"uln_needed": profile.uln_needed}).get("uln_needed") == kept


def test_the_kinds_of_centre_are_those_that_there_are():
    assert tuple(code for code, _ in kinds()) == CENTRE_KINDS


def test_every_setting_has_a_meaning_and_a_rule():
    assert all(setting.meaning and setting.rule and setting.kind.hint for setting in settings())


@given(st.dates(date(2026, 9, 1), date(2027, 6, 1)), st.integers(1, 10), st.booleans())
def test_only_what_differs_is_kept_and_it_reads_back_the_same(day: date, times: int, moves: bool):
    values = {"entry_deadline": day, "late_multiple": times, "weekend_moves": moves}
    kept = stored_form("2027-06", values)
    assert len(kept) == (day != date(2027, 2, 21)) + (times != 2) + moves
    profile = Profile.of("2027-06", kept)
    assert {name: getattr(profile, name) for name in values} == values


@given(st.timedeltas(timedelta(0), timedelta(days=800)), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_bands_only_ever_follow_one_another(since: timedelta, later: timedelta):
    profile = Profile.of("2027-06", {})
    order = list(Band)
    first = datetime(2026, 1, 1, tzinfo=LONDON) + since
    assert order.index(band_at(profile, first)) <= order.index(band_at(profile, first + later))
