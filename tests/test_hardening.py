"""What every page says to the browser, its cookies, its transport, passwords and errors, as a real installation."""

import re
from math import log2
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as current
from django.contrib.auth.hashers import get_hasher
from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.http.errors import ParseException  # type: ignore[import-untyped]
from gunicorn.http.parser import RequestParser  # type: ignore[import-untyped]

from interchange.accounts.factories import PASSWORD
from interchange.accounts.models import Person
from interchange.operations.testing import steps
from tests.production import (
    HOST,
    OF_PRODUCTION,
    asked,
    code_of_theirs,
    everything_of,
    faults_in_headers,
    in_production,
    pages,
    production,
    signed_in,
    signing_in,
    visitor,
    with_its_strip,
)
from tests.samples import ROUTES
from tests.world import World, undone

ROOT = Path(__file__).resolve().parents[1]

# ---------------------------------------------------------------- what every answer says to the browser


@in_production
def test_every_answer_is_framed_sniffed_and_scripted_by_nobody(world: World):
    assert {name: faults for name, page in pages(world) if (faults := faults_in_headers(page))} == {}


@in_production
def test_no_answer_made_for_somebody_is_kept_by_a_cache(world: World):
    assert {name for name, page in pages(world) if page["Cache-Control"] != "private, no-store"} == set()


FILE_NAME = re.compile(r'(attachment|inline); filename="[A-Za-z0-9._-]+"')


def says_what_it_is(page: Any) -> bool:
    """Its kind and letters; and a file has a name of ours, and is opened in the browser only if it is a PDF."""
    kind, shown = page.headers.get("Content-Type", ""), page.headers.get("Content-Disposition", "")
    is_text = kind.startswith("text/")
    opens = is_text or kind in ("application/json", "application/pdf") or shown.startswith("attachment")
    named = not shown or FILE_NAME.fullmatch(shown) is not None
    return named and opens and ("charset=utf-8" in kind or not is_text)


@in_production
def test_every_answer_says_what_it_is(world: World):
    wrong = {name for name, page in pages(world) if everything_of(page) and not says_what_it_is(page)}
    assert wrong == set()


@in_production
def test_a_file_that_somebody_sent_is_saved_and_runs_nowhere(world: World):
    page = asked(world, ROUTES["support:attachment"])
    assert page["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in page["Content-Security-Policy"].split("; ")
    assert faults_in_headers(page) == []


OF_FILES = {
    "js/*.js": 'text/javascript; charset="utf-8"',
    "css/*.css": 'text/css; charset="utf-8"',
    "images/**/*.svg": "image/svg+xml",
}


@in_production
@pytest.mark.parametrize(("pattern", "kind"), OF_FILES.items(), ids=OF_FILES)
def test_a_file_of_the_front_end_is_no_exception(pattern: str, kind: str):
    file = next(Path(current.STATIC_ROOT).glob(pattern))
    answer = visitor().get(f"/static/{file.relative_to(current.STATIC_ROOT)}", secure=True)
    assert everything_of(answer) == file.read_bytes()
    assert (answer["Content-Type"], faults_in_headers(answer)) == (kind, [])


OUTSIDE = ["", "js/", "..%2fconfig/settings/base.py", "../../.git/config", "js/..%2f..%2f.git/config"]


@in_production
@with_its_strip
@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_but_files_of_the_front_end_is_served_as_one(path: str):
    assert visitor().get(f"/static/{path}", secure=True).status_code == 404


@in_production
@with_its_strip
@pytest.mark.parametrize("path", ["/.git/config", "/.env", "/static_served/staticfiles.json", "/admin/"])
def test_nothing_of_the_program_is_at_an_address(path: str):
    assert visitor().get(path, secure=True).status_code == 404


# ---------------------------------------------------------------- cookies


def faults_in_cookies(answer: Any) -> list[str]:
    """The cookies that leave something open; one that is taken back has no value to hide from scripts."""
    return [
        name
        for name, cookie in answer.cookies.items()
        if not name.startswith("__Host-")
        or not (cookie["secure"] and (cookie["httponly"] or not cookie.value) and cookie["samesite"] == "Lax")
        or (cookie["path"], cookie["domain"]) != ("/", "")
    ]


@in_production
def test_every_cookie_is_for_this_host_https_and_no_script(world: World):
    some = list(OF_PRODUCTION.items())[::4]  # what is posted leaves by the same doors
    sent = [(name, asked(world, route, "post")) for name, route in some]
    both = [*pages(world), *sent]
    assert {name: faults for name, page in both if (faults := faults_in_cookies(page))} == {}


@in_production
def test_signing_in_gives_such_cookies_and_the_key_stands_nowhere_else(world: World):
    browser = visitor()
    with undone():
        asked = browser.post("/sign-in/", signing_in(world), secure=True)
        answer = browser.post(asked["Location"], code_of_theirs(world), secure=True)
        assert (asked.status_code, answer.status_code) == (302, 302)
        assert faults_in_cookies(asked) + faults_in_cookies(answer) == []
        assert asked.cookies["__Host-session"].value != answer.cookies["__Host-session"].value
        key = answer.cookies["__Host-session"].value
        page = browser.get(answer["Location"], secure=True)
    assert key not in answer["Location"]
    assert key.encode() not in page.content


@in_production
def test_no_message_stands_in_a_cookie(world: World):
    """A message may name a candidate."""
    browser = signed_in(world, world.here.everybody)
    with undone():
        sent = {"current": PASSWORD, "new": "a wholly other password"}
        answer = browser.post("/change-password/", sent, secure=True)
        assert set(answer.cookies) <= {"__Host-session", "__Host-csrf"}
        assert b"Your password has been changed" in browser.get(answer["Location"], secure=True).content


# ---------------------------------------------------------------- transport and methods


@in_production
def test_a_page_asked_for_without_https_is_asked_for_again_with_it():
    answer = visitor().get("/sign-in/?next=/welcome/")
    assert (answer.status_code, answer["Location"]) == (301, f"https://{HOST}/sign-in/?next=/welcome/")


@in_production
@pytest.mark.parametrize(
    "where", ["/api/v1/whoami", "/api/v1/openapi.json", "/calendar/key.ics", "/status/feed.json"]
)
def test_a_program_that_asks_without_https_is_refused_and_not_sent_on(where: str):
    answer = visitor().get(where, headers={"authorization": "Bearer ick_0000000000_key"})
    assert (answer.status_code, answer.json()["code"]) == (403, "https-only")
    assert "Location" not in answer


@in_production
def test_no_page_answers_trace(world: World):
    answers = {name: asked(world, route, "trace") for name, route in OF_PRODUCTION.items()}
    assert {
        name for name, answer in answers.items() if (answer.status_code, answer.content) != (405, b"")
    } == set()


@in_production
def test_no_file_answers_trace():
    file = next(Path(current.STATIC_ROOT).glob("js/*.js"))
    assert visitor().generic("TRACE", f"/static/js/{file.name}", secure=True).status_code == 405


SMUGGLED = {
    "both lengths": "Content-Length: 4\r\nTransfer-Encoding: chunked",
    "two lengths": "Content-Length: 4\r\nContent-Length: 5",
    "a length that is none": "Content-Length: +4",
    "an encoding that is none": "Transfer-Encoding: xchunked",
    "a folded line": "X-One: a\r\n b",
    "a space before the colon": "Content-Length : 4",
}


@pytest.mark.parametrize("headers", SMUGGLED.values(), ids=SMUGGLED)
def test_a_request_whose_end_is_in_doubt_is_not_read(headers: str):
    request = f"POST / HTTP/1.1\r\nHost: {HOST}\r\n{headers}\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n"
    with pytest.raises(ParseException):
        next(RequestParser(Config(), iter([request.encode()]), ("127.0.0.1", 1)))


def test_the_proxy_of_the_guide_speaks_new_tls_and_lets_nobody_speak_for_it():
    guide = (ROOT / "docs" / "operations" / "install.md").read_text()
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in guide
    for header, value in {"Proto": "$scheme", "For": "$remote_addr", "Host": '""'}.items():
        assert f"proxy_set_header X-Forwarded-{header} {value};" in guide


# ---------------------------------------------------------------- passwords and secrets


@in_production
@pytest.mark.parametrize("page", ["/sign-in/", "/change-password/", "/activate/"])
def test_a_password_is_typed_unseen_pasted_and_kept_by_a_manager(world: World, page: str):
    where = f"{page}{world.invitation}/" if page == "/activate/" else page
    browser = signed_in(world, world.here.everybody) if page == "/change-password/" else visitor()
    with undone():
        text = browser.get(where, secure=True).content.decode()
    fields = [tag.partition(">")[0] for tag in text.split("<input")[1:]]
    named = [tag for tag in fields if any(f'name="{name}"' in tag for name in ("password", "current", "new"))]
    assert named
    for tag in named:
        assert 'type="password"' in tag
        assert 'autocomplete="current-password"' in tag or 'autocomplete="new-password"' in tag
    assert "onpaste" not in text
    assert 'method="post"' in text.partition('type="password"')[0].rpartition("<form")[2]


def test_passwords_are_kept_by_argon2id_at_the_least_cost_that_owasp_accepts():
    assert production()["PASSWORD_HASHERS"] == ["interchange.accounts.hashers.Argon2Modest"]
    _, kind, version, cost, _, _ = get_hasher("argon2").encode("a password", "a salt of ours").split("$")
    assert (kind, version) == ("argon2id", "v=19")
    figures = dict(part.split("=") for part in cost.split(","))
    assert int(figures["m"]) >= 19 * 1024
    assert int(figures["t"]) >= 2


def test_what_nobody_may_guess_holds_128_bits(world: World):
    world.browser_of(world.here.everybody)
    key = world.sessions[world.here.everybody.pk]
    assert len(world.invitation) * log2(64) >= 128
    assert len(key) * log2(36) >= 128


def test_nobody_is_asked_a_secret_question():
    names = {field.name for field in Person._meta.get_fields()}
    assert not [
        name for name in names if any(word in name for word in ("hint", "question", "answer", "maiden"))
    ]


# ---------------------------------------------------------------- errors

INSIDE = ("Traceback", "Exception", "Django", "psycopg", "SELECT", "/interchange/", ".py", "urlpatterns")


@in_production
@pytest.mark.parametrize(
    "where", ["/nothing/", "/activate/nothing/", "/?q=%00", "/coursework/2027-06/nothing/"]
)
def test_no_refusal_shows_the_inside_of_the_program(world: World, where: str):
    for browser in (visitor(), signed_in(world, world.here.everybody)):
        with undone():
            answer = browser.get(where, secure=True)
        assert faults_in_headers(answer) == []
        assert not [word for word in INSIDE if word in answer.content.decode()]


def test_django_s_list_for_an_installation_is_part_of_every_run():
    assert steps()["deployment"][-2:] == ["interchange.operations.checks", "deploy"]
