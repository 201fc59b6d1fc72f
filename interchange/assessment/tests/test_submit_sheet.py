"""Submitting, receiving, reopening, and the versions that come of it (6.5; R-SUB-1, R-SUB-2, R-RI-2, R-IMS-2)."""

from contextlib import nullcontext
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connections

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.assessment.models import Submission
from interchange.assessment.queries.outcomes import How
from interchange.assessment.queries.places import fingerprint
from interchange.assessment.queries.submissions import is_intact, lines_of
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.desk import begin_moderation, reopen_sheet, verify_form
from interchange.assessment.services.marks import declare, save_marks
from interchange.assessment.services.submitting import receive_submission, submit_sheet
from interchange.audit.events import Event
from interchange.catalogue.factories import make_option
from interchange.catalogue.models import MarkWindow
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed, Refused
from interchange.entries.factories import make_candidate, make_cohort, make_entry


def submit(sheet, by, *, key=None, shown=None):
    shown = fingerprint(sheet.rows(by)) if shown is None else shown
    return submit_sheet(sheet.address, key=key or uuid4(), shown=shown, by=by)


def refused(sheet, by, **more):
    with pytest.raises(Refused) as refusal:
        submit(sheet, by, **more)
    return refusal.value


def lines(sheet, by, sent):
    with tenancy.reading(by):
        return {line.number: line for line in lines_of(by, sent)}


@pytest.fixture
def ready(sheet, ann):
    """A sheet that lacks nothing."""
    sheet.fill(ann)
    return sheet


@pytest.fixture
def received(ready, ann):
    """A sheet that the awarding body has received."""
    ready.submit(ann)
    return ready


# ---------------------------------------------------------------- submitting


def test_a_complete_sheet_is_sent_with_every_mark(ready, sam):
    sent = submit(ready, sam)
    assert (sent.version, sent.submitted_by, ready.stored().state) == (1, "Sam Okafor", "sending")
    assert sent.totals == {"entered": 3, "marked": 3, "absent": 0, "zero": 0}
    assert {number: str(line.mark) for number, line in lines(ready, sam, sent).items()} == {
        "0001": "1.0", "0002": "2.0", "0003": "3.0"
    }  # fmt: skip


def test_the_totals_tell_marks_absences_and_zeros_apart(ready, ann):
    ready.give(ann, "0001", absent=True, checked=True)
    ready.give(ann, "0002", "0", reason="nothing-creditable", checked=True)
    assert submit(ready, ann).totals == {"entered": 3, "marked": 2, "absent": 1, "zero": 1}


def test_the_heading_keeps_what_everything_was_called(ready, ann):
    heading = submit(ready, ann).heading
    assert (heading["centre_number"], heading["centre_name"]) == ("10001", "Long Road College")
    assert (heading["code"], heading["series"], heading["maximum"]) == ("H446/03", "June 2027", 70)


@pytest.mark.parametrize(
    "lacking",
    [{"mark": "", "checked": False}, {"mark": "54", "checked": False}, {"mark": "0", "checked": True}],
    ids=["no mark", "not checked", "no reason for 0"],
)
def test_a_sheet_that_lacks_anything_is_refused(ready, ann, lacking):
    ready.give(ann, "0002", **lacking)
    refusal = refused(ready, ann)
    assert refusal.code == "incomplete"
    assert "Review Incomplete" in refusal.message
    assert ready.stored().state == "open"


def test_a_sheet_on_which_nothing_was_typed_is_refused(sheet, ann):
    assert refused(sheet, ann).code == "incomplete"


def test_a_sheet_without_candidates_is_refused(a_sheet, ann):
    assert refused(a_sheet(candidates=0), ann).code == "incomplete"


def test_a_mark_changed_after_the_check_page_stops_the_submission(ready, ann, ben):
    shown = fingerprint(ready.rows(ann))
    ready.give(ben, "0001", "60", checked=True)
    assert refused(ready, ann, shown=shown).code == "changed-since-check"


def test_a_candidate_entered_after_the_check_page_stops_the_submission(ready, ann):
    shown = fingerprint(ready.rows(ann))
    make_cohort(ready.centre, ready.component, 1)
    assert refused(ready, ann, shown=shown).code == "incomplete"
    ready.give(ann, "0004", "9", checked=True)
    assert refused(ready, ann, shown=shown).code == "changed-since-check"


def test_a_candidate_withdrawn_after_the_check_page_stops_the_submission(ready, ann):
    shown = fingerprint(ready.rows(ann))
    ready.withdraw("0003")
    assert refused(ready, ann, shown=shown).code == "changed-since-check"


@pytest.mark.parametrize("shown", ["", "x", "\x00", "0" * 32])
def test_what_no_check_page_showed_is_not_submitted(ready, ann, shown):
    assert refused(ready, ann, shown=shown).code == "changed-since-check"


def test_the_same_key_again_gives_the_same_submission(ready, ann):
    key = uuid4()
    first = submit(ready, ann, key=key)
    again = submit(ready, ann, key=key, shown="anything")
    assert again.pk == first.pk
    assert len(ready.events(Event.SHEET_SUBMITTED)) == 1


def test_another_key_for_a_submitted_sheet_is_refused(ready, ann):
    submit(ready, ann)
    refusal = refused(ready, ann)
    assert (refusal.code, refusal.message) == (
        "already-submitted", "H446/03 has been submitted already. Nothing was sent twice."
    )  # fmt: skip


def test_a_key_used_for_one_sheet_does_not_stand_for_another(ready, a_sheet, ann):
    other, key = a_sheet("J277/03"), uuid4()
    other.fill(ann)
    submit(ready, ann, key=key)
    with pytest.raises(Refused) as refusal:
        submit(other, ann, key=key)
    assert refusal.value.code == "key-used"


def test_the_last_second_is_in_time_and_the_next_is_late(ready, ann):
    last = clock.end_of_day(MarkWindow.objects.get(component=ready.component).closes_on)
    with clock.pretend(last + timedelta(seconds=1)):
        assert refused(ready, ann).code == "window-closed"
    with clock.pretend(last):
        assert submit(ready, ann).version == 1


def test_only_who_may_submit_submits(ready, ben):
    with pytest.raises(NotAllowed):
        submit(ready, ben)
    assert ready.events(Event.DENIED)[0].data == {"capability": "marks-submit"}


def test_the_trail_tells_what_was_sent(ready, ann):
    sent = submit(ready, ann)
    event = ready.events(Event.SHEET_SUBMITTED)[0]
    assert event.data["receipt"] == sent.receipt
    assert (event.data["version"], event.data["digest"], event.data["entered"]) == (1, sent.digest, 3)


def test_declarations_stop_a_submission_where_the_awarding_body_says_so(ready, ann, settings):
    settings.DECLARATIONS_BLOCK = True
    refusal = refused(ready, ann)
    assert refusal.code == "undeclared"
    declare(ready.address, ["candidates-informed", "review-closed", "work-authenticated"], by=ann)
    assert len(submit(ready, ann).heading["declarations"]) == 3


# ---------------------------------------------------------------- receiving


def test_what_arrived_whole_is_received_once(ready, ann):
    sent = ready.submit(ann)
    again = receive_submission(sent.pk, by=Actor.system("worker", centre_id=ready.centre.pk))
    assert again.received_at is not None
    assert ready.stored().state == "received"
    assert len(ready.events(Event.SHEET_RECEIVED)) == 1


def alter(statement, sheet=None):
    """What the application tries for a sheet's centre; without a sheet, what only the database's owner could do."""
    turn = tenancy.for_centre(sheet.centre.pk) if sheet else nullcontext()
    with turn, connections["default" if sheet else "owner"].cursor() as cursor:
        cursor.execute(statement)


def test_a_submission_that_did_not_arrive_whole_is_not_received(transactional_db, ready, ann):
    sent = submit(ready, ann)
    alter("DELETE FROM assessment_submittedmark WHERE number = '0002'")
    with pytest.raises(Refused) as refusal:
        receive_submission(sent.pk, by=Actor.system("worker", centre_id=ready.centre.pk))
    assert refusal.value.code == "not-whole"
    assert ready.stored().state == "sending"


def test_what_was_submitted_reads_back_as_it_was_sealed(ready, ann):
    sent = submit(ready, ann)
    with tenancy.reading(ann):
        stored = Submission.objects.visible_to(ann).get(pk=sent.pk)
        assert is_intact(stored, list(lines_of(ann, stored)))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessment_submittedmark SET mark = 70",
        "DELETE FROM assessment_submittedmark",
        "UPDATE assessment_submission SET totals = '{}'",
        "DELETE FROM assessment_submission",
    ],
)
def test_the_application_cannot_rewrite_what_was_submitted(received, statement):
    with pytest.raises(DatabaseError, match="permission denied"):
        alter(statement, received)


# ---------------------------------------------------------------- reopening, and the next version


def test_a_reopened_sheet_takes_marks_again_and_says_why(received, ann, olu):
    reopen_sheet(received.at_board, reason="0001 looks swapped.", by=olu)
    received.give(ann, "0001", "60", checked=True)
    assert (received.stored().state, received.stored().reopened_reason) == ("reopened", "0001 looks swapped.")
    assert received.marks(ann)["0001"] == "60"


def test_the_next_version_marks_what_changed_and_leaves_the_first_as_it_was(received, ann, olu):
    with tenancy.reading(ann):
        first = Submission.objects.visible_to(ann).get()
    reopen_sheet(received.at_board, reason="Look again.", by=olu)
    received.give(ann, "0001", "60", checked=True)
    second = received.submit(ann)
    assert (second.version, second.why) == (2, "Look again.")
    assert {number: line.previous for number, line in lines(received, ann, second).items()} == {
        "0001": "1", "0002": "", "0003": ""
    }  # fmt: skip
    assert str(lines(received, ann, first)["0001"].mark) == "1.0"


def test_a_candidate_entered_late_is_marked_in_the_next_version(received, ann, olu):
    reopen_sheet(received.at_board, reason="A late entry.", by=olu)
    make_cohort(received.centre, received.component, 1)
    received.give(ann, "0004", "9", checked=True)
    late = lines(received, ann, received.submit(ann))["0004"]
    assert (late.late_added_on, late.previous) == (clock.today(), "")


def test_a_candidate_withdrawn_since_is_not_in_the_next_version(received, ann, olu):
    reopen_sheet(received.at_board, reason="Gone.", by=olu)
    received.withdraw("0003")
    sent = received.submit(ann)
    assert (list(lines(received, ann, sent)), sent.totals["entered"]) == (["0001", "0002"], 2)


def test_every_version_has_a_receipt_of_its_own(received, ann, olu):
    reopen_sheet(received.at_board, reason="Again.", by=olu)
    received.submit(ann)
    with tenancy.reading(ann):
        receipts = {sent.receipt for sent in Submission.objects.visible_to(ann)}
    assert len(receipts) == 2


def test_a_draft_is_not_reopened(ready, olu):
    with pytest.raises(Refused) as refusal:
        reopen_sheet(ready.at_board, reason="Why not", by=olu)
    assert refusal.value.code == "not-now"


def test_a_centre_does_not_reopen_its_own_sheet(received, ann):
    with pytest.raises(NotAllowed):
        reopen_sheet(received.address, reason="We want to", by=ann)


def test_reopening_is_in_the_centres_own_trail_with_its_reason(received, olu):
    reopen_sheet(received.at_board, reason="Look again.", by=olu)
    event = received.events(Event.SHEET_REOPENED)[0]
    assert (event.person_name, event.reason) == ("Olu Grant", "Look again.")


def test_moderation_begins_once_and_only_on_what_was_received(received, olu):
    begin_moderation(received.at_board, by=olu)
    begin_moderation(received.at_board, by=olu)
    assert len(received.events(Event.MODERATION_BEGAN)) == 1


def test_moderation_of_a_draft_is_refused(ready, olu):
    with pytest.raises(Refused) as refusal:
        begin_moderation(ready.at_board, by=olu)
    assert refusal.value.code == "not-received"


# ---------------------------------------------------------------- carried forward (R-CF-1, R-CF-3)


def test_who_carries_a_grade_forward_is_on_the_form_without_one_and_never_on_the_sheet(a_sheet, ann):
    sheet = a_sheet("J351/03", graded=True)
    other = make_option(sheet.component, code="C", carried_forward=True)
    other.components.clear()
    make_entry(make_candidate(sheet.centre), other)
    sheet.fill(ann, "P")
    sent = submit(sheet, ann)
    found = lines(sheet, ann, sent)
    assert "0004" not in sheet.marks(ann)
    assert (found["0004"].carried_forward, found["0004"].grade, sent.totals["entered"]) == (True, "", 3)


# ---------------------------------------------------------------- is this paper genuine (R-IMS-2)


def test_receipt_and_check_code_prove_a_form(received, ann, olu):
    with tenancy.reading(ann):
        sent = Submission.objects.visible_to(ann).get()
    typed = sent.receipt.replace("-", " ").replace("0", "O").lower()
    verdict = verify_form(typed, sent.check_code.replace("1", "l"), by=olu)
    assert (verdict.genuine, verdict.submission) == (True, sent)


@pytest.mark.parametrize("wrong", ["receipt", "code", "both"])
def test_a_receipt_or_a_code_that_is_not_ours_is_not_genuine(received, ann, olu, wrong):
    with tenancy.reading(ann):
        sent = Submission.objects.visible_to(ann).get()
    receipt = sent.receipt if wrong == "code" else "10001-0000-0000"
    code = sent.check_code if wrong == "receipt" else "0000-0000"
    assert not verify_form(receipt, code, by=olu).genuine


def test_a_mark_altered_in_the_database_is_found_out(transactional_db, received, ann, olu):
    with tenancy.reading(ann):
        sent = Submission.objects.visible_to(ann).get()
    alter("UPDATE assessment_submittedmark SET mark = mark + 1 WHERE number = '0001'")
    assert not verify_form(sent.receipt, sent.check_code, by=olu).genuine


def test_looking_at_a_form_is_recorded_with_its_centre_if_it_is_known(received, ann, olu):
    with tenancy.reading(ann):
        sent = Submission.objects.visible_to(ann).get()
    verify_form(sent.receipt, "wrong", by=olu)
    assert received.events(Event.FORM_VERIFIED)[0].data == {"receipt": sent.receipt, "genuine": False}


def test_a_sheet_may_be_saved_and_sent_whole_however_many_times_it_is_reopened(received, ann, olu):
    for version in (2, 3):
        reopen_sheet(received.at_board, reason="Again.", by=olu)
        save_marks(
            received.address,
            [Typed(row.number, row.version, str(version * 10), checked=True) for row in received.rows(ann)],
            how=How.PASTE, by=ann,
        )  # fmt: skip
        sent = received.submit(ann)
        assert (sent.version, received.stored().version) == (version, version)


def test_someone_of_another_centre_cannot_submit_it(ready, elsewhere):
    stranger = make_actor("Sid Stranger", Role.SCM, centre=elsewhere)
    assert refused(ready, stranger).code == "incomplete"
    assert ready.stored().state == "open"
