"""No second factor is reset and no address changed by the awarding body before it has called back (1.16, 5.3.7)."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from interchange.accounts.factories import as_actor, browser_of, make_actor, make_call, make_membership
from interchange.accounts.models import AccountCall, Membership
from interchange.accounts.queries.approvals import approvals_waiting
from interchange.accounts.roles import Role
from interchange.accounts.rules.calls import CALL_LASTS, Made, Outcome, Typed, read_call, refuse_without_call
from interchange.accounts.services import helping
from interchange.accounts.services.approvals import decide_approval
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.core import clock, tenancy
from interchange.core.errors import Refused, RefusedTogether

WHY = "her telephone was stolen on the train"
SAID = Typed("reset-factor", "confirmed", "Hana Novák", "Message 12")
KINDS = ["reset-factor", "change-address"]


@pytest.fixture
def sue(db):
    """Sue the support agent."""
    return make_membership("Sue Porter", Role.SUPPORT)


@pytest.fixture
def leo(db):
    """Leo the support lead."""
    return make_actor("Leo Lindqvist", Role.SUPPORT_LEAD)


@pytest.fixture
def head(centre):
    """The head of centre as the awarding body holds it."""
    with tenancy.for_staff():
        return apps.get_model("centres", "HeadOfCentre").unscoped.create(
            centre_id=centre.pk,
            name="Hana Novák",
            email="h@long.example",
            phone="01632 960 310",
            noted_by="April",
        )


def account(actor):
    return Membership.objects.select_related("person").get(pk=actor.membership_id)


def ask(actor, by, kind="reset-factor"):
    words = {"email": "new@long.example"} if kind == "change-address" else {}
    return helping.ASKING[kind](actor.membership_id, WHY, **words, by=by)


def refused(act):
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_call_nothing_is_asked_for(ann, sue, kind):
    assert refused(lambda: ask(ann, as_actor(sue), kind)) == "no-call"


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_about_one_thing_does_not_count_for_another(ann, sue, kind):
    [other] = set(KINDS) - {kind}
    make_call(account(ann), other, by=as_actor(sue))
    assert refused(lambda: ask(ann, as_actor(sue), kind)) == "no-call"


def test_the_number_is_the_one_held_and_the_record_says_who_rang_whom_when(ann, sue, head):
    noted = helping.note_account_call(ann.membership_id, SAID, by=as_actor(sue))
    kept = AccountCall.objects.select_related("by").get(pk=noted.pk)
    assert (kept.head, kept.phone, kept.spoke_to) == ("Hana Novák", "01632 960 310", "Hana Novák")
    assert (str(kept.by), kept.reference, kept.outcome) == ("Sue Porter", "Message 12", "confirmed")


def test_the_call_stands_in_the_trail_of_the_centre(ann, sue, head):
    helping.note_account_call(ann.membership_id, SAID, by=as_actor(sue))
    with tenancy.for_centre(ann.centre_id):
        event = EventRecord.unscoped.get(name=Event.CALLED_BACK.value)
    assert (event.person_name, event.subject) == ("Sue Porter", f"person:{ann.person_id}")
    assert event.data["reference"] == "Message 12"


def test_where_no_head_is_held_no_number_is_called(ann, sue):
    assert refused(lambda: helping.note_account_call(ann.membership_id, SAID, by=as_actor(sue))) == "no-head"


def test_the_second_person_reads_the_call_in_one_statement(ann, sue, leo, head):
    helping.note_account_call(ann.membership_id, SAID, by=as_actor(sue))
    ask(ann, as_actor(sue))
    with CaptureQueriesContext(connection) as statements:
        [line] = approvals_waiting(leo)
        assert line.call is not None
        assert (line.call.phone, str(line.call.by)) == ("01632 960 310", "Sue Porter")
    assert len(statements) == 1


def test_a_call_serves_one_request(ann, sue, leo):
    make_call(account(ann), by=as_actor(sue))
    decide_approval(ask(ann, as_actor(sue)).pk, approve=False, note="not convinced by it", by=leo)
    assert refused(lambda: ask(ann, as_actor(sue))) == "no-call"


def test_what_the_head_denies_after_all_is_not_approved(ann, sue, leo, head):
    make_call(account(ann), by=as_actor(sue))
    asked = ask(ann, as_actor(sue))
    denied = Typed("reset-factor", "denied", "Hana Novák", "Message 13")
    helping.note_account_call(ann.membership_id, denied, by=as_actor(sue))
    assert refused(lambda: decide_approval(asked.pk, approve=True, by=leo)) == "call-denied"
    assert account(ann).person.factor_lost_at is None


def test_the_database_ties_a_request_to_a_confirmed_call_alone(ann, sue):
    call = make_call(account(ann), by=as_actor(sue))
    ask(ann, as_actor(sue))
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountCall.objects.filter(pk=call.pk).update(outcome="denied")


# ---------------------------------------------------------------- the rule


HOUR = timedelta(hours=1)
NOON = clock.real()
CALLS = st.lists(
    st.builds(
        Made,
        st.sampled_from(Outcome),
        st.integers(-40, 0).map(lambda hours: NOON + hours * HOUR),
        st.booleans(),
    ),
    max_size=6,
)


@pytest.mark.parametrize(
    ("calls", "code"),
    [
        ([], "no-call"),
        ([Made(Outcome.CONFIRMED, NOON - CALL_LASTS)], ""),
        ([Made(Outcome.CONFIRMED, NOON - CALL_LASTS - HOUR)], "no-call"),
        ([Made(Outcome.CONFIRMED, NOON, used=True)], "no-call"),
        ([Made(Outcome.NOT_REACHED, NOON)], "no-call"),
        ([Made(Outcome.CONFIRMED, NOON - HOUR), Made(Outcome.NOT_REACHED, NOON)], ""),
        ([Made(Outcome.CONFIRMED, NOON - HOUR), Made(Outcome.DENIED, NOON)], "call-denied"),
        ([Made(Outcome.DENIED, NOON - HOUR), Made(Outcome.CONFIRMED, NOON)], ""),
    ],
)
def test_the_last_word_of_the_head_within_a_day_counts(calls, code):
    if code:
        assert refused(lambda: refuse_without_call(calls, at=NOON)) == code
    else:
        refuse_without_call(calls, at=NOON)


@given(CALLS)
def test_nothing_rests_on_calls_without_a_fresh_yes(calls):
    fresh = [
        one
        for one in calls
        if one.outcome is Outcome.CONFIRMED and not one.used and NOON - one.at <= CALL_LASTS
    ]
    if not fresh:
        assert refused(lambda: refuse_without_call(calls, at=NOON)) in ("no-call", "call-denied")


def test_all_that_is_missing_is_told_at_once():
    with pytest.raises(RefusedTogether) as refusal:
        read_call(Typed("", "", "", "", "x" * 1001), about=KINDS)
    assert [part.code for part in refusal.value.parts] == [
        "about",
        "outcome",
        "spoke_to",
        "reference",
        "note",
    ]


def test_who_is_not_reached_has_no_name():
    assert read_call(Typed("reset-factor", "not reached", "", "Log 7"), about=KINDS).spoke_to == ""


# ---------------------------------------------------------------- the pages


def test_a_call_is_noted_and_the_reset_asked_for_on_the_pages(ann, sue, head):
    browser, where = browser_of(sue), f"/desk/people/{ann.membership_id}/"
    early = browser.post(f"{where}ask/reset-factor/", {"why": WHY})
    assert early.status_code == 422
    assert f"{where}call/?about=reset-factor" in early.content.decode()
    page = browser.get(f"{where}call/?about=reset-factor").content.decode()
    assert "01632 960 310" in page
    assert '<option value="reset-factor" selected>' in page
    said = {
        "about": "reset-factor",
        "outcome": "confirmed",
        "spoke_to": "Hana",
        "reference": "Log 9",
        "note": "",
    }
    assert browser.post(f"{where}call/", said | {"phone": "07700 900 000"}).status_code == 302
    assert browser.post(f"{where}ask/reset-factor/", {"why": WHY}).status_code == 302
    shown = browser.get(where).content.decode()
    assert "Sue Porter rang Hana Novák on 01632 960 310 and spoke to Hana. Confirmed." in shown
    assert "07700" not in shown


def test_a_call_that_lacks_something_comes_back_as_it_was_typed(ann, sue, head):
    answer = browser_of(sue).post(f"/desk/people/{ann.membership_id}/call/", {"note": "rang <twice>"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "rang &lt;twice&gt;" in page
    assert all(f'href="#{field}"' in page for field in ("about", "outcome", "spoke_to", "reference"))


def test_without_a_number_the_page_offers_no_form(ann, sue):
    page = browser_of(sue).get(f"/desk/people/{ann.membership_id}/call/").content.decode()
    assert "no number to call" in page
    assert 'name="reference"' not in page
