"""Rules of estimates and forecast grades, without a database: tables, and what holds for every number."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.catalogue.rules.profile import Profile
from interchange.core.errors import Refused
from interchange.estimates.rules.estimates import (
    ESTIMATE,
    LOCKED,
    MOST,
    OPEN,
    PREFILLED,
    Window,
    is_far,
    verb_for,
)
from interchange.estimates.rules.forecasts import FORECASTS, Deadline, grades_of, missing_sentence, read_grade
from interchange.estimates.rules.grading import HeldGrade, TypedGrade, decide_grade
from interchange.estimates.rules.reminders import is_reminded_on
from interchange.estimates.rules.saving import Held, Outcome, Typed, decide

NUMBERS = st.integers(0, MOST)


@pytest.mark.parametrize(
    ("number", "last_year", "far"),
    [
        (30, 20, False),
        (31, 20, True),
        (10, 20, False),
        (9, 20, True),
        (0, 20, True),
        (500, 0, False),
        (0, 0, False),
    ],
)
def test_more_than_half_away_from_last_year_is_far(number, last_year, far):
    assert is_far(number, last_year, percent=50) is far


@given(NUMBERS, st.integers(1, MOST), st.integers(0, 100))
def test_last_year_s_own_number_is_never_far_and_a_wider_margin_never_farther(number, last_year, percent):
    assert not is_far(last_year, last_year, percent=percent)
    assert is_far(number, last_year, percent=percent) or not is_far(number, last_year, percent=percent + 1)


@given(NUMBERS, NUMBERS)
def test_every_number_is_an_answer_and_leads_out_of_not_answered(number, last_year):
    after = ESTIMATE.after(verb_for(number, last_year), PREFILLED)
    assert after in OPEN
    assert after != PREFILLED


@given(
    st.text(max_size=12), st.none() | st.tuples(NUMBERS, st.integers(1, 9)), st.integers(0, 9), st.booleans()
)
def test_whatever_is_typed_is_saved_or_said_to_be_wrong_and_a_second_time_changes_nothing(
    text, there, version, ticked
):
    held = Held(there[0], 20, "changed", there[1]) if there else None
    answer = decide(Typed("o1", text, version, ticked), held)
    if answer.outcome is Outcome.SAVED:
        after = Held(answer.number, 20, ESTIMATE.after(answer.verb, PREFILLED), version + 1)
        assert decide(Typed("o1", text, version, ticked), after).outcome is Outcome.UNCHANGED
    elif answer.outcome is Outcome.PROBLEM:
        assert answer.message


def test_nothing_moves_a_locked_line_but_opening_it():
    assert ESTIMATE.offered(LOCKED) == ["reopen"]
    assert FORECASTS.offered(LOCKED) == []
    for verb in ("confirm", "change", "give nil"):
        with pytest.raises(Refused):
            ESTIMATE.after(verb, LOCKED)


@pytest.mark.parametrize(
    ("moment", "open_now", "overdue"),
    [
        ("2026-08-31 22:59:59", False, False), ("2026-08-31 23:00:00", True, False),
        ("2026-10-10 22:59:59", True, False), ("2026-10-10 23:00:00", True, True),
        ("2027-02-21 23:59:59", True, True), ("2027-02-22 00:00:00", False, True),
    ],
)  # fmt: skip
def test_estimates_are_due_on_10_october_and_open_until_the_entry_deadline(moment, open_now, overdue):
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    window = Window.of(Profile.of("2027-06", {}))
    assert (window.is_open(at=at), window.is_overdue(at=at)) == (open_now, overdue)
    assert bool(window.why_closed("June 2027", at=at)) is not open_now


def test_a_centre_with_more_time_has_it_to_the_last_second_of_the_day():
    window = Window.of(Profile.of("2027-06", {}), extended_until=date(2027, 3, 1))
    last = datetime(2027, 3, 1, 23, 59, 59, tzinfo=UTC)
    assert window.is_open(at=last)
    assert not window.is_overdue(at=last)
    assert window.has_closed(at=last + timedelta(seconds=1))


def test_forecasts_are_due_on_30_april_and_in_november_on_31_october():
    assert Deadline.of(Profile.of("2027-06", {})).due_at == datetime(2027, 4, 30, 22, 59, 59, tzinfo=UTC)
    assert Deadline.of(Profile.of("2026-11", {})).due_at == datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(("typed", "grade"), [("a*", "A*"), (" x ", "X"), ("", ""), ("\u200bB", "B")])
def test_grades_are_read_in_capitals_or_not(typed, grade):
    assert read_grade(typed, grades_of(("A*", "A", "B"))) == grade


@given(st.text(max_size=10))
def test_a_grade_is_one_of_the_list_or_is_refused(typed):
    grades = grades_of(("9-9", "9-8", "U"))
    try:
        read = read_grade(typed, grades)
    except ValueError as reason:
        read = "" if "Choose one of 9-9, 9-8, U, X." in str(reason) else "said nothing"
    assert read in {*grades, ""}


@pytest.mark.parametrize(
    ("grade", "version", "with_us", "outcome"),
    [
        ("7", 2, False, Outcome.SAVED), ("8", 1, False, Outcome.UNCHANGED), ("7", 1, False, Outcome.CONFLICT),
        ("", 2, False, Outcome.SAVED), ("", 2, True, Outcome.PROBLEM), ("Q", 2, False, Outcome.PROBLEM),
    ],
)  # fmt: skip
def test_a_grade_over_the_version_that_was_seen(grade, version, with_us, outcome):
    held = HeldGrade("8", 2, "Ann saved 8.")
    assert (
        decide_grade(TypedGrade("0001", grade, version), held, ("8", "7", "X"), with_us=with_us).outcome
        is outcome
    )


def test_reminders_go_14_and_3_days_before_and_the_sentence_counts():
    due = date(2026, 10, 10)
    assert [days for days in range(-3, 30) if is_reminded_on(due - timedelta(days), due)] == [3, 14]
    assert missing_sentence(1) == "1 candidate has no forecast grade. Enter X if you cannot forecast."
    assert (
        missing_sentence(1200) == "1,200 candidates have no forecast grade. Enter X if you cannot forecast."
    )
