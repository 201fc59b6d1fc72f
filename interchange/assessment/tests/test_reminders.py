"""Reminding centres of their mark sheets, and telling them what became of them (section 10)."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.assessment.rules.reminders import DAYS_BEFORE, Reminder, reminder_on
from interchange.assessment.services.desk import begin_moderation, reopen_sheet
from interchange.assessment.services.reminding import remind_centres
from interchange.assessment.services.requests import decide_extension, request_extension
from interchange.assessment.tests.conftest import counting
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind

OPENS, DUE = date(2027, 4, 1), date(2027, 5, 15)
UUID_ONE = UUID(int=1)
BY = Actor.system("Interchange")


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2027, 3, 31), None),
        (date(2027, 4, 1), Reminder.OPEN),
        (date(2027, 4, 2), None),
        (date(2027, 4, 17), Reminder.CLOSING),
        (date(2027, 5, 1), Reminder.CLOSING),
        (date(2027, 5, 8), Reminder.CLOSING),
        (date(2027, 5, 13), Reminder.CLOSING),
        (date(2027, 5, 14), Reminder.CLOSING),
        (date(2027, 5, 15), None),
        (date(2027, 5, 16), Reminder.MISSING),
        (date(2027, 5, 17), None),
        (date(2027, 5, 22), Reminder.MISSING),
        (date(2027, 5, 23), None),
    ],
)
def test_the_days_on_which_something_is_said(on, said):
    assert reminder_on(on, opens_on=OPENS, due_on=DUE, submitted=False) is said


@given(st.dates(date(2027, 1, 1), date(2027, 12, 31)))
def test_of_marks_that_were_submitted_nothing_is_said(on):
    assert reminder_on(on, opens_on=OPENS, due_on=DUE, submitted=True) is None


@given(st.dates(date(2027, 1, 1), date(2027, 5, 15)), st.integers(1, 60))
def test_a_window_is_told_of_at_most_six_times_before_it_closes(opens_on, days):
    due_on = opens_on + timedelta(days)
    said = [
        reminder_on(opens_on + timedelta(day), opens_on=opens_on, due_on=due_on, submitted=False)
        for day in range(days + 1)
    ]
    assert said[0] is Reminder.OPEN
    assert said.count(Reminder.CLOSING) == len([day for day in DAYS_BEFORE if day < days])


def told(kind: Kind) -> list[tuple[str, str]]:
    """Who was told, and under what title."""
    found = (
        Notice.objects.filter(kind=kind.value).select_related("person").order_by("person__first_name", "id")
    )
    return [(notice.person.first_name, notice.title) for notice in found if notice.person]


def remind(days: int = 0) -> int:
    return remind_centres(on=clock.today() + timedelta(days), by=BY)


def test_who_enters_or_submits_is_reminded_and_nobody_else(a_sheet, ann, ben, sam, cal, centre):
    make_actor("Tom Tutor", Role.TUT, centre=centre)
    a_sheet(closes=14)
    a_sheet("J277/03", closes=14)
    assert remind() == 1
    title = "Marks due in 14 days: 2 mark sheets, June 2027"
    assert told(Kind.MARKS_CLOSING) == [("Ann", title), ("Ben", title), ("Sam", title)]
    notice = Notice.objects.filter(person_id=ann.person_id).get()
    assert "H446/03, J277/03" in notice.body
    assert notice.link == "/coursework/enter/?series=2027-06"


def test_asking_again_tells_nobody_again(a_sheet, ann):
    a_sheet(closes=2)
    for _ in range(3):
        remind()
    assert len(told(Kind.MARKS_CLOSING)) == 1
    remind(1)
    assert len(told(Kind.MARKS_CLOSING)) == 2


def test_sheets_that_close_on_different_days_are_told_apart(a_sheet, ann):
    a_sheet(closes=7)
    a_sheet("J277/03", closes=14)
    remind()
    assert sorted(title for _, title in told(Kind.MARKS_CLOSING)) == [
        "Marks due in 14 days: 1 mark sheet, June 2027",
        "Marks due in 7 days: 1 mark sheet, June 2027",
    ]


def test_what_opens_today_is_told(a_sheet, ann):
    a_sheet(opened=0, closes=40)
    remind()
    assert told(Kind.MARKS_OPEN) == [("Ann", "Mark sheets are open: June 2027")]


def test_what_was_not_submitted_is_told_the_day_after(a_sheet, ann):
    a_sheet(closes=-1)
    remind()
    assert told(Kind.MARKS_MISSING) == [("Ann", "Marks overdue: 1 mark sheet, June 2027")]


def test_what_was_submitted_is_not_asked_for(a_sheet, sam):
    sheet = a_sheet(closes=2)
    sheet.fill(sam)
    sheet.submit(sam)
    assert remind() == 0


def test_a_centre_without_entries_is_not_written_to(a_sheet, ann, cal):
    a_sheet(closes=2)
    remind()
    assert [name for name, _ in told(Kind.MARKS_CLOSING)] == ["Ann"]


def test_more_time_moves_the_reminder(a_sheet, ann, sam, olu):
    sheet = a_sheet(closes=2)
    asked = request_extension(
        sheet.address, clock.today() + timedelta(7), numbers=[], why="Illness", key=UUID_ONE, by=sam
    )
    decide_extension(asked.pk, "grant", until=None, decision="Yes", by=olu)
    assert remind() == 1
    assert told(Kind.MARKS_CLOSING)[0][1] == "Marks due in 7 days: 1 mark sheet, June 2027"


def test_ten_sheets_take_the_statements_of_one(a_sheet, ann):
    counts = []
    for number in range(2):
        for one in range(1 + 9 * number):
            a_sheet(f"H4{number}{one}/03", closes=2 + 5 * number)
        Notice.objects.all().delete()
        with counting() as statements:
            remind()
        counts.append(len(statements))
    assert counts[1] - counts[0] <= 4  # one more notice, for the second day, and not one for each sheet


# ---------------------------------------------------------------- what became of a sheet


def test_those_who_submit_are_told_of_each_step(a_sheet, ann, ben, sam, olu):
    sheet = a_sheet()
    sheet.fill(sam)
    sent = sheet.submit(sam)
    reopen_sheet(sheet.at_board, reason="Mark 34 of 0001 is too high", by=olu)
    for kind, title in (
        (Kind.MARKS_SUBMITTED, "Marks submitted: H446/03, June 2027"),
        (Kind.MARKS_RECEIVED, "Marks received: H446/03, June 2027"),
        (Kind.MARKS_REOPENED, "Mark sheet reopened: H446/03, June 2027"),
    ):
        assert told(kind) == [("Ann", title), ("Sam", title)]
    assert not any("0001" in notice.body.replace(sent.receipt, "") for notice in Notice.objects.all())
    links = {notice.kind: notice.link for notice in Notice.objects.filter(person_id=ann.person_id)}
    assert links[Kind.MARKS_RECEIVED.value] == f"/submissions/{sent.pk}/"
    assert links[Kind.MARKS_REOPENED.value] == sheet.url


def test_a_sample_and_a_decision_are_told(a_sheet, ann, sam, olu):
    sheet = a_sheet()
    sheet.fill(sam)
    sheet.submit(sam)
    begin_moderation(sheet.at_board, by=olu)
    begin_moderation(sheet.at_board, by=olu)
    assert [name for name, _ in told(Kind.SAMPLE_REQUESTED)] == ["Ann", "Sam"]


@pytest.mark.parametrize(("verb", "word"), [("grant", "granted"), ("refuse", "refused")])
def test_a_decision_about_more_time_is_told(a_sheet, ann, sam, olu, verb, word):
    sheet = a_sheet(closes=2)
    asked = request_extension(
        sheet.address, clock.today() + timedelta(7), numbers=["0001"], why="Illness", key=UUID_ONE, by=sam
    )
    decide_extension(asked.pk, verb, until=None, decision="Because", by=olu)
    assert told(Kind.EXTENSION_DECIDED)[0] == ("Ann", f"Request for more time {word}: H446/03, June 2027")
    notice = Notice.objects.filter(person_id=ann.person_id, kind=Kind.EXTENSION_DECIDED.value).get()
    assert ("Marks can now be submitted until" in notice.body) is (verb == "grant")
    assert "0001" not in notice.body


def test_telling_of_a_submission_costs_the_same_for_any_number_of_rows(a_sheet, sam):
    counts = []
    for code, candidates in (("H446/03", 3), ("J277/03", 60)):
        sheet = a_sheet(code, candidates=candidates)
        sheet.fill(sam)
        with counting() as statements:
            sheet.submit(sam, receive=False)
        counts.append(len(statements))
    assert counts[0] == counts[1]
