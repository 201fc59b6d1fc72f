"""What is wrong with a form is told all at once: at the top, and beside each field, with what was typed (B2)."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.core.actor import Actor
from interchange.support.factories import make_matter, make_national
from interchange.support.models import ServiceUpdate
from interchange.support.services import answering

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "??? <b>"
LONG = TYPED * 2_000


def assert_told_at_once(answer: Any, fields: list[str]) -> None:
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in page
    summary = page.partition("There is a problem")[2].partition("</ul>")[0]
    assert re.findall(r'<a href="#([^"]+)">', summary) == fields
    for field in fields:
        assert page.count(f' id="{field}"') == 1, field
        beside = re.search(rf'id="{field}-error">(?:<[^>]*>|Error:|\s)*([^<]+)<', page)
        assert beside is not None, field
        assert f">{beside[1]}</a>" in summary, "the same words beside the field as at the top"
    assert TYPED in unescape(page)


@pytest.fixture
def ola(db: None) -> Actor:
    """Ola of the awarding body, who may do everything that is done at the desk."""
    return make_actor("Ola Ek", *(role for role in Role if role.is_staff))


def test_on_a_message(ben: Actor, signed_in: Any):
    sent = {"category": "x", "subject": "", "text": "", "about": TYPED * 50}
    assert_told_at_once(signed_in(ben).post("/messages/new/", sent), ["category", "subject", "text", "about"])


def test_on_a_report_of_somebody_who_is_not_signed_in(db: None):
    assert_told_at_once(Client().post("/report/", {"what": "", "contact": TYPED * 50}), ["what", "contact"])


def test_on_what_is_posted_and_on_a_guide(ola: Actor, signed_in: Any):
    browser = signed_in(ola)
    sent = {"kind": "x", "title": "", "text": "", "from_on": TYPED, "until_at": "1"}
    fields = ["kind", "title", "text", "parts", "from_on", "until_on"]
    assert_told_at_once(browser.post("/desk/status/", sent), fields)
    sent = {"title": "", "version": "", "summary": TYPED * 50, "audience": "centre", "centre": "x"}
    fields = ["title", "summary", "version", "file", "centre"]
    assert_told_at_once(browser.post("/desk/guides/", sent), fields)


def test_on_an_update_that_is_too_long(ola: Actor, signed_in: Any):
    status, browser = make_national(ola).status, signed_in(ola)
    answer = browser.post(f"/desk/status/{status.pk}/", {"text": LONG})
    assert_told_at_once(answer, [f"update-{status.pk}"])
    assert ServiceUpdate.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"do": "note"}, "text"), ({"do": "clock", "which": "ico", "outcome": "told"}, "why-ico"),
     ({"do": "move", "verb": "contain"}, "why-move")],
)  # fmt: skip
def test_on_a_security_case(ola: Actor, signed_in: Any, sent: dict[str, str], field: str):
    case = make_national(ola).case
    assert_told_at_once(signed_in(ola).post(f"/desk/security/{case.pk}/", sent | {"text": LONG}), [field])


def test_words_for_a_message_that_was_closed_meanwhile_are_not_lost(ben: Actor, ola: Actor, signed_in: Any):
    thread = make_matter(ben, file=False).thread
    answering.close_thread(thread.pk, by=ola)
    answer = signed_in(ola).post(f"/desk/messages/{thread.pk}/", {"do": "answer", "text": TYPED})
    assert_told_at_once(answer, ["text"])
