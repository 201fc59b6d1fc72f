"""Lists of sheets: a centre's own, the awarding body's over all centres, and what they export (D1, D5, D8; R-DL-1)."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.http import Http404, QueryDict

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.assessment.factories import make_sheet
from interchange.assessment.models import MarkSheet, Submission
from interchange.assessment.queries import board, finding
from interchange.assessment.queries.lists import (
    received_since,
    sheets_of_board,
    sheets_of_centre,
    tasks_of,
)
from interchange.assessment.queries.places import Address, place_at, rows_at
from interchange.assessment.queries.submissions import submission
from interchange.assessment.tests.conftest import counting
from interchange.catalogue.factories import make_component, make_series, make_window
from interchange.centres.factories import make_centre
from interchange.core import clock, tenancy
from interchange.core.spreadsheets import read_table
from interchange.entries.factories import make_cohort


def of_centre(actor, **more):
    with tenancy.reading(actor):
        return sheets_of_centre(actor, make_series(), **more)


def of_board(actor, **more):
    with tenancy.reading(actor):
        return sheets_of_board(actor, make_series(), **more)


def query(text):
    return QueryDict(text)


# ---------------------------------------------------------------- a centre's own


def test_a_centre_sees_each_sheet_it_has_candidates_for(a_sheet, ann):
    a_sheet("H446/03")
    a_sheet("J277/03", candidates=2)
    make_window(make_component("R005/01"), make_series())
    assert [(line.code, line.counts.candidates) for line in of_centre(ann)] == [
        ("H446/03", 3),
        ("J277/03", 2),
    ]


def test_a_list_counts_values_and_ticks_of_standing_candidates_only(sheet, ann):
    sheet.give(ann, "0001", "54", checked=True)
    sheet.give(ann, "0002", "", absent=True)
    sheet.give(ann, "0003", "9", checked=True)
    sheet.withdraw("0003")
    counts = of_centre(ann)[0].counts
    assert (counts.candidates, counts.entered, counts.checked) == (2, 2, 1)


def test_a_row_whose_mark_was_taken_out_again_counts_as_empty(sheet, ann):
    sheet.give(ann, "0001", "54")
    sheet.give(ann, "0001", "")
    assert of_centre(ann)[0].counts.entered == 0


@pytest.mark.parametrize(
    ("days", "code"),
    [({"opened": -2}, "not-open"), ({"closes": -1}, "overdue"), ({"opened": 1}, "open")],
)
def test_a_list_shows_the_state_people_see(a_sheet, ann, days, code):
    a_sheet(**days)
    assert of_centre(ann)[0].state.code == code


def test_another_centre_has_none_of_it(sheet, ann, cal):
    sheet.fill(ann)
    sheet.submit(ann)
    assert of_centre(cal) == []


def test_a_list_takes_the_same_statements_for_one_sheet_and_for_ten(a_sheet, ann):
    a_sheet("H446/01")
    with counting() as one:
        of_centre(ann)
    for number in range(2, 11):
        a_sheet(f"H4{number:02d}/03", candidates=1)
    with counting() as ten:
        of_centre(ann)
    assert len(one) == len(ten) <= 10


def test_the_to_do_list_has_each_sheet_once_with_what_is_late_first(a_sheet, ann):
    a_sheet("H446/03", closes=5)
    a_sheet("J277/03", closes=-2)
    a_sheet("R005/01", opened=-3)
    a_sheet("R006/01", closes=40)
    sent = a_sheet("R007/01")
    sent.fill(ann)
    sent.submit(ann)
    tasks = tasks_of(of_centre(ann))
    assert [(task.group, task.line.code, task.said) for task in tasks if task.line.code != "R005/01"] == [
        ("To do now", "J277/03", "Overdue by 2 days"),
        ("To do now", "H446/03", "5 days left"),
        ("Coming up", "R006/01", "40 days left"),
    ]
    assert [task.group for task in tasks if task.line.code == "R005/01"] == ["Coming up"]


def test_what_was_received_lately_is_counted(sheet, ann):
    sheet.fill(ann)
    sheet.submit(ann)
    with tenancy.reading(ann):
        assert received_since(ann, clock.now() - timedelta(hours=1)) == 1
        assert received_since(ann, clock.now()) == 0


# ---------------------------------------------------------------- finding a sheet


def searched(actor, text):
    with tenancy.reading(actor):
        return finding.search(actor, query(text))


@pytest.mark.parametrize("code", ["H446/03", "h446 03", "H446-03", " H446/03 "])
def test_an_assessment_code_leads_to_its_sheet_however_it_is_typed(a_sheet, ann, code):
    a_sheet("H446/03")
    a_sheet("J277/03")
    assert searched(ann, f"code={code}")["only"] == ("2027-06", "H446-03")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("Z999/99", "There is no assessment Z999/99."),
        ("J999/01", "is not marked by centres"),
        ("R005/01", "Your centre has no candidates entered for R005/01 in June 2027."),
        ("%00", "There is no assessment"),
        ("x" * 5000, "There is no assessment"),
    ],
)
def test_a_code_that_leads_nowhere_says_why(a_sheet, ann, code, said):
    a_sheet("H446/03")
    make_component("R005/01")
    make_component("J999/01", kind="exam")
    found = searched(ann, f"code={code}")
    assert said in found["error"]
    assert [line.code for line in found["lines"]] == ["H446/03"]


def test_sheets_are_found_by_qualification(a_sheet, ann):
    a_sheet("H446/03")
    with tenancy.reading(ann):
        every = finding.by_qualification(ann, query("qualification=GCSE (9-1) Computer Science"))
        unknown = finding.by_qualification(ann, query("qualification=Latin"))
    assert len(every["lines"]) == len(unknown["lines"]) == 1


# ---------------------------------------------------------------- the awarding body's


@pytest.fixture
def two_centres(sheet, elsewhere, ann, cal):
    """A sheet received from Long Road College, and one that the other centre has begun."""
    sheet.fill(ann)
    sheet.submit(ann)
    other = partial(make_cohort, elsewhere, sheet.component)
    other(2)
    return sheet


def test_staff_see_every_centres_sheet_with_its_name(two_centres, olu):
    found = [(line.centre_number, line.counts.candidates, line.state.code) for line in of_board(olu)]
    assert found == [("10001", 3, "received"), ("20002", 2, "open")]


def test_staff_narrow_the_list_to_a_component_a_centre_or_a_state(two_centres, olu, a_sheet):
    a_sheet("J277/03")
    narrowed = {"component=h446/03": 2, "centre=10001": 2, "centre=99999": 0, "state=received": 1, "": 3}
    for text, number in narrowed.items():
        with tenancy.reading(olu):
            assert board.sheets_page(olu, query(text))["list"].total == number


STRANGE = ["page=2", "page=0", "page=-1", "page=%C2%B2", "page=" + "9" * 5000, "page=x", "centre=%00"]
STRANGE += ["state=%00", "component=%00", "series=%00", "centre=" + "1" * 5000]


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_address_is_an_ordinary_list(two_centres, olu, text):
    with tenancy.reading(olu):
        assert board.sheets_page(olu, query(text))["list"].pages == 1


def test_the_states_are_counted(two_centres, olu):
    assert {state.code: number for state, number in of_board(olu).by_state()} == {"received": 1, "open": 1}


def test_the_list_takes_the_same_statements_for_two_centres_and_for_twenty(two_centres, olu):
    with counting() as two:
        of_board(olu)
    for number in range(18):
        make_cohort(make_centre(f"3{number:04d}"), two_centres.component, 1)
    with counting() as twenty:
        assert len(of_board(olu)) == 20
    assert len(two) == len(twenty) <= 10


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_of_marks_holds_every_submitted_mark(two_centres, olu, kind):
    with tenancy.reading(olu):
        data, name = board.export(olu, query("what=marks"), kind)
    rows = read_table(data, name).rows
    assert [(row[0], row[5], row[8]) for row in rows[1:]] == [
        ("10001", "0001", "1"), ("10001", "0002", "2"), ("10001", "0003", "3")
    ]  # fmt: skip


def test_the_export_of_the_list_holds_every_sheet_with_its_receipt(two_centres, olu, ann):
    with tenancy.reading(olu):
        data, _ = board.export(olu, query(""), "csv")
        sent = Submission.objects.visible_to(olu).get()
    rows = read_table(data, "sheets.csv").rows
    found = [[row[0], *row[5:8]] for row in rows[1:]]
    assert found == [["10001", "Received", "3", "3"], ["20002", "Not started", "2", "0"]]
    assert rows[1][10] == sent.receipt


def test_staff_see_what_was_submitted_and_never_a_draft(two_centres, olu, elsewhere):
    with tenancy.reading(olu):
        page = board.sheet_page(olu, two_centres.at_board)
        draft = board.sheet_page(olu, Address("2027-06", "H446-03", elsewhere.pk))
    assert [str(line.mark) for line in page["lines"]] == ["1.0", "2.0", "3.0"]
    assert (page["intact"], draft["lines"], draft["sent"]) == (True, [], None)


def test_a_centre_without_candidates_has_no_sheet_to_show_staff(two_centres, olu):
    third = make_centre("30003")
    with tenancy.reading(olu), pytest.raises(Http404):
        board.sheet_page(olu, Address("2027-06", "H446-03", third.pk))


# ---------------------------------------------------------------- nothing of another centre's, by any way


def test_another_centres_submission_is_missing(two_centres, ann, cal):
    with tenancy.reading(ann):
        sent = Submission.objects.visible_to(ann).get()
    with tenancy.reading(cal), pytest.raises(Http404):
        submission(cal, sent.pk)
    with tenancy.reading(cal), pytest.raises(Http404):
        submission(cal, uuid4())


def test_the_same_address_shows_each_centre_its_own_candidates(two_centres, ann, cal):
    for person, number in ((ann, 3), (cal, 2)):
        with tenancy.reading(person):
            place = place_at(person, two_centres.address)
            assert len(rows_at(person, place)) == number
            assert place.centre_id == person.centre_id


def test_the_database_itself_shows_another_centre_nothing(two_centres, cal):
    with tenancy.reading(cal):
        assert not MarkSheet.unscoped.exists()
        assert not Submission.unscoped.exists()


def test_a_person_of_two_sheets_sees_both_and_no_third(ann, centre, elsewhere):
    make_sheet(centre, "H446/03")
    other = make_sheet(elsewhere, "J277/03")
    head = make_actor("Hal Head", Role.CAG, centre=elsewhere)
    assert [line.slug for line in of_centre(head)] == [other.component.slug]
