"""What is wrong with a form is told all at once: at the top, and beside each field, with what was typed (B2)."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.centres.factories import begin_application, make_centre, make_paperwork
from interchange.centres.models import Application, Centre
from interchange.centres.services import agreements, applying
from interchange.centres.steps.doors import Visitor
from interchange.centres.tests.conftest import token_of
from interchange.core.actor import Actor

TYPED = "??? <b>"
NOBODY_HEAD = {"head_name": "", "head_email": TYPED, "head_phone": TYPED, "head_source": " "}
HEAD_FIELDS = ["head_name", "head_email", "head_phone", "head_source"]
NOMINEE = {
    "capacity": "",
    "leaver": "x",
    "first_name": " ",
    "last_name": "",
    "email": TYPED,
    "scopes": ["all"],
}
NOMINEE_FIELDS = ["capacity", "leaver", "first_name", "last_name", "email", "scopes", "accept"]


def lines_of(page: str) -> list[str]:
    """The fields to which the summary at the top leads, in order."""
    summary = page.partition("There is a problem")[2].partition("</ul>")[0]
    return re.findall(r'<a href="#([^"]+)">', summary)


def assert_told_at_once(answer: Any, fields: list[str], *, kept: bool = True) -> None:
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert lines_of(page) == fields
    for field in fields:
        assert page.count(f' id="{field}"') == 1, field
        beside = re.search(rf'id="{field}-error">(?:<[^>]*>|Error:|\s)*([^<]+)<', page)
        assert beside is not None, field
        assert f">{beside[1]}</a>" in page, "the same words beside the field as at the top"
    assert (TYPED in unescape(page)) is kept


@pytest.mark.parametrize(
    ("path", "sent", "fields"),
    [
        ("/get-access/", {"number": TYPED, "name": "", "email": "x@"}, ["number", "name", "email"]),
        ("/apply/", {"contact_name": "", "contact_email": TYPED}, ["contact_name", "contact_email"]),
    ],
)
def test_on_the_open_pages(db: None, path: str, sent: dict[str, str], fields: list[str]):
    assert_told_at_once(Client().post(path, sent), fields)


@pytest.fixture
def application(db: None) -> Application:
    return applying.send_application(begin_application(), visitor=Visitor())


def test_on_approving_an_application(application: Application, april: Actor, signed_in: Any):
    path = f"/desk/applications/{application.pk}/approve/"
    sent = {"number": "1", **NOBODY_HEAD, "qualifications": "no number"}
    browser = signed_in(april)
    assert_told_at_once(browser.post(path, sent), ["number", *HEAD_FIELDS, "qualifications"])
    assert_told_at_once(browser.post(path, sent | {"qualifications": ""}), ["number", *HEAD_FIELDS, "gq"])
    application.refresh_from_db()
    assert application.state == "applied"


def test_the_number_of_an_open_centre_and_the_applicant_s_address_are_told_together(
    application: Application, april: Actor, signed_in: Any
):
    make_centre("33333", TYPED)
    head = {
        "head_name": "Hera Newton",
        "head_email": application.contact_email,
        "head_phone": "01632 960 500",
    }
    sent = {"number": "33333", **head, "head_source": "Register", "gq": "yes"}
    answer = signed_in(april).post(f"/desk/applications/{application.pk}/approve/", sent)
    assert_told_at_once(answer, ["number", "head_email"])
    assert Centre.objects.get().name == TYPED


def test_on_the_agreement(application: Application, april: Actor, text: str):
    decision = applying.Decision(
        "33333", "Hera Newton", "h@new.example", "01632 960 500", "Register", gq=True
    )
    centre = applying.approve_application(application.pk, decision, by=april)
    agreements.send_agreement(centre.number, to="a.newby@new.example", by=april)
    answer = Client().post(
        f"/agreement/{token_of('agreement-sent')}/", NOMINEE | {"shown": text, "leaver": "nobody"}
    )
    fields = ["name", "capacity", "who", "first_name", "last_name", "email", "scopes", "accept"]
    assert_told_at_once(answer, fields)


@pytest.mark.parametrize(
    ("path", "sent", "fields"),
    [("change-administrator", NOMINEE, NOMINEE_FIELDS), ("head", NOBODY_HEAD, HEAD_FIELDS)],
)
def test_at_the_centre(
    open_centre: Centre, ann: Actor, text: str, signed_in: Any, path: str, sent: Any, fields: list[str]
):
    assert_told_at_once(signed_in(ann).post(f"/your-centre/{path}/", sent | {"shown": text}), fields)


def test_the_head_who_refuses_without_a_reason_and_a_tick_reads_both(
    open_centre: Centre, ann: Actor, april: Actor, text: str
):
    sent = {
        "first_name": "Nina",
        "last_name": "Olsen",
        "email": "n.olsen@c10001.example",
        "capacity": "Exams",
    }
    agreements.change_administrator(agreements.Return(sent, ["GQ"], accepted=True, shown=text), by=ann)
    answer = Client().post(f"/confirm/{token_of('head-asked')}/", {"verb": "refuse", "reason": ""})
    assert_told_at_once(answer, ["is_head", "reason"], kept=False)


@pytest.mark.parametrize(
    ("form", "sent", "fields"),
    [
        ("grant", {"scope": "VQ", "qualification": TYPED, "title": ""}, ["qualification", "title"]),
        ("call-back", {"outcome": "odd", "spoke_to": "", "note": TYPED}, ["outcome", "spoke_to"]),
        ("waive", {"rule": "1.9", "about": TYPED, "reason": ""}, ["about", "reason"]),
        ("waive", {"rule": TYPED, "about": "", "reason": ""}, ["rule", "reason"]),
    ],
)
def test_at_the_desk_of_a_centre(
    open_centre: Centre, sue: Actor, signed_in: Any, form: str, sent: dict[str, str], fields: list[str]
):
    both = make_actor("April Porter", Role.APPROVALS, Role.SUPPORT)
    answer = signed_in(both).post(f"/desk/centres/10001/{form}/", sent)
    assert_told_at_once(answer, fields, kept="rule" not in fields)


def test_a_head_that_is_entered_at_the_desk(centre: Centre, april: Actor, signed_in: Any):
    browser = signed_in(april)
    assert_told_at_once(browser.post("/desk/centres/10001/head/", NOBODY_HEAD), HEAD_FIELDS)
    head = {"head_name": "Hana Novák", "head_email": "h@c10001.example", "head_phone": "01632 960 100"}
    assert browser.post("/desk/centres/10001/head/", head | {"head_source": "Register"}).status_code == 302
    assert "Hana Novák" in browser.get("/desk/centres/10001/").content.decode()


def test_a_reason_in_a_list_stands_in_its_line(centre: Centre, ann: Actor, text: str, signed_in: Any):
    everybody = make_actor("Every Body", Role.APPROVALS, Role.SUPPORT, Role.SUPPORT_LEAD)
    paper, browser = make_paperwork("10001", ann, everybody), signed_in(everybody)
    long = TYPED * 200
    for path, field in [
        (f"/desk/centres/10001/approvals/{paper.approval.pk}/withdraw/", f"withdraw-{paper.approval.pk}"),
        (f"/desk/centres/10001/waivers/{paper.waiver.pk}/end/", f"waiver-{paper.waiver.pk}"),
        (f"/desk/nominations/{paper.nomination.pk}/decline/", f"why-{paper.nomination.pk}"),
        (f"/desk/head-changes/{paper.head_change.pk}/", f"why-{paper.head_change.pk}"),
        ("/desk/centres/10001/close/", "reason"),
    ]:
        assert_told_at_once(browser.post(path, {"reason": long, "verb": "refuse"}), [field])


def test_what_belongs_to_no_field_is_told_at_the_top(centre: Centre, text: str, sue: Actor, signed_in: Any):
    answer = signed_in(sue).post("/desk/centres/10001/start-change/")
    assert answer.status_code == 422
    assert answer.content.decode().count("Enter the head of centre first") == 2
    assert lines_of(answer.content.decode()) == []


def test_on_a_text_of_the_agreement(april: Actor, text: str, signed_in: Any):
    sent = {"code": "1", "title": "", "from_on": TYPED, "text": " "}
    answer = signed_in(april).post("/desk/agreement-texts/", sent | {"text": ""})
    assert_told_at_once(answer, ["code", "title", "from_on", "text"])
