"""Saving marks: each outcome, what it leaves, and what the trail says (6.3; C5, C6, C8)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.assessment.models import Mark, MarkSheet
from interchange.assessment.queries.answers import history_of
from interchange.assessment.queries.outcomes import How, Outcome
from interchange.assessment.queries.places import Address, place_at
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.marks import save_marks
from interchange.assessment.services.requests import decide_extension, request_extension
from interchange.assessment.tests.conftest import counting
from interchange.audit.events import Event
from interchange.catalogue.models import MarkWindow
from interchange.core import clock, tenancy
from interchange.core.errors import NotAllowed, Refused
from interchange.entries.factories import make_cohort, make_entry
from interchange.entries.models import Candidate


def save(sheet, by, *typed, how=How.TYPING):
    return save_marks(sheet.address, typed, how=how, by=by)


def outcomes(saved):
    return [answer.outcome for answer in saved.answers]


# ---------------------------------------------------------------- each outcome


def test_a_teacher_saves_a_mark(sheet, ben):
    saved = save(sheet, ben, Typed("0001", 0, "54"))
    row = sheet.row(ben, "0001")
    assert outcomes(saved) == [Outcome.SAVED]
    assert (row.value.words, row.version, row.saved_by, row.checked) == ("54", 1, "Ben Shaw", False)


def test_the_answer_shows_the_sheet_as_it_stands_afterwards(sheet, ben):
    sheet.give(ben, "0002", "40")
    saved = save(sheet, ben, Typed("0001", 0, "54"))
    assert saved.rows == sheet.rows(ben)


def test_saving_the_same_again_changes_nothing_and_records_nothing(sheet, ben):
    sheet.give(ben, "0001", "54")
    saved = save(sheet, ben, Typed("0001", 1, "54.0"))
    assert outcomes(saved) == [Outcome.UNCHANGED]
    assert sheet.row(ben, "0001").version == 1
    assert len(sheet.events(Event.MARKS_SAVED)) == 1


def test_an_answer_that_was_lost_may_be_asked_for_again_with_the_old_version(sheet, ben):
    typed = Typed("0001", 0, "54", checked=True)
    save(sheet, ben, typed)
    assert outcomes(save(sheet, ben, typed)) == [Outcome.UNCHANGED]
    assert sheet.row(ben, "0001").version == 1


def test_a_blank_row_on_an_untouched_sheet_is_no_change(sheet, ben):
    assert outcomes(save(sheet, ben, Typed("0001", 0), Typed("0002", 0, " "))) == [Outcome.UNCHANGED] * 2
    assert sheet.events(Event.MARKS_SAVED) == []


def test_a_problem_in_one_row_keeps_the_good_rows_beside_it(sheet, ben):
    saved = save(sheet, ben, Typed("0001", 0, "54"), Typed("0002", 0, "71"), Typed("0003", 0, "40"))
    assert outcomes(saved) == [Outcome.SAVED, Outcome.PROBLEM, Outcome.SAVED]
    assert saved.answers[1].message == "71 is more than the maximum of 70."
    assert sheet.marks(ben) == {"0001": "54", "0002": "", "0003": "40"}


def test_a_problem_leaves_the_mark_that_stood_before(sheet, ben):
    sheet.give(ben, "0001", "54")
    assert sheet.give(ben, "0001", "fifty").outcome is Outcome.PROBLEM
    assert sheet.marks(ben)["0001"] == "54"


def test_a_row_saved_by_somebody_else_since_is_a_conflict_and_keeps_their_value(sheet, ben, ann):
    sheet.give(ann, "0001", "60")
    answer = save(sheet, ben, Typed("0001", 0, "54")).answers[0]
    assert answer.outcome is Outcome.CONFLICT
    assert answer.message.startswith("Ann Lee saved 60 at ")
    assert (answer.row.value.words, sheet.marks(ben)["0001"]) == ("60", "60")


def test_typing_what_the_other_person_saved_is_no_conflict(sheet, ben, ann):
    sheet.give(ann, "0001", "54")
    assert outcomes(save(sheet, ben, Typed("0001", 0, "54"))) == [Outcome.UNCHANGED]


def test_a_version_from_the_future_is_a_conflict_too(sheet, ben):
    sheet.give(ben, "0001", "54")
    assert outcomes(save(sheet, ben, Typed("0001", 7, "60"))) == [Outcome.CONFLICT]


def test_a_candidate_who_is_not_on_the_sheet_is_told_and_stores_nothing(sheet, ben):
    answer = save(sheet, ben, Typed("0009", 0, "54")).answers[0]
    assert (answer.outcome, answer.row) == (Outcome.LOCKED, None)
    assert answer.message == "There is no candidate 0009 on this sheet."


@pytest.mark.parametrize("number", ["", "x" * 5000, "\x00", "\ud800", "0001 ", "٠٠٠١"])
def test_a_number_that_is_none_is_answered_like_any_unknown_one(sheet, ben, number):
    assert outcomes(save(sheet, ben, Typed(number, 0, "54"))) == [Outcome.LOCKED]


# ---------------------------------------------------------------- values of each kind


def test_absent_takes_the_place_of_a_mark(sheet, ben):
    sheet.give(ben, "0001", "54")
    sheet.give(ben, "0001", absent=True)
    assert sheet.row(ben, "0001").value._replace(reason="") == (None, True, "", "", ())


def test_absent_with_a_mark_is_a_problem(sheet, ben):
    answer = sheet.give(ben, "0001", "54", absent=True)
    assert (answer.outcome, answer.message) == (Outcome.PROBLEM, "Remove the mark or untick absent.")


def test_a_mark_may_be_taken_out_again(sheet, ben):
    sheet.give(ben, "0001", "54", checked=True)
    sheet.give(ben, "0001", "")
    row = sheet.row(ben, "0001")
    assert (row.value.is_blank, row.checked, row.version) == (True, False, 2)


def test_an_endorsement_stores_a_grade(a_sheet, ben):
    sheet = a_sheet("J351/03", graded=True)
    sheet.give(ben, "0001", grade="NC")
    assert sheet.marks(ben)["0001"] == "NC"
    assert sheet.give(ben, "0002", absent=True).outcome is Outcome.PROBLEM


def test_half_marks_and_parts_are_stored_as_typed(a_sheet, ben):
    sheet = a_sheet(half_marks=True, parts=[{"name": "Plan", "max": 10}, {"name": "Product", "max": 60}])
    sheet.give(ben, "0001", "26.5", parts=("6.5", "20"))
    value = sheet.row(ben, "0001").value
    assert (str(value.mark), [str(part) for part in value.parts]) == ("26.5", ["6.5", "20.0"])


def test_a_part_may_be_missing(a_sheet, ben):
    sheet = a_sheet(parts=[{"name": "Plan", "max": 10}, {"name": "Product", "max": 60}])
    sheet.give(ben, "0001", "26", parts=("", "20"))
    assert sheet.row(ben, "0001").value.parts[0] is None


# ---------------------------------------------------------------- zero and its reason (R-MK-4)


def test_a_zero_is_saved_at_once_and_its_reason_may_follow(sheet, ben):
    assert sheet.give(ben, "0001", "0").outcome is Outcome.SAVED
    sheet.give(ben, "0001", "0", reason="nothing-creditable")
    assert sheet.row(ben, "0001").value.reason == "nothing-creditable"


def test_a_zero_without_its_reason_cannot_be_checked(sheet, ben):
    answer = sheet.give(ben, "0001", "0", checked=True)
    assert (answer.outcome, answer.message) == (Outcome.SAVED, "Say why this mark is 0.")
    assert not sheet.row(ben, "0001").checked


def test_ticking_a_zero_without_its_reason_is_a_problem(sheet, ben):
    sheet.give(ben, "0001", "0")
    answer = sheet.give(ben, "0001", "0", checked=True)
    assert (answer.outcome, answer.message) == (Outcome.PROBLEM, "Say why this mark is 0.")


# ---------------------------------------------------------------- the Checked tick: R-MK-3 and R-MK-9


def test_checked_records_who_ticked(sheet, ben, ann):
    sheet.give(ben, "0001", "54")
    sheet.give(ann, "0001", "54", checked=True)
    row = sheet.row(ben, "0001")
    assert (row.checked, row.checked_by) == (True, "Ann Lee")


def test_saving_a_checked_row_again_keeps_the_name_of_who_ticked(sheet, ben, ann):
    sheet.give(ann, "0001", "54", checked=True)
    sheet.give(ben, "0001", "54", checked=True)
    assert sheet.row(ben, "0001").checked_by == "Ann Lee"


@pytest.mark.parametrize(("how", "stays"), [(How.FORM, False), (How.TYPING, True), (How.PASTE, True)])
def test_a_changed_mark_unticks_checked_unless_the_tick_was_made_for_it(sheet, ben, how, stays):
    sheet.give(ben, "0001", "54", checked=True)
    sheet.give(ben, "0001", "56", checked=True, how=how)
    assert sheet.row(ben, "0001").checked is stays


def test_the_absent_are_checked_too(sheet, ben):
    sheet.give(ben, "0001", absent=True, checked=True)
    assert sheet.row(ben, "0001").checked


def test_unticking_takes_the_name_off(sheet, ben):
    sheet.give(ben, "0001", "54", checked=True)
    sheet.give(ben, "0001", "54", checked=False)
    assert sheet.row(ben, "0001").checked_by == ""


# ---------------------------------------------------------------- candidates who come and go


def test_a_candidate_withdrawn_in_mid_edit_is_refused_by_name_and_date(sheet, ben):
    typed = sheet.typed(ben, "0001", "54")
    sheet.withdraw("0001")
    answer = save(sheet, ben, typed).answers[0]
    assert answer.outcome is Outcome.LOCKED
    assert answer.message == "There is no candidate 0001 on this sheet."


def test_a_candidate_withdrawn_after_a_mark_was_given_says_when(sheet, ben):
    sheet.give(ben, "0001", "54")
    sheet.withdraw("0001")
    answer = save(sheet, ben, Typed("0001", 1, "60")).answers[0]
    assert answer.message == f"Adeyemi, Ada was withdrawn on {clock.today():%-d %B %Y}."


def test_a_candidate_entered_in_mid_edit_takes_a_mark(sheet, ben):
    sheet.give(ben, "0001", "54")
    make_cohort(sheet.centre, sheet.component, 1)
    assert sheet.give(ben, "0004", "40").outcome is Outcome.SAVED


def test_a_candidate_withdrawn_and_entered_again_starts_with_no_mark(sheet, ben):
    sheet.give(ben, "0001", "54")
    sheet.withdraw("0001")
    with tenancy.for_centre(sheet.centre.pk):
        candidate = Candidate.unscoped.get(number="0001")
    make_entry(candidate, sheet.component.options.first())
    assert save(sheet, ben, Typed("0001", 0, "60")).answers[0].outcome is Outcome.SAVED
    assert [row.value.words for row in sheet.rows(ben) if row.number == "0001"] == ["54", "60"]


# ---------------------------------------------------------------- when the sheet is not open (6.8)


@pytest.mark.parametrize(
    ("days", "code"), [({"opened": -1}, "window-closed"), ({"opened": 30, "closes": -1}, "window-closed")]
)
def test_before_opening_and_after_the_end_nothing_is_taken(a_sheet, ben, days, code):
    sheet = a_sheet(**days)
    with pytest.raises(Refused) as refusal:
        save(sheet, ben, Typed("0001", 0, "54"))
    assert refusal.value.code == code
    assert refusal.value.message.endswith("What you typed has not been saved.")
    assert sheet.marks(ben)["0001"] == ""


def test_the_last_second_is_in_time_and_the_next_is_late(sheet, ben):
    last = clock.end_of_day(MarkWindow.objects.get(component=sheet.component).closes_on)
    with clock.pretend(last):
        assert sheet.give(ben, "0001", "54").outcome is Outcome.SAVED
    with clock.pretend(last + timedelta(seconds=1)), pytest.raises(Refused):
        sheet.give(ben, "0002", "54")


def granted(sheet, by, olu, *numbers):
    until = clock.today() + timedelta(days=3)
    asked = request_extension(sheet.address, until, numbers=numbers, why="Illness", key=uuid4(), by=by)
    decide_extension(asked.pk, "grant", until=None, decision="Yes", by=olu)


def test_time_given_to_the_whole_sheet_opens_every_row(a_sheet, ann, olu):
    sheet = a_sheet(closes=-1)
    granted(sheet, ann, olu)
    assert sheet.give(ann, "0002", "54").outcome is Outcome.SAVED


def test_time_given_to_one_candidate_opens_that_row_only(a_sheet, ann, olu):
    sheet = a_sheet(closes=-1)
    granted(sheet, ann, olu, "0001")
    saved = save(sheet, ann, Typed("0001", 0, "54"), Typed("0002", 0, "54"))
    assert outcomes(saved) == [Outcome.SAVED, Outcome.LOCKED]
    assert saved.answers[1].message == "More time was given to other candidates, not to Brown, Ada."


def test_a_submitted_sheet_takes_nothing_more(sheet, ben, ann):
    sheet.fill(ann)
    sheet.submit(ann)
    with pytest.raises(Refused) as refusal:
        save(sheet, ben, Typed("0001", 1, "60"))
    assert refusal.value.code == "sheet-submitted"
    assert sheet.marks(ben)["0001"] == "1"


# ---------------------------------------------------------------- who may, and whose it is


def test_somebody_without_the_role_is_refused_and_it_is_recorded(sheet, centre):
    reader = make_actor("Ray Reader", Role.ERO, centre=centre)
    with pytest.raises(NotAllowed):
        save(sheet, reader, Typed("0001", 0, "54"))
    assert [event.data["capability"] for event in sheet.events(Event.DENIED)] == ["marks-enter"]


def test_another_centre_types_into_its_own_sheet_only(sheet, ben, cal):
    assert save(sheet, cal, Typed("0001", 0, "54")).answers[0].outcome is Outcome.LOCKED
    assert sheet.marks(ben)["0001"] == ""


def test_naming_the_other_centre_in_the_address_reaches_nothing(sheet, ben, cal):
    sheet.give(ben, "0001", "54")
    with pytest.raises(Http404):
        save_marks(sheet.at_board, [Typed("0001", 1, "60")], how=How.TYPING, by=cal)
    assert sheet.marks(ben)["0001"] == "54"


@pytest.mark.parametrize(
    ("series", "component"), [("2027-06", "H446-99"), ("1999-06", "H446-03"), ("", ""), ("x" * 300, "-")]
)
def test_a_sheet_that_does_not_exist_is_missing(sheet, ben, series, component):
    with pytest.raises(Http404):
        save_marks(Address(series, component), [Typed("0001", 0, "54")], how=How.TYPING, by=ben)


# ---------------------------------------------------------------- what the trail and the history say (C5)


def test_one_save_is_one_event_with_every_row_that_changed(sheet, ben):
    sheet.give(ben, "0001", "54")
    save(sheet, ben, Typed("0001", 1, "56"), Typed("0002", 0, "0", reason="not-authenticated", checked=True),
         Typed("0003", 0, "71"))  # fmt: skip
    event = sheet.events(Event.MARKS_SAVED)[-1]
    assert [row[:5] for row in event.data["rows"]] == [
        ["0001", "54", "56", False, ""],
        ["0002", "", "0", True, "not-authenticated"],
    ]
    assert (event.person_name, event.data["code"], event.data["how"]) == ("Ben Shaw", "H446/03", "typing")
    assert event.subject == f"sheet:{sheet.stored().pk}"


@pytest.mark.parametrize(
    ("how", "name"),
    [
        (How.FILE, Event.MARKS_IMPORTED),
        (How.PASTE, Event.MARKS_IMPORTED),
        (How.UNDO, Event.MARKS_SAVED),
        (How.FORM, Event.MARKS_SAVED),
    ],
)
def test_the_trail_says_how_marks_came_in(sheet, ben, how, name):
    sheet.give(ben, "0001", "54", how=how)
    assert sheet.events(name)[0].data["how"] == how.value


def test_the_history_of_a_cell_tells_every_value_in_order(sheet, ben, ann):
    sheet.give(ben, "0001", "54")
    sheet.give(ann, "0001", "56", how=How.PASTE)
    sheet.give(ann, "0001", "56", checked=True)
    sheet.give(ben, "0002", "9")
    with tenancy.reading(ben):
        lines = history_of(ben, place_at(ben, sheet.address), "0001")["lines"]
    assert [(line["who"], line["old"], line["new"], line["how"]) for line in lines] == [
        ("Ben Shaw", "nothing", "54", "typed"),
        ("Ann Lee", "54", "56", "pasted"),
        ("Ann Lee", "56", "56 (unchanged)", "typed"),
    ]
    assert [line["checked"] for line in lines] == [False, False, True]


def test_the_history_of_another_centres_cell_is_empty(sheet, ben, cal):
    sheet.give(ben, "0001", "54")
    with tenancy.reading(cal):
        assert history_of(cal, place_at(cal, sheet.address), "0001")["lines"] == []


# ---------------------------------------------------------------- how much work it is (architecture 4)


def full_save(sheet, by, mark):
    rows = [Typed(row.number, row.version, mark, checked=True) for row in sheet.rows(by)]
    with counting() as statements:
        saved = save(sheet, by, *rows)
    assert {answer.outcome for answer in saved.answers} == {Outcome.SAVED}
    return statements


def test_a_save_takes_the_same_few_statements_for_30_rows_and_for_1000(a_sheet, ben):
    small, large = a_sheet(candidates=30), a_sheet("J277/03", candidates=1000)
    first = [len(full_save(sheet, ben, "40")) for sheet in (small, large)]
    again = [len(full_save(sheet, ben, "41")) for sheet in (small, large)]
    assert first[0] == first[1] <= 15
    assert again[0] == again[1] <= 15


def test_marks_of_a_sheet_are_stored_once_each(a_sheet, ben):
    sheet = a_sheet(candidates=30)
    full_save(sheet, ben, "40")
    full_save(sheet, ben, "41")
    with tenancy.for_centre(sheet.centre.pk):
        assert (Mark.unscoped.count(), MarkSheet.unscoped.count()) == (30, 1)
