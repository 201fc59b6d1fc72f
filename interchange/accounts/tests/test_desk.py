"""Two persons for what one should not do alone; another's eyes; broken glass (3.3)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from interchange.accounts.factories import as_actor, browser_of, make_actor, make_call, make_membership
from interchange.accounts.models import ActingAs, Approval, Membership, OneUseLink, Person
from interchange.accounts.queries.approvals import approvals_waiting, count_waiting_for
from interchange.accounts.roles import WHO_MAY, Capability, Role
from interchange.accounts.rules.approvals import KINDS
from interchange.accounts.rules.helping import HELPS, helps_for
from interchange.accounts.services import helping, staff
from interchange.accounts.services.acting import ask_for_glass, close_glass
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


@pytest.mark.parametrize("over", ["until", "ended_at"])
def test_looking_ends_after_its_hour_by_itself_and_where_it_was_ended(looking, over):
    ActingAs.objects.update(**{over: clock.now()})
    assert "You see the site as" not in looking.get("/welcome/").content.decode()


def test_nobody_looks_through_a_colleague_s_eyes_or_without_a_reason(sue, seb, ben):
    browser = browser_of(sue)
    assert browser.post(f"/desk/act-as/{seb.membership_id}/", {"reason": WHY}).status_code == 404
    short = browser.post(f"/desk/act-as/{ben.membership_id}/", {"reason": "why"})
    assert short.status_code == 422
    assert b"Say why" in short.content


# ---------------------------------------------------------------- help, alone and with a second person


@pytest.fixture
def leo(db):
    """Leo the support lead."""
    return make_actor("Leo Lindqvist", Role.SUPPORT_LEAD)


def account(actor):
    return Membership.objects.select_related("person").get(pk=actor.membership_id)


def test_an_administrator_who_forgot_the_password_gets_a_link_from_the_awarding_body(ann, sue):
    Person.objects.filter(pk=ann.person_id).update(email="ann@long.example")
    helping.send_link(ann.membership_id, by=as_actor(sue))
    assert account(ann).person.reset_required_at is not None
    assert Notice.objects.filter(person_id=ann.person_id, kind="password-link").exists()


def test_the_last_administrator_is_suspended_restored_and_closed_by_the_awarding_body_alone(ann, leo):
    by, browser = leo, browser_of(account(ann))
    helping.suspend_account(ann.membership_id, WHY, by=by)
    assert browser.get("/welcome/").status_code == 302
    helping.restore_account(ann.membership_id, by=by)
    assert browser.get("/welcome/").status_code == 302
    helping.close_account(ann.membership_id, WHY, by=by)
    assert account(ann).ended_at is not None


def test_an_administrator_s_second_factor_is_reset_when_a_second_person_approves(ann, sue, leo):
    make_call(account(ann), by=as_actor(sue))
    asked = helping.ask_factor_reset(ann.membership_id, WHY, by=as_actor(sue))
    assert account(ann).person.factor_lost_at is None
    decide_approval(asked.pk, approve=True, by=leo)
    assert account(ann).person.factor_lost_at is not None


def test_an_administrator_s_address_changes_when_approved_and_confirmed_there(ann, sue, leo):
    make_call(account(ann), "change-address", by=as_actor(sue))
    asked = helping.ask_address_change(ann.membership_id, WHY, "ann.lee@long.example", by=as_actor(sue))
    assert not OneUseLink.objects.filter(purpose="email").exists()
    decide_approval(asked.pk, approve=True, by=leo)
    assert OneUseLink.objects.get(purpose="email").address == "ann.lee@long.example"
    assert account(ann).person.email != "ann.lee@long.example"


def test_support_does_not_help_itself_or_a_colleague(sue, seb):
    with pytest.raises(Refused) as own:
        helping.send_link(sue.pk, by=as_actor(sue))
    with pytest.raises(Refused) as other:
        helping.end_all_sessions(seb.membership_id, by=as_actor(sue))
    assert (own.value.code, other.value.code) == ("own-account", "colleague")


@pytest.mark.parametrize("verb", HELPS)
def test_each_help_says_what_will_happen_and_does_it(ann, leo, verb):
    Person.objects.filter(pk=ann.person_id).update(email="ann@long.example")
    if verb == "restore":
        helping.suspend_account(ann.membership_id, WHY, by=leo)
    browser, where = browser_of(account(leo)), f"/desk/people/{ann.membership_id}/help/{verb}/"
    assert HELPS[verb].effect[:30] in browser.get(where).content.decode()
    assert browser.post(where, {"why": WHY}).status_code == 302


@pytest.mark.parametrize(
    ("may_suspend", "suspended", "offered"),
    [
        (False, False, []),
        (False, True, []),
        (True, False, ["suspend", "close"]),
        (True, True, ["restore", "close"]),
    ],
)
def test_suspending_is_offered_of_who_is_not_suspended_and_restoring_of_who_is(
    may_suspend, suspended, offered
):
    codes = [one.code for one in helps_for(may_suspend=may_suspend, suspended=suspended)]
    assert codes == ["send-link", "unlock", "end-sessions", *offered]


@pytest.mark.parametrize("verb", [code for code, one in HELPS.items() if one.serious])
def test_an_agent_alone_neither_suspends_nor_closes(ann, sue, verb):
    where = f"/desk/people/{ann.membership_id}/help/{verb}/"
    assert browser_of(sue).post(where, {"why": WHY}).status_code == 404


def test_a_help_without_its_reason_comes_back_with_what_is_missing(ann, leo):
    answer = browser_of(account(leo)).post(f"/desk/people/{ann.membership_id}/help/close/", {"why": "x"})
    assert (answer.status_code, account(ann).ended_at) == (422, None)


def test_a_person_is_found_by_the_beginning_of_a_name_and_by_centre(ann, cal, sue):
    browser = browser_of(sue)
    by_name, by_centre = (browser.get("/desk/people/", {"q": q}).content.decode() for q in ("an le", "20002"))
    assert "Ann Lee" in by_name
    assert "Cal Reid" not in by_name
    assert "Cal Reid" in by_centre
    assert "Nobody matches" in browser.get("/desk/people/", {"q": "zzz"}).content.decode()


def test_looking_at_an_account_stands_in_the_trail(ann, sue):
    assert "Ann Lee" in browser_of(sue).get(f"/desk/people/{ann.membership_id}/").content.decode()
    with tenancy.for_staff():
        assert EventRecord.unscoped.filter(name=Event.PERSON_SEEN.value).count() == 1


# ---------------------------------------------------------------- the awarding body's own people


def test_a_colleague_is_added_when_a_second_person_approves(sy, seb):
    asked = staff.ask_to_add_staff("Ida", "Nye", "ida@board.example", ["ab-support"], WHY, by=as_actor(sy))
    decide_approval(asked.pk, approve=True, by=seb)
    ida = Membership.objects.get(person__email="ida@board.example")
    assert (ida.centre_id, ida.roles, ida.person.login_id) == (None, ["ab-support"], "AB1")
    assert Notice.objects.filter(person_id=ida.person_id, kind="invited").exists()


def test_roles_of_a_colleague_change_when_approved_and_nobody_changes_their_own(sy, seb, sue):
    asked = staff.ask_to_change_staff(sue.pk, ["ab-support-lead"], WHY, by=as_actor(sy))
    assert Membership.objects.get(pk=sue.pk).roles == ["ab-support"]
    decide_approval(asked.pk, approve=True, by=seb)
    assert Membership.objects.get(pk=sue.pk).roles == ["ab-support-lead"]
    with pytest.raises(Refused) as refusal:
        staff.ask_to_change_staff(sy.pk, ["ab-security"], WHY, by=as_actor(sy))
    assert refusal.value.code == "own-account"


def test_a_refusal_without_a_reason_comes_back_beside_its_note_with_what_was_typed(sy, seb, signed_in):
    asked = ask_for_glass(WHY, by=as_actor(sy))
    answer = signed_in(seb).post(f"/desk/approvals/{asked.pk}/decide/", {"decision": "refuse", "note": "No"})
    page = answer.content.decode()
    assert (answer.status_code, f'href="#note-{asked.pk}"' in page, 'value="No"' in page) == (422, True, True)
    assert Approval.objects.get(pk=asked.pk).outcome == ""


@pytest.mark.parametrize("roles", [[], ["cag"], ["rector"], ["ab-support", "cag"]])
def test_a_colleague_has_roles_of_the_awarding_body_only(sy, roles):
    with pytest.raises(Refused) as refusal:
        staff.ask_to_add_staff("Ida", "Nye", "ida@board.example", roles, WHY, by=as_actor(sy))
    assert refusal.value.code == "roles"


def test_a_colleague_s_access_ends_at_once_with_what_they_asked_for(sy, seb):
    asked = ask_for_glass(WHY, by=as_actor(sy))
    browser = browser_of(sy)
    staff.end_staff(sy.pk, WHY, by=seb)
    assert browser.get("/welcome/").status_code == 302
    assert Approval.objects.get(pk=asked.pk).outcome == "withdrawn"


def test_the_page_of_colleagues_asks_for_a_change_and_keeps_what_was_typed(sy, sue):
    browser = browser_of(sy)
    assert "Sue Porter" in browser.get("/desk/colleagues/").content.decode()
    answer = browser.post(
        "/desk/colleagues/add/", {"first_name": "Ida", "last_name": "Nye", "email": "no", "why": WHY}
    )
    assert answer.status_code == 422
    assert b'value="Ida"' in answer.content
    assert [f'href="#{name}"'.encode() in answer.content for name in ("email", "roles", "why")] == [
        True,
        True,
        False,
    ]
    where = f"/desk/colleagues/{sue.pk}/roles/"
    assert browser.post(where, {"roles": ["ab-assessment"], "why": WHY}).status_code == 302
    assert "a change waits for approval" in browser.get("/desk/colleagues/").content.decode()
