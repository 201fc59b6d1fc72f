"""Changing a mark after submission (6.7; R-CHG-2, R-CHG-4)."""

from uuid import uuid4

import pytest
from django.http import Http404

from interchange.assessment.models import ChangeRequest, Submission
from interchange.assessment.queries import asking
from interchange.assessment.queries.submissions import lines_of
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.desk import begin_moderation, reopen_sheet
from interchange.assessment.services.requests import countersign_change, decide_change, request_change
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.errors import NotAllowed, Refused


@pytest.fixture
def received(sheet, ann):
    """A sheet of marks 1, 2 and 3 that the awarding body has received."""
    sheet.fill(ann)
    sheet.submit(ann)
    return sheet


@pytest.fixture
def moderated(received, olu):
    """The same, with moderation begun."""
    begin_moderation(received.at_board, by=olu)
    return received


def ask(sheet, by, mark="60", *, number="0001", key=None, **more):
    wish = Typed(number, 0, mark, **more)
    return request_change(
        sheet.address, wish, why="Added up wrongly", evidence="Page 3", key=key or uuid4(), by=by
    )


def decide(asked, verb, by):
    return decide_change(asked.pk, verb, decision="We looked.", by=by)


def sent_versions(sheet, by):
    with tenancy.reading(by):
        found = Submission.objects.visible_to(by).order_by("version")
        return [(sent.version, {line.number: line.mark for line in lines_of(by, sent)}) for sent in found]


# ---------------------------------------------------------------- before moderation: at once


def test_before_moderation_a_change_is_applied_at_once_as_a_new_version(received, ann):
    asked = ask(received, ann)
    assert (asked.state, received.marks(ann)["0001"]) == ("applied", "60")
    assert [(version, int(marks["0001"])) for version, marks in sent_versions(received, ann)] == [
        (1, 1),
        (2, 60),
    ]


def test_a_change_at_once_is_on_its_way_to_the_awarding_body_again(received, ann):
    ask(received, ann)
    assert (received.stored().state, received.stored().version) == ("sending", 2)


def test_the_trail_tells_old_new_and_why(received, ann):
    ask(received, ann)
    event = received.events(Event.CHANGE_REQUESTED)[0]
    assert (event.data["number"], event.data["old"], event.data["new"], event.reason) == (
        "0001", "1", "60", "Added up wrongly"
    )  # fmt: skip
    assert received.events(Event.MARKS_SAVED)[-1].data["rows"][0][:3] == ["0001", "1", "60"]


def test_the_same_request_sent_twice_is_one_request(received, ann):
    key = uuid4()
    first = ask(received, ann, key=key)
    assert ask(received, ann, key=key).pk == first.pk
    assert received.stored().version == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"mark": "71"}, "71 is more than the maximum of 70."),
        ({"mark": ""}, "Enter the mark or grade that it should be, or tick Absent."),
        ({"mark": "0"}, "Say why this mark is 0."),
        ({"mark": "1"}, "1 is what was submitted. Enter the value that it should be."),
        ({"mark": "60", "absent": True}, "Remove the mark or untick absent."),
    ],
)
def test_a_wish_that_is_no_change_is_refused_with_what_to_do(received, ann, typed, said):
    with pytest.raises(Refused) as refusal:
        ask(received, ann, **typed)
    assert (refusal.value.code, refusal.value.message) == ("value", said)


@pytest.mark.parametrize("number", ["0009", "", "x" * 400])
def test_a_candidate_who_is_not_on_the_sheet_cannot_be_changed(received, ann, number):
    with pytest.raises(Refused) as refusal:
        ask(received, ann, number=number)
    assert refusal.value.code == "no-such-candidate"


def test_absent_may_be_asked_for(received, ann):
    ask(received, ann, "", absent=True)
    assert received.marks(ann)["0001"] == "Absent"


def test_a_draft_is_changed_on_the_sheet_and_not_by_asking(sheet, ann):
    sheet.fill(ann)
    with pytest.raises(Refused) as refusal:
        ask(sheet, ann)
    assert refusal.value.code == "not-received"


def test_who_may_not_submit_may_not_ask(received, ben):
    with pytest.raises(NotAllowed):
        ask(received, ben)


# ---------------------------------------------------------------- after moderation began: two signatures, a decision


def test_after_moderation_began_a_change_waits_and_the_mark_stands(moderated, ann):
    asked = ask(moderated, ann)
    assert (asked.state, moderated.marks(ann)["0001"], moderated.stored().version) == ("requested", "1", 1)


def test_the_second_signature_is_another_persons(moderated, ann, sam):
    asked = ask(moderated, ann)
    with pytest.raises(Refused) as refusal:
        countersign_change(asked.pk, by=ann)
    assert refusal.value.code == "same-person"
    assert countersign_change(asked.pk, by=sam).countersigned_by == "Sam Okafor"


def test_signing_twice_is_signing_once(moderated, ann, sam, sue):
    asked = ask(moderated, ann)
    countersign_change(asked.pk, by=sam)
    assert countersign_change(asked.pk, by=sue).countersigned_by == "Sam Okafor"


def test_accepting_needs_both_signatures(moderated, ann, olu):
    asked = ask(moderated, ann)
    with pytest.raises(Refused) as refusal:
        decide(asked, "accept", olu)
    assert refusal.value.code == "one-signature"


def test_accepting_applies_the_change_as_a_new_version(moderated, ann, sam, olu):
    asked = ask(moderated, ann)
    countersign_change(asked.pk, by=sam)
    decide(asked, "accept", olu)
    assert (moderated.marks(ann)["0001"], moderated.stored().version) == ("60", 2)
    assert sent_versions(moderated, ann)[1][1]["0001"] == 60


def test_refusing_leaves_the_mark_and_says_why(moderated, ann, olu):
    decided = decide(ask(moderated, ann), "refuse", olu)
    assert (decided.state, decided.decision, decided.decided_by) == ("refused", "We looked.", "Olu Grant")
    assert moderated.marks(ann)["0001"] == "1"


def test_the_work_may_be_asked_for_before_deciding(moderated, ann, sam, olu):
    asked = ask(moderated, ann)
    countersign_change(asked.pk, by=sam)
    assert decide(asked, "ask for work", olu).state == "needs_work"
    assert decide(asked, "accept", olu).state == "applied"


@pytest.mark.parametrize("verb", ["accept", "refuse", "ask for work"])
def test_what_is_decided_is_not_decided_again(moderated, ann, sam, olu, verb):
    asked = ask(moderated, ann)
    countersign_change(asked.pk, by=sam)
    decide(asked, "refuse", olu)
    with pytest.raises(Refused) as refusal:
        decide(asked, verb, olu)
    assert refusal.value.code == "not-now"


def test_a_decided_request_is_not_signed_any_more(moderated, ann, sam, olu):
    asked = ask(moderated, ann)
    decide(asked, "refuse", olu)
    with pytest.raises(Refused) as refusal:
        countersign_change(asked.pk, by=sam)
    assert refusal.value.code == "decided"


def test_a_change_of_a_sheet_that_was_reopened_meanwhile_is_not_applied(moderated, ann, sam, olu):
    asked = ask(moderated, ann)
    countersign_change(asked.pk, by=sam)
    reopen_sheet(moderated.at_board, reason="All of it.", by=olu)
    with pytest.raises(Refused):
        decide(asked, "accept", olu)
    with tenancy.reading(olu):
        assert ChangeRequest.objects.visible_to(olu).get().state == "requested"


def test_a_change_for_a_candidate_withdrawn_meanwhile_is_not_applied(moderated, ann, sam, olu):
    asked = ask(moderated, ann)
    countersign_change(asked.pk, by=sam)
    moderated.withdraw("0001")
    with pytest.raises(Refused) as refusal:
        decide(asked, "accept", olu)
    assert refusal.value.code == "no-such-candidate"
    assert moderated.stored().version == 1


def test_a_centre_does_not_decide_its_own_request(moderated, ann, sam):
    with pytest.raises(NotAllowed):
        decide(ask(moderated, ann), "accept", sam)


def test_another_centre_neither_sees_nor_signs_the_request(moderated, ann, cal):
    asked = ask(moderated, ann)
    with pytest.raises(Http404):
        countersign_change(asked.pk, by=cal)
    with tenancy.reading(cal):
        assert asking.of_centre(cal)["changes"] == []


def test_a_request_that_never_was_is_missing(db, olu, sam):
    with pytest.raises(Http404):
        decide_change(uuid4(), "accept", decision="x", by=olu)
    with pytest.raises(Http404):
        countersign_change(uuid4(), by=sam)


def test_the_centre_sees_who_has_still_to_sign(moderated, ann, sam):
    ask(moderated, ann)
    for person, may_sign in ((ann, False), (sam, True)):
        with tenancy.reading(person):
            shown = asking.of_centre(person)["changes"][0]
        assert (shown["may_sign"], shown["needs_signature"]) == (may_sign, True)


def test_the_board_sees_each_request_with_its_centre(moderated, ann, olu):
    ask(moderated, ann)
    with tenancy.reading(olu):
        line = asking.of_board(olu, list(asking.waiting_changes(olu)))[0]
    assert (line["centre_number"], line["new"], line["state"].word) == (
        "10001",
        "60",
        "Waiting for a decision",
    )
