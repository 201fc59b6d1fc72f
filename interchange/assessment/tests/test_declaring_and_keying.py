"""The three declarations (R-NEA-1 to R-NEA-3, R-NEA-7), and keying blind a second time (R-MK-8)."""

import pytest

from interchange.assessment.models import Declaration
from interchange.assessment.queries.context import declarations_of, of_differences, of_second
from interchange.assessment.queries.outcomes import Outcome
from interchange.assessment.queries.places import place_at
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.marks import declare, key_second_time
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.errors import Refused

ALL = ["candidates-informed", "review-closed", "work-authenticated"]


def declared(sheet, by):
    with tenancy.reading(by):
        found = declarations_of(place_at(by, sheet.address))
    return {one["kind"]: one["made_by"] for one in found if one["made_by"]}


def test_a_declaration_keeps_who_made_it(sheet, ben):
    declare(sheet.address, ["review-closed"], by=ben)
    assert declared(sheet, ben) == {"review-closed": "Ben Shaw"}


def test_a_declaration_that_stands_keeps_its_first_maker(sheet, ben, ann):
    declare(sheet.address, ["review-closed"], by=ben)
    declare(sheet.address, ALL, by=ann)
    assert declared(sheet, ben) == {
        "candidates-informed": "Ann Lee", "review-closed": "Ben Shaw", "work-authenticated": "Ann Lee"
    }  # fmt: skip


def test_a_declaration_may_be_taken_back(sheet, ben):
    declare(sheet.address, ALL, by=ben)
    declare(sheet.address, ["review-closed"], by=ben)
    assert list(declared(sheet, ben)) == ["review-closed"]
    event = sheet.events(Event.DECLARED)[-1]
    assert event.data["taken_back"] == ["candidates-informed", "work-authenticated"]


def test_declaring_the_same_again_records_nothing(sheet, ben):
    declare(sheet.address, ALL, by=ben)
    declare(sheet.address, ALL, by=ben)
    assert len(sheet.events(Event.DECLARED)) == 1


@pytest.mark.parametrize("kind", ["", "all-well", "\x00", "REVIEW-CLOSED"])
def test_there_are_three_declarations_and_no_others(sheet, ben, kind):
    declare(sheet.address, [kind], by=ben)
    assert declared(sheet, ben) == {}


def test_a_submitted_sheet_takes_no_declaration(sheet, ann):
    sheet.fill(ann)
    sheet.submit(ann)
    with pytest.raises(Refused) as refusal:
        declare(sheet.address, ALL, by=ann)
    assert refusal.value.code == "sheet-submitted"


def test_declarations_are_one_centres_own(sheet, ben, cal):
    declare(sheet.address, ALL, by=ben)
    assert declared(sheet, cal) == {}
    with tenancy.reading(cal):
        assert not Declaration.objects.visible_to(cal).exists()


# ---------------------------------------------------------------- a second keying


def key(sheet, by, **marks):
    typed = [Typed(number.removeprefix("n"), 0, mark) for number, mark in marks.items()]
    return [answer.outcome for answer in key_second_time(sheet.address, typed, by=by)]


def differences(sheet, by):
    with tenancy.reading(by):
        found = of_differences(by, place_at(by, sheet.address), may_enter=True)
    return found["keyed"], [(line["number"], line["first"], line["second"]) for line in found["lines"]]


@pytest.fixture
def marked(sheet, ben):
    """A sheet of marks 1, 2 and 3."""
    sheet.fill(ben, checked=False)
    return sheet


def test_a_second_keying_leaves_the_marks_alone(marked, ann):
    key(marked, ann, n0001="1", n0002="9")
    assert marked.marks(ann) == {"0001": "1", "0002": "2", "0003": "3"}


def test_differences_are_listed_side_by_side(marked, ann):
    key(marked, ann, n0001="1", n0002="9", n0003="3")
    assert differences(marked, ann) == (3, [("0002", "2", "9")])


def test_the_page_for_keying_blind_shows_no_mark(marked, ann):
    with tenancy.reading(ann):
        lines = of_second(ann, place_at(ann, marked.address))["sheet"].lines
    assert {(line.mark, line.absent, line.checked) for line in lines} == {("", False, False)}


def test_a_row_left_empty_in_the_second_keying_is_no_difference(marked, ann):
    key(marked, ann, n0001="1", n0002="")
    assert differences(marked, ann) == (1, [])


def test_keying_in_two_sittings_keeps_what_the_first_sitting_keyed(marked, ann):
    key(marked, ann, n0001="9", n0002="")
    key(marked, ann, n0001="", n0002="2")
    assert differences(marked, ann) == (2, [("0001", "1", "9")])


def test_keying_a_row_again_replaces_what_was_keyed(marked, ann):
    key(marked, ann, n0001="9")
    key(marked, ann, n0001="1")
    assert differences(marked, ann) == (1, [])


def test_a_problem_in_the_second_keying_is_told_and_the_rest_is_kept(marked, ann):
    assert key(marked, ann, n0001="71", n0002="2", n0009="3") == [
        Outcome.PROBLEM,
        Outcome.SAVED,
        Outcome.LOCKED,
    ]
    assert differences(marked, ann) == (1, [])


def test_a_mark_that_the_second_person_has_and_the_first_has_not_is_a_difference(sheet, ann):
    key(sheet, ann, n0001="54")
    assert differences(sheet, ann) == (1, [("0001", "nothing", "54")])


def test_keying_nothing_records_nothing(marked, ann):
    key(marked, ann, n0001="")
    assert marked.events(Event.SECOND_MARKS_SAVED) == []


def test_a_second_keying_of_grades_is_compared_as_well(a_sheet, ben, ann):
    sheet = a_sheet("J351/03", graded=True)
    sheet.fill(ben, "P", checked=False)
    key_second_time(sheet.address, [Typed("0001", 0, grade="D"), Typed("0002", 0, grade="P")], by=ann)
    assert differences(sheet, ann) == (2, [("0001", "P", "D")])
