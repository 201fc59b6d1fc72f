"""What was typed on a page outlives the session in which it was typed (5.4)."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from interchange.accounts.factories import PASSWORD, code_for
from interchange.assessment.factories import ASheet, make_sheet
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.support.factories import sent_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(centre) -> ASheet:
    """An open sheet of three candidates."""
    return make_sheet(centre)


@pytest.fixture
def hers(ann) -> Client:
    """A browser that enforces what the pages' tokens are for, in which Ann has signed in."""
    browser = Client(raise_request_exception=False, enforce_csrf_checks=True)
    assert signed_in_again(browser, ann)["Location"] == "/welcome/"
    return browser


def parts_of(actor: Actor) -> dict[str, str]:
    return {"login_id": actor.centre_number, "username": actor.username, "password": PASSWORD}


def signed_in_again(browser: Client, actor: Actor, **held: str):
    """The three parts with what the page held, then the code; the last answer."""
    answer = send(browser, "/sign-in/", held | parts_of(actor))
    assert answer["Location"] == "/sign-in/code/"
    return send(browser, "/sign-in/code/", {"code": code_for(actor.person_id)})


def offered_after(browser: Client, actor: Actor, held: dict[str, str]):
    """The page that offers to save what was held."""
    answer = signed_in_again(browser, actor, **held)
    assert answer["Location"] == "/held/"
    return browser.get("/held/")


def send(browser: Client, where: str, fields: dict[str, str]):
    """Post with the token that the browser's cookie asks for, as a page of ours would."""
    if "csrftoken" not in browser.cookies:
        browser.get("/sign-in/")
    sent = urlencode(fields | {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value})
    return browser.post(where, sent, content_type="application/x-www-form-urlencoded")


def hidden_in(page: bytes) -> dict[str, str]:
    """The hidden fields of the page's form."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.decode())
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def typed(sheet: ASheet, actor: Actor, mark: str = "54") -> dict[str, str]:
    """The whole form of the sheet, as the browser sends it, with one mark typed."""
    rows = sheet.rows(actor)
    marks = {f"m{row.number}": "" for row in rows} | {"m0001": mark, "c0001": "on"}
    versions = " ".join(f"{row.number}:{row.version}" for row in rows)
    return {**marks, "versions": versions, "rows": str(len(rows)), "end": "1", "do": "save"}


def signed_out_by_waiting(browser: Client, sheet: ASheet, fields: dict[str, str]):
    with clock.pretend(clock.now() + timedelta(minutes=31)):
        return send(browser, sheet.url, fields)


def test_marks_typed_into_a_session_that_ended_are_saved_after_signing_in_again(hers, sheet, ann):
    answer = signed_out_by_waiting(hers, sheet, typed(sheet, ann))
    assert answer.status_code == 401
    assert b"Nothing you typed is lost" in answer.content
    held = hidden_in(answer.content)
    assert held["held_path"] == sheet.url
    assert sheet.marks(ann)["0001"] == ""

    offered = offered_after(hers, ann, held)
    assert offered.status_code == 200
    assert b"has not been saved yet" in offered.content
    assert f'action="{sheet.url}"'.encode() in offered.content
    assert sheet.marks(ann)["0001"] == ""

    saved = send(hers, sheet.url, hidden_in(offered.content))
    assert (saved.status_code, saved["Location"]) == (302, sheet.url)
    assert sheet.marks(ann)["0001"] == "54"


def test_a_wrong_password_in_between_loses_nothing(hers, sheet, ann):
    held = hidden_in(signed_out_by_waiting(hers, sheet, typed(sheet, ann)).content)
    refused = send(hers, "/sign-in/", held | parts_of(ann) | {"password": "wrong horse wrong battery"})
    assert refused.status_code == 422
    assert hidden_in(refused.content) == held
    assert hidden_in(offered_after(hers, ann, held).content)["m0001"] == "54"


def test_wrong_codes_in_between_lose_nothing_either(hers, sheet, ann):
    held = hidden_in(signed_out_by_waiting(hers, sheet, typed(sheet, ann)).content)
    send(hers, "/sign-in/", held | parts_of(ann))
    for _ in range(5):
        answer = send(hers, "/sign-in/code/", {"code": "000000"})
    assert answer["Location"] == "/sign-in/?why=tries"
    assert hidden_in(offered_after(hers, ann, {}).content)["m0001"] == "54"


def test_work_that_is_held_is_kept_sealed_and_only_for_its_owner(hers, sheet, ann, ben):
    held = hidden_in(signed_out_by_waiting(hers, sheet, typed(sheet, ann)).content)
    send(hers, "/sign-in/", held | parts_of(ann))
    kept = Session.objects.get(session_key=hers.cookies["sessionid"].value).get_decoded()
    assert "m0001" not in str(kept)
    assert signed_in_again(hers, ben)["Location"] == "/welcome/"


def test_a_message_is_held_too_though_its_form_could_carry_files(hers, ann):
    """Without files, that is: with files it would be sent on without them (B7)."""
    words = {"category": "marks", "subject": "Two lists", "text": "Both are of 11A.", "do": "send"}
    fields = words | {"csrfmiddlewaretoken": hers.cookies["csrftoken"].value}
    with clock.pretend(clock.now() + timedelta(minutes=31)):
        answer = hers.post("/messages/new/", fields)
        with_a_file = hers.post("/messages/new/", fields | {"files": sent_file()})
    assert (answer.status_code, with_a_file.status_code) == (401, 401)
    assert "held" not in hidden_in(with_a_file.content)
    offered = offered_after(hers, ann, hidden_in(answer.content))
    assert words.items() <= hidden_in(offered.content).items()


def test_what_was_held_can_be_left(hers, sheet, ann):
    held = hidden_in(signed_out_by_waiting(hers, sheet, typed(sheet, ann)).content)
    offered_after(hers, ann, held)
    assert send(hers, "/held/", {})["Location"] == sheet.url
    assert hers.get("/held/")["Location"] == "/welcome/"


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(hers, sheet, ann, ben):
    held = hidden_in(signed_out_by_waiting(hers, sheet, typed(sheet, ann)).content)
    sheet.fill(ben, "33")
    offered = offered_after(hers, ann, held)
    again = send(hers, sheet.url, hidden_in(offered.content))
    assert again.status_code == 422
    assert b"33" in again.content
    assert sheet.marks(ann)["0001"] == "33"


def test_what_was_held_is_held_as_text(hers, sheet, ann):
    held = hidden_in(signed_out_by_waiting(hers, sheet, typed(sheet, ann, '"><script>')).content)
    offered = offered_after(hers, ann, held)
    assert b"<script>" not in offered.content
    assert hidden_in(offered.content)["m0001"] == '"><script>'


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_held_work_is_never_offered_to_another_site(hers, ann, path):
    answer = signed_in_again(hers, ann, held="m0001=54", held_path=path)
    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")


def test_a_script_is_told_with_a_code_and_keeps_its_own(hers, sheet):
    with clock.pretend(clock.now() + timedelta(minutes=31)):
        answer = hers.post(
            f"{sheet.url}cells/", "{}", content_type="application/json",
            headers={"accept": "application/json", "x-csrftoken": hers.cookies["csrftoken"].value},
        )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (401, "signed-out")
