"""Administrators who leave, heads who change, centres on hold (1.10 to 1.16, 4.4)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from interchange.accounts.factories import PASSWORD, make_actor, make_membership
from interchange.accounts.models import Membership, SignedIn
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.centres.models import Centre, CentreApproval
from interchange.centres.services import administrators, agreements, approvals, centres, heads
from interchange.centres.steps.doors import Visitor
from interchange.centres.tests.conftest import EYES, nominations, token_of
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed, Refused
from interchange.notifications.models import Notice

HERE = Visitor("192.0.2.9")
HEAD = "h.novak@c10001.example"
Sent = agreements.Return


@pytest.fixture
def rex(centre: Centre) -> Membership:
    """Rex, the second administrator."""
    return make_membership("Rex Old", Role.CAG, centre=centre)


def successor(text: str, leaver: UUID | None = None, **typed: str) -> Sent:
    words = {"capacity": "Exams officer", "first_name": "Nina", "last_name": "Olsen",
             "email": "n.olsen@c10001.example"}  # fmt: skip
    return Sent(words | typed, ["GQ"], accepted=True, shown=text, leaver=leaver)


def confirmed(by: Actor, sent: Sent, *, agrees: bool = True) -> UUID:
    """A nomination that the head has confirmed and the nominee agreed to."""
    one = agreements.change_administrator(sent, by=by)
    administrators.confirm_by_link(
        token_of("head-asked"), verb="confirm", reason="", is_head=True, visitor=HERE
    )
    if agrees:
        administrators.agree_to_nomination(token_of("nominee-asked"), agreed=True, visitor=HERE)
    return one.pk


def call(by: Actor, outcome: str = "confirmed") -> None:
    heads.note_call_back("10001", spoke_to="Hana Novák", outcome=outcome, note="", by=by)


# ---------------------------------------------------------------- who leaves: 1.12


def test_who_has_left_is_closed_at_once_and_the_successor_waits(
    open_centre: Centre, ann: Actor, rex: Membership, text: str, signed_in: Any
):
    browser = signed_in(Actor(name="Rex", membership_id=rex.pk))
    assert browser.get("/your-centre/").status_code == 200
    agreements.change_administrator(successor(text, rex.pk), by=ann)
    assert browser.get("/your-centre/").status_code == 302
    rex.refresh_from_db()
    assert rex.ended_at is not None
    assert not SignedIn.objects.filter(membership=rex, ended_at=None).exists()
    assert not Membership.objects.filter(person__last_name="Olsen").exists()


def test_everybody_else_keeps_working(open_centre: Centre, ann: Actor, ben: Actor, text: str, signed_in: Any):
    browser = signed_in(ben)
    agreements.change_administrator(successor(text, ann.membership_id), by=ann)
    assert browser.get("/welcome/").status_code == 200


def test_the_only_administrator_may_hand_over_and_is_signed_out(
    open_centre: Centre, ann: Actor, text: str, signed_in: Any
):
    browser: Client = signed_in(ann)
    sent = {"capacity": "Exams officer", "first_name": "Nina", "last_name": "Olsen", "accept": "yes", "shown": text,
            "email": "n.olsen@c10001.example", "scopes": ["GQ"], "leaver": str(ann.membership_id)}  # fmt: skip
    answer = browser.post("/your-centre/change-administrator/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/thanks/changed/")
    assert b"closed from this moment" in browser.get("/thanks/changed/").content
    assert browser.get("/your-centre/").status_code == 302


def test_new_and_former_administrators_and_the_head_are_told(
    open_centre: Centre, ann: Actor, rex: Membership, text: str, leo: Actor, sue: Actor
):
    Membership.objects.get(pk=rex.pk)
    rex.person.email = "r.old@c10001.example"
    rex.person.save()
    key = confirmed(ann, successor(text, rex.pk))
    call(sue)
    administrators.appoint_administrator(key, by=leo)
    left = set(Notice.objects.filter(kind="administrator-left").values_list("address", "person_id"))
    assert left == {("", ann.person_id), (HEAD, None), ("r.old@c10001.example", None)}
    told = Notice.objects.filter(kind="administrator-appointed")
    assert {HEAD} <= {one.address for one in told}
    assert ann.person_id in {one.person_id for one in told}


def test_somebody_of_another_centre_cannot_be_named_as_leaver(
    open_centre: Centre, ann: Actor, cal: Actor, text: str
):
    with pytest.raises(Refused) as refusal:
        agreements.change_administrator(successor(text, cal.membership_id), by=ann)
    assert refusal.value.code == "leaver"
    assert Membership.objects.get(pk=str(cal.membership_id)).ended_at is None


def test_who_has_left_does_not_follow_themselves(open_centre: Centre, ann: Actor, rex: Membership, text: str):
    rex.person.email = "r.old@c10001.example"
    rex.person.save()
    with pytest.raises(Refused):
        agreements.change_administrator(successor(text, rex.pk, email="r.old@c10001.example"), by=ann)
    assert Membership.objects.get(pk=rex.pk).ended_at is None


def test_a_colleague_keeps_their_account_and_gets_the_role(
    open_centre: Centre, ann: Actor, ben: Actor, text: str, leo: Actor, sue: Actor
):
    here = Membership.objects.get(pk=str(ben.membership_id))
    here.person.email = "b.shaw@c10001.example"
    here.person.save()
    key = confirmed(ann, successor(text, first_name="Ben", last_name="Shaw", email="b.shaw@c10001.example"))
    call(sue)
    one = administrators.appoint_administrator(key, by=leo)
    here.refresh_from_db()
    assert one.membership_id == here.pk
    assert here.roles == [Role.ACM.value, Role.CAG.value]


def test_three_administrators_are_the_most_and_the_leaver_makes_room(
    open_centre: Centre, ann: Actor, rex: Membership, text: str, leo: Actor, sue: Actor
):
    key = confirmed(ann, successor(text))
    make_actor("Una Byrne", Role.CAG, centre=open_centre)
    call(sue)
    with pytest.raises(Refused) as refusal:
        administrators.appoint_administrator(key, by=leo)
    assert refusal.value.code == "administrators-full"
    with pytest.raises(Refused):
        agreements.change_administrator(successor(text, email="o.more@c10001.example"), by=ann)
    agreements.change_administrator(successor(text, rex.pk, email="o.more@c10001.example"), by=ann)
    administrators.appoint_administrator(key, by=leo)


# ---------------------------------------------------------------- two persons and a call: 1.16, 3.3


def test_a_change_is_not_made_before_the_head_was_called_back(
    open_centre: Centre, ann: Actor, text: str, leo: Actor, sue: Actor
):
    key = confirmed(ann, successor(text))
    for outcome in (None, "not reached", "denied"):
        if outcome:
            call(sue, outcome)
        with pytest.raises(Refused, match="Call the head of centre back"):
            administrators.appoint_administrator(key, by=leo)
    call(sue)
    assert administrators.appoint_administrator(key, by=leo).state == "appointed"


def test_a_call_before_the_nomination_does_not_count(
    open_centre: Centre, ann: Actor, text: str, leo: Actor, sue: Actor
):
    with clock.pretend(clock.now() - timedelta(minutes=5)):
        call(sue)
    key = confirmed(ann, successor(text))
    with pytest.raises(Refused):
        administrators.appoint_administrator(key, by=leo)


def test_who_started_a_change_does_not_appoint(open_centre: Centre, text: str, leo: Actor, sue: Actor):
    agreements.start_change("10001", by=leo)
    assert [one.address for one in Notice.objects.filter(kind="agreement-sent")] == [HEAD]
    sent = Sent(
        {"name": "Hana Novák", "capacity": "Head", "first_name": "Nina", "last_name": "Olsen",
         "email": "n.olsen@c10001.example"}, ["GQ"], accepted=True, shown=text, myself=False,
    )  # fmt: skip
    agreements.return_agreement(token_of("agreement-sent"), sent, visitor=HERE)
    administrators.confirm_by_link(
        token_of("head-asked"), verb="confirm", reason="", is_head=True, visitor=HERE
    )
    administrators.agree_to_nomination(token_of("nominee-asked"), agreed=True, visitor=HERE)
    call(sue)
    key = nominations()[0].pk
    with pytest.raises(Refused) as refusal:
        administrators.appoint_administrator(key, by=leo)
    assert refusal.value.code == "second-person"
    other = make_actor("Lara Lead", Role.SUPPORT_LEAD)
    assert administrators.appoint_administrator(key, by=other).state == "appointed"
    with pytest.raises(Refused):
        administrators.appoint_administrator(key, by=other)


def test_a_support_agent_starts_and_does_not_appoint(open_centre: Centre, ann: Actor, text: str, sue: Actor):
    key = confirmed(ann, successor(text))
    with pytest.raises(NotAllowed):
        administrators.appoint_administrator(key, by=sue)


# ---------------------------------------------------------------- the head, signed in: 1.7


def test_the_role_of_head_confirms_nothing_without_the_address_that_is_held(
    open_centre: Centre, ann: Actor, text: str
):
    """Or an administrator could give the role to a friend."""
    one = agreements.change_administrator(successor(text), by=ann)
    hana = make_actor("Hana Novák", Role.HEAD, centre=open_centre)
    with pytest.raises(Refused) as refusal:
        administrators.confirm_as_head(one.pk, verb="confirm", by=hana)
    assert refusal.value.code == "not-the-head"
    person = Membership.objects.get(pk=str(hana.membership_id)).person
    person.email = HEAD
    person.save()
    assert administrators.confirm_as_head(one.pk, verb="confirm", by=hana).state == "confirmed"
    with pytest.raises(Refused):
        administrators.confirm_by_link(
            token_of("head-asked"), verb="confirm", reason="", is_head=True, visitor=HERE
        )


def test_a_change_of_the_head_waits_for_a_call_on_the_number_held(
    open_centre: Centre, ann: Actor, leo: Actor, sue: Actor
):
    one = heads.ask_head_change(
        "Noor New", "n.new@elsewhere.example", "01632 960 999", why="New head", by=ann
    )
    with pytest.raises(Refused) as refusal:
        heads.decide_head_change(one.pk, "make", reason="Fine", by=leo)
    assert refusal.value.code == "no-call"
    made = heads.note_call_back("10001", spoke_to="Hana", outcome="confirmed", note="", by=sue)
    assert made.phone == "01632 960 100"
    heads.decide_head_change(one.pk, "make", reason="Confirmed by telephone", by=leo)
    told = set(
        Notice.objects.filter(kind="head-changed").exclude(address="").values_list("address", flat=True)
    )
    assert told == {"n.new@elsewhere.example", HEAD}
    with pytest.raises(Refused):
        heads.decide_head_change(one.pk, "refuse", reason="Too late", by=leo)


def test_only_one_change_of_the_head_waits_at_a_time(open_centre: Centre, ann: Actor):
    heads.ask_head_change("Noor New", "n.new@x.example", "01632 960 999", why="New head", by=ann)
    with pytest.raises(Refused) as refusal:
        heads.ask_head_change("Noor New", "n.new@x.example", "01632 960 999", why="New head", by=ann)
    assert refusal.value.code == "asked-already"


def test_staff_cannot_put_another_head_in_place_by_themselves(open_centre: Centre, april: Actor):
    with pytest.raises(Refused) as refusal:
        heads.enter_head("10001", "X Y", "x.y@z.example", "01632 960 999", source="A mail", by=april)
    assert refusal.value.code == "head-held"


# ---------------------------------------------------------------- hold and close: 4.4


def test_a_hold_ends_every_session_and_a_release_gives_none_back(
    open_centre: Centre, ann: Actor, ben: Actor, april: Actor, signed_in: Any
):
    browsers = [signed_in(ann), signed_in(ben)]
    centres.hold_centre("10001", reason="Mail broken into", by=april)
    assert [one.get("/welcome/").status_code for one in browsers] == [302, 302]
    assert not SignedIn.objects.filter(ended_at=None, membership__centre=open_centre).exists()
    found = Centre.objects.get()
    assert (found.state, found.admits) == ("security_hold", False)
    centres.release_centre("10001", reason="All clear", by=april)
    assert Centre.objects.get().admits
    assert [one.get("/welcome/").status_code for one in browsers] == [302, 302]


def test_on_hold_nobody_signs_in(open_centre: Centre, ann: Actor, april: Actor):
    centres.hold_centre("10001", reason="Mail broken into", by=april)
    sent = {"login_id": "10001", "username": ann.username, "password": PASSWORD}
    answer = Client().post("/sign-in/", sent)
    assert answer.status_code == 422


def test_a_hold_is_recorded_with_its_reason_in_the_centre_s_own_trail(open_centre: Centre, april: Actor):
    centres.hold_centre("10001", reason="Mail broken into", by=april)
    with tenancy.for_centre(open_centre.pk):
        held = EventRecord.unscoped.get(name=Event.CENTRE_HELD.value)
    assert (held.reason, held.person_name) == ("Mail broken into", "April Provost")


@pytest.mark.parametrize("verb", ["hold", "release", "close"])
def test_each_needs_a_reason(open_centre: Centre, april: Actor, verb: str):
    do = {"hold": centres.hold_centre, "release": centres.release_centre, "close": centres.close_centre}[verb]
    with pytest.raises(Refused) as refusal:
        do("10001", reason="  ", by=april)
    assert refusal.value.code == "reason"
    assert Centre.objects.get().state == "live"


def test_a_closed_centre_is_closed_for_good(open_centre: Centre, ann: Actor, april: Actor, signed_in: Any):
    browser = signed_in(ann)
    centres.close_centre("10001", reason="It has merged", by=april)
    assert browser.get("/welcome/").status_code == 302
    with pytest.raises(Refused):
        centres.release_centre("10001", reason="Again", by=april)
    with pytest.raises(Refused):
        approvals.grant_approval("10001", "GQ", by=april)


def test_the_last_approval_of_an_open_centre_is_not_withdrawn(open_centre: Centre, april: Actor):
    one = approvals.grant_approval(
        "10001", "VQ", qualification="601/0010/7", title="Digital Skills", by=april
    )
    approvals.withdraw_approval(one.pk, reason="Not delivered", by=april)
    with pytest.raises(Refused):
        approvals.withdraw_approval(one.pk, reason="Again", by=april)
    with tenancy.reading(EYES):
        last = CentreApproval.objects.visible_to(EYES).get(scope="GQ")
    with pytest.raises(Refused) as refusal:
        approvals.withdraw_approval(last.pk, reason="Not delivered", by=april)
    assert refusal.value.code == "last-approval"
