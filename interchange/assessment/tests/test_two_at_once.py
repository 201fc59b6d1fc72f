"""Two people at the same moment: nothing is lost, nothing is done twice, everybody is told (C8, architecture 5)."""

from functools import partial
from uuid import uuid4

import pytest

from interchange.assessment.models import Mark, MarkSheet, Submission
from interchange.assessment.queries.outcomes import How, Outcome
from interchange.assessment.queries.places import fingerprint
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.desk import begin_moderation
from interchange.assessment.services.marks import save_marks
from interchange.assessment.services.requests import countersign_change, decide_change, request_change
from interchange.assessment.services.submitting import receive_submission, submit_sheet
from interchange.audit import queries as audit
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused


def saving(sheet, by, *typed):
    return partial(save_marks, sheet.address, typed, how=How.TYPING, by=by)


def submitting(sheet, by, key=None):
    return partial(submit_sheet, sheet.address, key=key or uuid4(), shown=fingerprint(sheet.rows(by)), by=by)


def chain_holds(sheet):
    by = Actor.system("tests", centre_id=sheet.centre.pk)
    with tenancy.reading(by):
        return audit.verify_chain(by, sheet.centre.pk).holds


def submissions(sheet):
    with tenancy.for_centre(sheet.centre.pk):
        return list(Submission.unscoped.all())


@pytest.mark.parametrize("times", range(3))
def test_of_two_who_save_the_same_row_one_wins_and_the_other_is_told(at_once, sheet, ben, ann, times):
    found = at_once(saving(sheet, ben, Typed("0001", 0, "54")), saving(sheet, ann, Typed("0001", 0, "60")))
    answers = {saved.answers[0].outcome: saved.answers[0] for saved in found}
    assert set(answers) == {Outcome.SAVED, Outcome.CONFLICT}
    winner = answers[Outcome.SAVED].typed.mark
    assert answers[Outcome.CONFLICT].row.value.words == winner == sheet.marks(ben)["0001"]
    assert len(sheet.events(Event.MARKS_SAVED)) == 1


def test_the_first_saves_of_two_people_make_one_sheet(at_once, sheet, ben, ann):
    found = at_once(saving(sheet, ben, Typed("0001", 0, "54")), saving(sheet, ann, Typed("0002", 0, "60")))
    assert [saved.answers[0].outcome for saved in found] == [Outcome.SAVED] * 2
    assert sheet.marks(ben) == {"0001": "54", "0002": "60", "0003": ""}
    with tenancy.for_centre(sheet.centre.pk):
        assert MarkSheet.unscoped.count() == 1
    assert chain_holds(sheet)


def test_two_whole_sheets_saved_in_opposite_order_do_not_block_each_other(at_once, a_sheet, ben, ann):
    sheet = a_sheet(candidates=600)
    sheet.fill(ben, "1", checked=False)
    rows = sheet.rows(ben)
    forwards = [Typed(row.number, row.version, "40") for row in rows]
    backwards = [Typed(row.number, row.version, "50") for row in reversed(rows)]
    found = at_once(saving(sheet, ben, *forwards), saving(sheet, ann, *backwards))
    outcomes = [{answer.outcome for answer in saved.answers} for saved in found]
    assert sorted(outcomes, key=str) == sorted([{Outcome.SAVED}, {Outcome.CONFLICT}], key=str)
    assert len(set(sheet.marks(ben).values())) == 1


def test_the_same_save_sent_twice_at_once_is_stored_once(at_once, sheet, ben):
    found = at_once(*[saving(sheet, ben, Typed("0001", 0, "54"))] * 2)
    assert sheet.row(ben, "0001").version == 1
    assert {saved.answers[0].outcome for saved in found} <= {
        Outcome.SAVED,
        Outcome.UNCHANGED,
        Outcome.CONFLICT,
    }
    assert all(saved.answers[0].row.value.words == "54" for saved in found)


def test_two_submits_at_once_with_the_same_key_give_one_submission(at_once, sheet, ann, sam):
    sheet.fill(ann)
    key = uuid4()
    found = at_once(submitting(sheet, ann, key), submitting(sheet, sam, key))
    assert found[0].pk == found[1].pk
    assert len(submissions(sheet)) == len(sheet.events(Event.SHEET_SUBMITTED)) == 1


def test_two_submits_at_once_with_keys_of_their_own_give_one_submission_and_one_refusal(
    at_once, sheet, ann, sam
):
    sheet.fill(ann)
    found = at_once(submitting(sheet, ann), submitting(sheet, sam))
    refused = [one for one in found if isinstance(one, Refused)]
    assert [refusal.code for refusal in refused] == ["already-submitted"]
    assert len(submissions(sheet)) == 1


@pytest.mark.parametrize("times", range(3))
def test_a_save_during_a_submit_is_either_in_it_or_refused(at_once, sheet, ann, ben, times):
    sheet.fill(ann)
    shown = sheet.row(ben, "0001")
    saved, sent = at_once(
        saving(sheet, ben, Typed("0001", shown.version, "60", checked=True)), submitting(sheet, ann)
    )
    if isinstance(saved, Refused):
        assert saved.code == "sheet-submitted"
        assert sheet.marks(ann)["0001"] == shown.value.words
    else:
        assert isinstance(sent, Refused)
        assert sent.code == "changed-since-check"
        assert submissions(sheet) == []
    assert chain_holds(sheet)


def test_a_submission_taken_in_twice_at_once_is_received_once(at_once, sheet, ann):
    sheet.fill(ann)
    sent = sheet.submit(ann, receive=False)
    system = Actor.system("worker", centre_id=sheet.centre.pk)
    at_once(*[partial(receive_submission, sent.pk, by=system)] * 2)
    assert sheet.stored().state == "received"
    assert len(sheet.events(Event.SHEET_RECEIVED)) == 1


def test_the_same_change_asked_for_twice_at_once_is_applied_once(at_once, sheet, ann):
    sheet.fill(ann)
    sheet.submit(ann)
    asking = partial(
        request_change, sheet.address, Typed("0001", 0, "60"), why="Slip", evidence="", key=uuid4(), by=ann
    )
    found = at_once(asking, asking)
    assert found[0].pk == found[1].pk
    assert sheet.stored().version == 2


def test_two_decisions_at_once_on_one_request_are_one_decision(at_once, sheet, ann, sam, olu):
    sheet.fill(ann)
    sheet.submit(ann)
    begin_moderation(sheet.at_board, by=olu)
    asked = request_change(
        sheet.address, Typed("0001", 0, "60"), why="Slip", evidence="", key=uuid4(), by=ann
    )
    countersign_change(asked.pk, by=sam)
    deciding = partial(decide_change, asked.pk, decision="So be it", by=olu)
    found = at_once(partial(deciding, "accept"), partial(deciding, "refuse"))
    assert [one.code for one in found if isinstance(one, Refused)] == ["not-now"]
    assert sheet.marks(ann)["0001"] in ("1", "60")
    assert len(sheet.events(Event.CHANGE_DECIDED)) == 1


def test_many_people_on_one_sheet_each_keep_their_rows(at_once, a_sheet, ben, ann, sam, sue):
    sheet = a_sheet(candidates=40)
    people = [ben, ann, sam, sue]
    shares = {
        person: [row.number for row in sheet.rows(ben)][place::4] for place, person in enumerate(people)
    }

    def work(person):
        for number in shares[person]:
            save_marks(sheet.address, [Typed(number, 0, "33")], how=How.TYPING, by=person)

    assert at_once(*[partial(work, person) for person in people]) == [None] * 4
    with tenancy.for_centre(sheet.centre.pk):
        stored = dict(Mark.unscoped.values_list("entry__candidate__number", "saved_by"))
    assert stored == {number: person.name for person in people for number in shares[person]}
    assert chain_holds(sheet)
