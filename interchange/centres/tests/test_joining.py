"""From an unknown school to an administrator who can sign in, by the services that pages call (1.1 to 1.11)."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from interchange.accounts.models import Membership, Person
from interchange.accounts.roles import Role
from interchange.accounts.services import users
from interchange.accounts.services.passwords import open_activation
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.audit.queries import verify_chain
from interchange.centres.factories import begin_application
from interchange.centres.models import Agreement, Application, Centre, HeadOfCentre
from interchange.centres.services import administrators, agreements, applying, heads
from interchange.centres.services.applying import Decision
from interchange.centres.steps.doors import Visitor
from interchange.centres.tests.conftest import EYES, nominations, token_of
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications.models import Notice

HERE = Visitor("192.0.2.9", "Firefox on Windows")
DECISION = Decision(
    "33333", "Hera Newton", "h.newton@new.example", "01632 960 500", "National register", gq=True
)
WRITER, HEAD = "a.newby@new.example", "h.newton@new.example"


def sent(**typed: Any) -> Application:
    return applying.send_application(begin_application(**typed), visitor=HERE)


def returned(text: str, **instead: Any) -> agreements.Return:
    typed = {"name": "Agnes Newby", "capacity": "Exams officer", "first_name": "Agnes", "last_name": "Newby",
             "email": WRITER}  # fmt: skip
    parts: dict[str, Any] = {"scopes": ["GQ"], "accepted": True, "myself": True, "shown": text}
    typed |= {name: value for name, value in instead.items() if name not in (*parts, "leaver")}
    return agreements.Return(typed, **parts | {k: v for k, v in instead.items() if k in (*parts, "leaver")})


@pytest.fixture
def approved(april: Actor, text: str) -> Centre:
    """New School, approved a moment ago."""
    return applying.approve_application(sent().pk, DECISION, by=april)


@pytest.fixture
def out(approved: Centre, april: Actor) -> str:
    """The token of the Agreement that New School was sent."""
    agreements.send_agreement(approved.number, to=WRITER, by=april)
    return token_of("agreement-sent")


def events(name: Event) -> list[EventRecord]:
    with tenancy.for_staff():
        return list(EventRecord.unscoped.filter(name=name.value))


def test_a_new_centre_has_an_administrator_with_a_link_the_moment_it_is_appointed(
    out: str, approved: Centre, text: str, leo: Actor
):
    agreements.return_agreement(out, returned(text), visitor=HERE)
    administrators.confirm_by_link(
        token_of("head-asked", HEAD), verb="confirm", reason="", is_head=True, visitor=HERE
    )
    one = administrators.appoint_administrator(nominations()[0].pk, by=leo)
    centre = Centre.objects.get(number="33333")
    assert (centre.state, centre.admits, one.state) == ("live", True, "appointed")
    person = open_activation(token_of("administrator-invited")).person
    assert person is not None
    assert (person.login_id, person.username, str(person)) == ("33333", "agnesnewby", "Agnes Newby")
    assert Membership.objects.get(person=person).roles == [Role.CAG.value]
    with tenancy.reading(EYES):
        assert verify_chain(EYES, centre.pk).holds


def test_a_nominee_who_is_known_at_another_centre_joins_with_the_account_they_have(
    out: str, text: str, leo: Actor, cal: Actor
):
    Person.objects.filter(pk=str(cal.person_id)).update(email=WRITER)
    agreements.return_agreement(out, returned(text), visitor=HERE)
    administrators.confirm_by_link(
        token_of("head-asked", HEAD), verb="confirm", reason="", is_head=True, visitor=HERE
    )
    administrators.appoint_administrator(nominations()[0].pk, by=leo)
    assert (
        "sign in as you always do, and choose to join"
        in Notice.objects.get(kind="administrator-invited").body
    )
    joined = users.join(token_of("administrator-invited"), by=cal)
    assert (joined.person_id, joined.roles) == (cal.person_id, [Role.CAG.value])
    assert Membership.objects.current().filter(person_id=str(cal.person_id)).count() == 2
    assert not Person.objects.get(username="agnesnewby").is_active


def test_the_record_says_which_text_who_in_what_capacity_when_and_from_where(out: str, text: str):
    agreements.return_agreement(out, returned(text), visitor=HERE)
    administrators.confirm_by_link(
        token_of("head-asked", HEAD), verb="confirm", reason="", is_head=True, visitor=HERE
    )
    with tenancy.reading(EYES):
        one = Agreement.objects.visible_to(EYES).get()
    assert one.text_hash == text
    assert (one.returned_by, one.returned_capacity, one.returned_from) == (
        "Agnes Newby",
        "Exams officer",
        "192.0.2.9",
    )
    assert (one.accepted_by, one.accepted_capacity, one.accepted_from) == (
        "Hera Newton",
        "Head of centre",
        "192.0.2.9",
    )
    assert one.sent_at <= one.returned_at <= one.accepted_at  # type: ignore[operator]


def test_before_everybody_has_said_yes_nobody_is_appointed(out: str, text: str, leo: Actor):
    agreements.return_agreement(
        out, returned(text, myself=False, first_name="Una", email="u.newby@new.example"), visitor=HERE
    )
    key = nominations()[0].pk
    with pytest.raises(Refused, match="head of centre has not confirmed"):
        administrators.appoint_administrator(key, by=leo)
    administrators.confirm_by_link(
        token_of("head-asked", HEAD), verb="confirm", reason="", is_head=True, visitor=HERE
    )
    with pytest.raises(Refused, match="nominee has not agreed"):
        administrators.appoint_administrator(key, by=leo)
    administrators.agree_to_nomination(
        token_of("nominee-asked", "u.newby@new.example"), agreed=True, visitor=HERE
    )
    assert administrators.appoint_administrator(key, by=leo).state == "appointed"


def test_the_confirmation_goes_to_the_address_that_the_awarding_body_holds(out: str, text: str):
    """Whatever head is typed anywhere (1.7)."""
    agreements.return_agreement(out, returned(text, head_email="mine@new.example"), visitor=HERE)
    assert [one.address for one in Notice.objects.filter(kind="head-asked")] == [HEAD]


def test_the_applicant_s_own_address_is_not_taken_for_the_head_s(april: Actor):
    with pytest.raises(Refused) as refusal:
        applying.approve_application(
            sent().pk, Decision("33333", "X Y", WRITER, "01632 960 500", "said so", gq=True), by=april
        )
    assert refusal.value.code == "head-email"
    assert not Centre.objects.exists()


# ---------------------------------------------------------------- links: faults


@pytest.mark.parametrize("kind", ["agreement", "head", "nominee"])
def test_a_link_works_once(out: str, text: str, kind: str):
    def use(token: str) -> object:
        if kind == "agreement":
            return agreements.return_agreement(token, returned(text), visitor=HERE)
        if kind == "head":
            return administrators.confirm_by_link(
                token, verb="confirm", reason="", is_head=True, visitor=HERE
            )
        return administrators.agree_to_nomination(token, agreed=True, visitor=HERE)

    token = out
    if kind != "agreement":
        agreements.return_agreement(out, returned(text, myself=False, email="u.n@new.example"), visitor=HERE)
        token = token_of("head-asked" if kind == "head" else "nominee-asked")
    use(token)
    before = [(one.pk, one.state, one.agreed_at, one.confirmed_at) for one in nominations()]
    with pytest.raises(Refused) as refusal:
        use(token)
    assert refusal.value.code == "link-ended"
    assert [(one.pk, one.state, one.agreed_at, one.confirmed_at) for one in nominations()] == before


def test_a_link_that_has_run_out_does_nothing(out: str, text: str):
    with clock.pretend(clock.now() + timedelta(days=29)), pytest.raises(Refused) as refusal:
        agreements.return_agreement(out, returned(text), visitor=HERE)
    assert refusal.value.code == "link-ended"


def test_a_link_for_one_purpose_opens_no_other(out: str, text: str):
    for use in (
        lambda: administrators.confirm_by_link(out, verb="confirm", reason="", is_head=True, visitor=HERE),
        lambda: administrators.agree_to_nomination(out, agreed=True, visitor=HERE),
        lambda: applying.send_application(out, visitor=HERE),
    ):
        with pytest.raises(Refused) as refusal:
            use()
        assert refusal.value.code == "link-ended"


def test_a_newer_link_ends_the_older(approved: Centre, out: str, april: Actor, text: str):
    agreements.send_agreement(approved.number, to=WRITER, by=april)
    with pytest.raises(Refused) as refusal:
        agreements.return_agreement(out, returned(text), visitor=HERE)
    assert refusal.value.code == "link-ended"
    agreements.return_agreement(token_of("agreement-sent"), returned(text), visitor=HERE)


def test_a_link_to_a_former_head_confirms_nothing(
    out: str, text: str, april: Actor, leo: Actor, approved: Centre
):
    agreements.return_agreement(out, returned(text), visitor=HERE)
    token = token_of("head-asked", HEAD)
    with tenancy.writing(april):
        HeadOfCentre.objects.visible_to(april).filter(centre_id=approved.pk).update(until_at=clock.now())
    heads.enter_head(
        "33333", "Noor Newton", "n.newton@new.example", "01632 960 501", source="Register", by=april
    )
    with pytest.raises(Refused) as refusal:
        administrators.confirm_by_link(token, verb="confirm", reason="", is_head=True, visitor=HERE)
    assert refusal.value.code == "link-ended"


def test_a_made_up_link_is_refused(db: None):
    with pytest.raises(Refused):
        administrators.confirm_by_link("x" * 32, verb="confirm", reason="", is_head=True, visitor=HERE)


# ---------------------------------------------------------------- refusals leave nothing half done


@pytest.mark.parametrize(
    ("instead", "code"),
    [
        ({"accepted": False}, "not-accepted"),
        ({"shown": "0" * 64}, "new-text"),
        ({"email": "exams@new.example"}, "address-shared"),
        ({"email": "agnes@gmail.com"}, "address-private"),
        ({"email": "agnes@elsewhere.example"}, "address-elsewhere"),
        ({"email": HEAD}, "head-is-nominee"),
        ({"scopes": ["VQ"]}, "scopes"),
        ({"scopes": []}, "scopes"),
        ({"name": "  "}, "name"),
        ({"capacity": ""}, "capacity"),
        ({"first_name": "x" * 81}, "first_name"),
        ({"last_name": " \x00 "}, "last_name"),
    ],
)
def test_what_is_refused_leaves_the_link_open_and_nothing_done(
    out: str, text: str, instead: dict[str, Any], code: str
):
    with pytest.raises(Refused) as refusal:
        agreements.return_agreement(out, returned(text, **instead), visitor=HERE)
    assert refusal.value.code == code
    assert nominations() == []
    assert Centre.objects.get().state == "agreement_sent"
    agreements.return_agreement(out, returned(text), visitor=HERE)


def test_an_address_that_was_waived_is_accepted(out: str, text: str, april: Actor):
    heads.waive_rule("33333", "1.9", about="exams@new.example", reason="The only mailbox there is", by=april)
    agreements.return_agreement(out, returned(text, email="exams@new.example"), visitor=HERE)


def test_a_small_centre_may_be_exempt_from_the_rule_on_heads(out: str, text: str, april: Actor, leo: Actor):
    heads.waive_rule("33333", "1.11", reason="Two people work there", by=april)
    agreements.return_agreement(out, returned(text, email=HEAD), visitor=HERE)
    assert [one.email for one in nominations()] == [HEAD]


def test_the_head_may_say_no(out: str, text: str, april: Actor, approved: Centre):
    agreements.return_agreement(out, returned(text), visitor=HERE)
    administrators.confirm_by_link(
        token_of("head-asked", HEAD),
        verb="refuse",
        reason="I know nothing of this",
        is_head=True,
        visitor=HERE,
    )
    assert [(one.state, one.agreement.state) for one in nominations()] == [("refused", "refused")]
    assert Centre.objects.get().state == "approved"
    told = Notice.objects.get(kind="nomination-ended", address=WRITER)
    assert "I know nothing of this" in told.body
    agreements.send_agreement(approved.number, to=WRITER, by=april)


# ---------------------------------------------------------------- two at once, and twice


def test_an_application_is_decided_once(april: Actor):
    one = sent()
    applying.approve_application(one.pk, DECISION, by=april)
    for again in (
        lambda: applying.approve_application(one.pk, DECISION, by=april),
        lambda: applying.refuse_application(one.pk, reason="Too late", by=april),
    ):
        with pytest.raises(Refused) as refusal:
            again()
        assert refusal.value.code == "not-now"
    assert len(events(Event.CENTRE_APPROVED)) == 1


def test_a_number_in_use_is_refused(april: Actor, centre: Centre):
    with pytest.raises(Refused, match="Long Road College already"):
        applying.approve_application(
            sent().pk, Decision("10001", "Hera", HEAD, "01632 960 500", "Register", gq=True), by=april
        )
    assert Application.objects.get().state == "applied"


def test_an_application_sent_twice_is_sent_once(db: None):
    token = begin_application()
    applying.send_application(token, visitor=HERE)
    with pytest.raises(Refused):
        applying.send_application(token, visitor=HERE)
    assert len(events(Event.CENTRE_APPLIED)) == 1


def test_an_application_with_a_page_missing_is_not_sent(db: None):
    token = applying.start_application("Agnes Newby", WRITER, visitor=HERE)
    with pytest.raises(Refused) as refusal:
        applying.send_application(token, visitor=HERE)
    assert refusal.value.code == "not-complete"


def test_nobody_s_mailbox_is_filled_by_somebody_else(db: None):
    for _ in range(3):
        applying.start_application("Agnes Newby", WRITER, visitor=HERE)
    with pytest.raises(Refused) as refusal:
        applying.start_application("Agnes Newby", WRITER, visitor=Visitor("192.0.2.77"))
    assert refusal.value.code == "too-often"


def test_an_application_that_was_not_sent_is_nobody_s_at_the_desk(april: Actor, signed_in: Any):
    begin_application()
    one = Application.objects.get()
    assert signed_in(april).get(f"/desk/applications/{one.pk}/").status_code == 404


def test_a_link_of_a_centre_that_is_gone_from_view_is_not_found(april: Actor):
    with pytest.raises(Http404):
        agreements.send_agreement("99999", to=WRITER, by=april)
