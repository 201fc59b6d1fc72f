"""Two persons for what one should not do alone; another's eyes; broken glass (3.3)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from interchange.accounts.factories import as_actor, browser_of, make_actor, make_membership
from interchange.accounts.models import ActingAs, Approval, Membership, SignedIn
from interchange.accounts.queries.approvals import approvals_waiting, count_waiting_for
from interchange.accounts.roles import WHO_MAY, Capability, Role
from interchange.accounts.rules.approvals import KINDS
from interchange.accounts.services.acting import ask_for_glass, close_glass, start_acting
from interchange.accounts.services.approvals import decide_approval, withdraw_approval
from interchange.accounts.steps.approvals import EFFECTS
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.core import clock, tenancy
from interchange.core.errors import Refused
from interchange.notifications.models import Notice

WHY = "the import of candidates stopped at row 17"


@pytest.fixture
def sy(db):
    """Sy the system administrator."""
    return make_membership("Sy Stemple", Role.SYSTEM)


@pytest.fixture
def seb(db):
    """Seb the security officer."""
    return make_actor("Seb Curie", Role.SECURITY)


@pytest.fixture
def sue(db):
    """Sue the support agent."""
    return make_membership("Sue Porter", Role.SUPPORT)


def capabilities(membership):
    return as_actor(Membership.objects.select_related("person", "centre").get(pk=membership.pk)).capabilities


def test_every_kind_is_carried_out_by_something():
    assert set(EFFECTS) == set(KINDS)


def test_whoever_may_approve_a_kind_may_open_the_page_for_it():
    assert all(WHO_MAY[kind.approves] <= WHO_MAY[Capability.SECOND_PERSON] for kind in KINDS.values())


def test_glass_breaks_when_a_second_person_approves_and_for_an_hour(sy, seb):
    asked = ask_for_glass(WHY, by=as_actor(sy))
    assert "sheets-inspect" not in capabilities(sy)
    assert count_waiting_for(seb) == 1
    decide_approval(asked.pk, approve=True, by=seb)
    assert "sheets-inspect" in capabilities(sy)
    assert "results-view" not in capabilities(sy)
    with clock.pretend(clock.now() + timedelta(minutes=61)):
        assert "sheets-inspect" not in capabilities(sy)
    assert Notice.objects.filter(person_id=seb.person_id, kind="glass-broken").exists()


def test_glass_is_closed_early_and_twice_without_harm(sy, seb):
    decide_approval(ask_for_glass(WHY, by=as_actor(sy)).pk, approve=True, by=seb)
    close_glass(by=as_actor(sy))
    close_glass(by=as_actor(sy))
    assert "sheets-inspect" not in capabilities(sy)


@pytest.mark.parametrize("roles", [[Role.SYSTEM, Role.SECURITY]])
def test_nobody_approves_what_they_asked_for(db, roles):
    both = make_actor("Bo Both", *roles)
    asked = ask_for_glass(WHY, by=both)
    with pytest.raises(Refused) as refusal:
        decide_approval(asked.pk, approve=True, by=both)
    assert refusal.value.code == "same-person"


def test_the_database_itself_keeps_the_two_persons_apart(sy, seb):
    asked = ask_for_glass(WHY, by=as_actor(sy))
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=asked.pk).update(outcome="approved", decided_by=asked.started_by_id)


def test_a_refusal_needs_a_reason_and_changes_nothing(sy, seb):
    asked = ask_for_glass(WHY, by=as_actor(sy))
    with pytest.raises(Refused):
        decide_approval(asked.pk, approve=False, note="no", by=seb)
    decide_approval(asked.pk, approve=False, note="mend it in the test system", by=seb)
    assert "sheets-inspect" not in capabilities(sy)


def test_what_is_decided_is_decided_once(sy, seb):
    asked = ask_for_glass(WHY, by=as_actor(sy))
    decide_approval(asked.pk, approve=True, by=seb)
    with pytest.raises(Refused) as refusal:
        decide_approval(asked.pk, approve=False, note="on second thoughts no", by=seb)
    assert refusal.value.code == "approval-decided"


def test_the_same_is_not_asked_for_twice_and_only_the_asker_takes_it_back(sy, seb):
    by = as_actor(sy)
    asked = ask_for_glass(WHY, by=by)
    with pytest.raises(Refused) as refusal:
        ask_for_glass(WHY, by=by)
    assert refusal.value.code == "approval-waiting"
    with pytest.raises(Http404):
        withdraw_approval(asked.pk, by=seb)
    withdraw_approval(asked.pk, by=by)
    assert approvals_waiting(by) == []
    ask_for_glass(WHY, by=by)


def test_who_may_approve_other_kinds_may_not_approve_this_one(sy, db):
    leo = make_actor("Leo Lindqvist", Role.SUPPORT_LEAD)
    asked = ask_for_glass(WHY, by=as_actor(sy))
    with pytest.raises(Http404):
        decide_approval(asked.pk, approve=True, by=leo)
    assert approvals_waiting(leo) == []


# ---------------------------------------------------------------- through a user's eyes


@pytest.fixture
def looking(sue, ben):
    """Sue's browser while she sees the site as Ben does."""
    browser = browser_of(sue)
    answer = browser.post(f"/desk/act-as/{ben.membership_id}/", {"reason": WHY})
    assert answer.status_code == 302
    return browser


def test_staff_see_a_user_s_pages_with_a_banner(looking, ben):
    page = looking.get("/welcome/").content.decode()
    assert "You see the site as <strong>Ben Shaw</strong>" in page
    assert ben.centre_name in page


@pytest.mark.parametrize(
    "path", ["/coursework/enter/", "/change-password/", "/account/security/", "/sign-out/"]
)
def test_whoever_looks_through_another_s_eyes_changes_nothing(looking, path):
    assert looking.post(path, {}).status_code == 403


@pytest.mark.parametrize("path", ["/change-password/", "/account/security/", "/users/", "/keys/"])
def test_another_s_account_and_what_changes_things_stay_shut(looking, path):
    assert looking.get(path).status_code == 403


def test_the_centre_finds_who_looked_at_what_and_why(looking, ben):
    looking.get("/welcome/")
    with tenancy.for_centre(ben.centre_id):
        began = EventRecord.unscoped.get(name=Event.ACT_AS_STARTED.value)
        looks = EventRecord.unscoped.filter(name=Event.ACTING_LOOKED.value)
        assert (began.reason, began.person_name) == (WHY, "Sue Porter")
        assert [one.data["page"] for one in looks] == ["/welcome/"]
        assert {one.person_name for one in looks} == {"Sue Porter"}


def test_looking_stops_when_asked_and_after_an_hour(looking, ben, sue):
    with clock.pretend(clock.now() + timedelta(minutes=20)):
        assert "Ben Shaw" in looking.get("/welcome/").content.decode()
    assert looking.post("/acting/stop/").status_code == 302
    assert "You see the site as" not in looking.get("/welcome/").content.decode()
    assert ActingAs.objects.get().ended_at is not None


def test_looking_ends_after_its_hour_by_itself(sue, ben):
    session = SignedIn.objects.get(pk=browser_of(sue).session["signed_in"])
    start_acting(ben.membership_id, WHY, session=session, by=as_actor(sue))
    SignedIn.objects.filter(pk=session.pk).update(seen_at=clock.now() + timedelta(minutes=60))
    ActingAs.objects.update(until=clock.now())
    browser = browser_of(sue)
    assert "You see the site as" not in browser.get("/welcome/").content.decode()


def test_nobody_looks_through_a_colleague_s_eyes_or_without_a_reason(sue, seb, ben):
    browser = browser_of(sue)
    assert browser.post(f"/desk/act-as/{seb.membership_id}/", {"reason": WHY}).status_code == 404
    short = browser.post(f"/desk/act-as/{ben.membership_id}/", {"reason": "why"})
    assert short.status_code == 422
    assert b"Say why" in short.content
