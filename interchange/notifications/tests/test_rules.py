"""When mail goes out."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.core import clock
from interchange.core.working_days import is_working_day
from interchange.notifications import rules
from interchange.notifications.rules import Kind

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.LONDON)


@pytest.mark.parametrize(
    ("made", "mailed"),
    [
        ("2027-05-12 06:59:59", "2027-05-12 07:00"),
        ("2027-05-12 07:00:00", "2027-05-12 07:00"),
        ("2027-05-12 12:30:00", "2027-05-12 12:30"),
        ("2027-05-12 17:59:59", "2027-05-12 17:59:59"),
        ("2027-05-12 18:00:00", "2027-05-13 07:00"),
        ("2027-05-12 23:30:00", "2027-05-13 07:00"),
        ("2027-05-14 18:00:00", "2027-05-17 07:00"),  # Friday evening
        ("2027-05-15 10:00:00", "2027-05-17 07:00"),  # Saturday
        ("2027-05-16 23:59:59", "2027-05-17 07:00"),  # Sunday
        ("2026-03-28 12:00:00", "2026-03-30 07:00"),  # the clocks go on in the night to Sunday the 29th
        ("2026-03-29 00:30:00", "2026-03-30 07:00"),
        ("2027-10-29 18:30:00", "2027-11-01 07:00"),  # and back in the night to Sunday the 31st
        ("2027-10-31 01:30:00", "2027-11-01 07:00"),
        ("2027-03-25 18:00:00", "2027-03-30 07:00"),  # Easter, with the change of the clocks in it
        ("2026-12-24 18:00:00", "2026-12-29 07:00"),  # Boxing Day falls on a Saturday
        ("2027-05-03 10:00:00", "2027-05-04 07:00"),  # early May bank holiday
        ("2026-11-30 10:00:00", "2026-12-01 07:00"),  # St Andrew's Day, in Scotland alone
        ("2027-07-12 10:00:00", "2027-07-13 07:00"),  # the Twelfth, in Northern Ireland alone
    ],
)
def test_what_is_not_urgent_waits_for_school_hours(made: str, mailed: str):
    assert rules.mail_due(london(made)) == london(mailed)


@pytest.mark.parametrize(
    ("on", "utc"),
    [("2026-03-27", "07:00"), ("2026-03-30", "06:00"), ("2027-10-29", "06:00"), ("2027-11-01", "07:00")],
)
def test_seven_in_the_morning_is_seven_in_london_summer_and_winter(on: str, utc: str):
    assert rules.mail_due(london(f"{on} 03:00")).strftime("%F %H:%M") == f"{on} {utc}"


@given(MOMENTS)
def test_mail_is_never_due_in_the_quiet_hours_nor_in_the_past(at: datetime):
    due = rules.mail_due(at)
    assert due >= at
    assert not rules.is_quiet(due)
    assert due - at <= timedelta(hours=110)
    assert rules.mail_due(due) == due


@given(MOMENTS)
def test_nothing_waits_in_school_hours(at: datetime):
    assert (rules.mail_due(at) == at) is not rules.is_quiet(at)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=4)))
def test_what_was_told_first_is_due_first(at: datetime, later: timedelta):
    assert rules.mail_due(at) <= rules.mail_due(at + later)


@given(MOMENTS)
def test_a_digest_is_due_at_seven_on_the_next_working_day(at: datetime):
    due = clock.london(rules.digest_due(at))
    assert due > at
    assert due.time() == time(7)
    assert is_working_day(due.date())
    assert due - at <= timedelta(days=5, hours=1)


def test_tries_grow_rarer_and_never_end():
    noon = london("2027-05-12 12:00")
    waits = [rules.retry_due(tries, at=noon, at_once=True) - noon for tries in range(1, 100)]
    assert [wait.total_seconds() / 60 for wait in waits[:6]] == [1, 4, 16, 64, 240, 240]
    assert set(waits[4:]) == {timedelta(hours=4)}


def test_only_what_cannot_wait_is_tried_again_in_the_quiet_hours():
    evening = london("2027-05-12 17:59:30")
    assert rules.retry_due(1, at=evening, at_once=True) == london("2027-05-12 18:00:30")
    assert rules.retry_due(1, at=evening, at_once=False) == london("2027-05-13 07:00")


@given(st.text())
def test_no_word_can_begin_a_new_line(text: str):
    line = rules.one_line(text)
    assert len((line + "x").splitlines()) == 1
    assert all(letter.isprintable() for letter in line)
    assert len(line) <= rules.LONGEST_WORD
    assert rules.one_line(line) == line


def test_no_security_kind_waits():
    assert all(kind.at_once for kind in Kind if kind.security)
    assert not Kind.MARKS_OPEN.at_once
