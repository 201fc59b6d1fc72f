"""What a hostile page, visitor or network may try, against every page as a real installation serves it."""

import ast
import re
import runpy
from collections.abc import Iterator
from functools import cache
from html import unescape
from ipaddress import ip_network
from math import log2
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as current
from django.contrib.auth.hashers import get_hasher
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.http.errors import ParseException  # type: ignore[import-untyped]
from gunicorn.http.parser import RequestParser  # type: ignore[import-untyped]

from config.headers import address_behind_the_proxy
from interchange.accounts.factories import PASSWORD, code_for
from interchange.accounts.models import Membership, Person
from interchange.operations.testing import steps
from tests.samples import FORM, ROUTES, Route, address, tried, who_may
from tests.world import World, undone

ROOT = Path(__file__).resolve().parents[1]
HOST = "interchange.example"
OF_PRODUCTION = {name: route for name, route in ROUTES.items() if not name.startswith("demo:")}
COMPLETE = {"SECRET_KEY": "fifty-characters-and-more-that-nobody-guesses-0123456789", "ALLOWED_HOSTS": HOST}
COMPLETE |= {"SITE_ADDRESS": f"https://{HOST}"}


@cache
def production(*, behind_proxy: str = "yes") -> dict[str, Any]:
    """The settings of a real installation."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {**COMPLETE, "BEHIND_PROXY": behind_proxy}.items():
            environment.setenv(name, value)
        return runpy.run_module("config.settings.production")


ABOUT_REQUESTS = (
    "ALLOWED_HOSTS",
    "CONTENT_SECURITY",
    "CSRF_",
    "MESSAGE_",
    "MIDDLEWARE",
    "SECURE_",
    "X_FRAME",
    "KNOWN_BROWSER_COOKIE",
    "LOGIN_ID_COOKIE",
    "RESET_COOKIE",
)


@pytest.fixture
def _as_in_production(settings: Any) -> None:
    """Requests are answered as by a real installation; key and database stay those of the tests."""
    for name, value in production().items():
        if name.startswith((*ABOUT_REQUESTS, "SESSION_COOKIE", "WHITENOISE")):
            setattr(settings, name, value)


in_production = pytest.mark.usefixtures("_as_in_production")
with_its_strip = pytest.mark.django_db
"""For tests without the world: what is wrong with the service stands above each page, and in the database."""


@cache
def handler() -> ClientHandler:
    """What answers, with the middleware of a real installation: made once, because it looks through all files."""
    return ClientHandler(enforce_csrf_checks=False)


def visitor(**headers: str) -> Client:
    """A browser in which nobody is signed in."""
    browser = Client(raise_request_exception=False, headers={"host": HOST, **headers})
    browser.handler = handler()
    return browser


def signed_in(world: World, person: Membership) -> Client:
    browser = world.browser_of(person)
    browser.defaults["HTTP_HOST"] = HOST
    browser.handler = handler()
    return browser


def asked(world: World, route: Route, method: str = "get", query: str = "", **options: Any) -> Any:
    """The answer to somebody who may use the route; whatever was changed is undone."""
    where = address(route, world, world.here) + query
    return tried(signed_in(world, who_may(route, world)), method, where, secure=True, **options)


KEPT: dict[str, Any] = {}


def pages(world: World) -> Iterator[tuple[str, Any]]:
    """Each route with its page, asked for once for all the tests that look at them."""
    for name, route in OF_PRODUCTION.items():
        if name not in KEPT:
            KEPT[name] = asked(world, route)
        yield name, KEPT[name]


def everything_of(answer: Any) -> bytes:
    return bytes(b"".join(answer.streaming_content) if answer.streaming else answer.content)


def signing_in(world: World) -> dict[str, str]:
    """What the first centre's person types at the front door."""
    person = world.here.everybody.person
    return {"login_id": person.login_id, "username": person.username, "password": PASSWORD}


def code_of_theirs(world: World) -> dict[str, str]:
    """What their app shows."""
    return {"code": code_for(world.here.everybody.person_id)}


def brought_in(world: World, sent: dict[str, str]) -> tuple[Any, Any]:
    """The answer with which the sign-in ends, and the page it leads to."""
    browser = visitor()
    asked = browser.post("/sign-in/", signing_in(world) | sent, secure=True)
    answer = browser.post(asked["Location"], code_of_theirs(world), secure=True)
    return answer, browser.get(answer["Location"], secure=True) if stays_here(answer["Location"]) else answer


# ---------------------------------------------------------------- what every answer says to the browser

HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = (
    "default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
)  # fmt: skip


def faults_in_headers(answer: Any) -> list[str]:
    """What an answer leaves open."""
    policy = answer.headers.get("Content-Security-Policy", "")
    found = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    found += [part for part in POLICY if part not in policy.split("; ")]
    found += [name for name in answer.headers if name.startswith("Access-Control-")]
    return found + ["unsafe"] * ("unsafe" in policy)


@in_production
def test_every_answer_is_framed_sniffed_and_scripted_by_nobody(world: World):
    assert {name: faults for name, page in pages(world) if (faults := faults_in_headers(page))} == {}


@in_production
def test_no_answer_made_for_somebody_is_kept_by_a_cache(world: World):
    assert {name for name, page in pages(world) if page["Cache-Control"] != "private, no-store"} == set()


FILE_NAME = re.compile(r'(attachment|inline); filename="[A-Za-z0-9.-]+"')


def says_what_it_is(page: Any) -> bool:
    """Its kind and letters; and a file has a name of ours, and is opened in the browser only if it is a PDF."""
    kind, shown = page.headers.get("Content-Type", ""), page.headers.get("Content-Disposition", "")
    is_text = kind.startswith("text/")
    opens = is_text or kind in ("application/json", "application/pdf") or shown.startswith("attachment")
    named = not shown or FILE_NAME.fullmatch(shown) is not None
    return named and opens and ("charset=utf-8" in kind or not is_text)


@in_production
def test_every_answer_says_what_it_is(world: World):
    wrong = {name for name, page in pages(world) if page.content and not says_what_it_is(page)}
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
    sent = [(name, asked(world, route, "post")) for name, route in OF_PRODUCTION.items()]
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


# ---------------------------------------------------------------- addresses and hosts that a visitor chooses

ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example/", "/\\evil.example/", "\\\\evil.example/",
    "/\t/evil.example/", "https:evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example/",
    f"https://{HOST}@evil.example/", f"https://{HOST}.evil.example/", "/welcome/\r\nSet-Cookie: planted=1",
    "/welcome/\nLocation: https://evil.example/", "/\x0b/evil.example/", "http://[::1", f"//evil.example\\@{HOST}",
]  # fmt: skip
LEADING = ("next", "held_path", "back", "return", "return_to", "url", "to", "path", "redirect")


def stays_here(location: str) -> bool:
    """Whether a browser sent there stays on this site: it takes \\ for /, and passes over tabs and ends of lines."""
    plain = location.replace("\\", "/").translate(dict.fromkeys(map(ord, "\t\r\n"))).strip()
    return plain.startswith("/") and not plain.startswith("//")


def test_an_address_that_leaves_is_told_from_one_that_stays():
    leaving = [one for one in ELSEWHERE if "welcome" not in one and "\x0b" not in one]
    assert [one for one in leaving if stays_here(one)] == []
    assert stays_here("/history/?kind=//evil.example")


def planted(answer: Any) -> list[str]:
    """Headers that hold the end of a line, and a cookie that was never ours."""
    broken = [name for name, value in answer.items() if "\r" in value or "\n" in value]
    return broken + [name for name in answer.cookies if name == "planted"]


@in_production
@pytest.mark.parametrize("where", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(world: World, where: str):
    held = {"held": "m0001=5", "held_path": where}
    with undone():
        answer, _ = brought_in(world, {"next": where})
        _, offered = brought_in(world, held)
    assert (answer.status_code, planted(answer)) == (302, [])
    assert stays_here(answer["Location"])
    actions = re.findall(r'<form[^>]* action="([^"]*)"', offered.content.decode())
    assert [action for action in actions if not stays_here(unescape(action))] == []


@in_production
def test_no_address_in_a_request_leads_to_another_site(world: World):
    """Each route is tried with one of them, in every field that may name an address."""
    from_there, leading = {"referer": "https://evil.example/"}, set()
    for number, (name, route) in enumerate(OF_PRODUCTION.items()):
        sent = urlencode(dict.fromkeys(LEADING, ELSEWHERE[number % len(ELSEWHERE)]))
        read = asked(world, route, query=f"?{sent}", headers=from_there)
        posted = asked(world, route, "post", data=sent, content_type=FORM, headers=from_there)
        if any(planted(one) or not stays_here(one.headers.get("Location", "/")) for one in (read, posted)):
            leading.add((name, sent))
    assert leading == set()


@in_production
@with_its_strip
@pytest.mark.parametrize("host", ["evil.example", f"{HOST}.evil.example", f"{HOST}:80@evil.example", ""])
def test_a_request_for_another_host_is_refused(host: str):
    answer = visitor(host=host).get("/sign-in/", secure=True)
    assert answer.status_code == 400
    assert b"evil.example" not in answer.content


@in_production
@with_its_strip
@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"]
)
def test_no_header_speaks_for_another_host_or_address(header: str):
    page = visitor(**{header: "evil.example"}).get("/sign-in/", secure=True)
    assert page.status_code == 200
    assert b"evil.example" not in page.content


@in_production
@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"http://{HOST}"])
def test_a_right_token_sent_from_another_origin_is_refused(world: World, origin: str):
    browser = Client(raise_request_exception=False, enforce_csrf_checks=True, headers={"host": HOST})
    with undone():
        browser.get("/sign-in/", secure=True)
        sent = {"csrfmiddlewaretoken": browser.cookies["__Host-csrf"].value, "username": "nobody"}
        for where, status in {origin: 403, f"https://{HOST}": 422}.items():
            answer = browser.post("/sign-in/", sent, secure=True, headers={"origin": where})
            assert answer.status_code == status


@in_production
def test_what_stands_in_the_address_is_not_taken_for_what_was_typed(world: World):
    with undone():
        answer = visitor().post(
            f"/sign-in/?{urlencode(signing_in(world))}", {"username": "nobody"}, secure=True
        )
    assert answer.status_code == 422


# ---------------------------------------------------------------- the address of the visitor

SEEN = {
    "203.0.113.7": "203.0.113.7",
    "198.51.100.9, 203.0.113.7": "203.0.113.7",
    "203.0.113.7, not an address": "127.0.0.1",
    "203.0.113.7:8080": "127.0.0.1",
    "2001:db8::7": "2001:db8::7",
    "fe80::1%eth0": "127.0.0.1",
    "": "127.0.0.1",
}


@pytest.mark.parametrize(("sent", "seen"), SEEN.items())
def test_behind_the_proxy_the_address_is_the_one_that_the_proxy_saw(rf: Any, sent: str, seen: str):
    request = rf.get("/", headers={"X-Forwarded-For": sent})
    address_behind_the_proxy(lambda request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == seen


def through(rf: Any, peer: str, sent: str) -> Any:
    """A request that came from `peer`, which says for whom."""
    request = rf.get("/", headers={"X-Forwarded-For": sent, "X-Forwarded-Proto": "https"}, REMOTE_ADDR=peer)
    address_behind_the_proxy(lambda request: HttpResponse())(request)
    return request


def test_whoever_is_no_proxy_of_ours_is_not_believed(rf: Any):
    request = through(rf, "198.51.100.9", "203.0.113.7")
    assert request.META["REMOTE_ADDR"] == "198.51.100.9"
    assert not {"X-Forwarded-For", "X-Forwarded-Proto"} & set(request.headers)


def test_of_several_proxies_the_first_of_ours_saw_the_visitor(rf: Any, settings: Any):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1"), ip_network("10.0.0.0/8")]
    assert through(rf, "127.0.0.1", "9.9.9.9, 203.0.113.7, 10.1.2.3").META["REMOTE_ADDR"] == "203.0.113.7"
    assert through(rf, "10.1.2.3", "10.9.9.9").META["REMOTE_ADDR"] == "10.9.9.9"


def test_only_behind_a_proxy_is_what_it_says_believed():
    behind, alone, trusted = (
        production(),
        production(behind_proxy="no"),
        "config.headers.address_behind_the_proxy",
    )
    assert (behind["MIDDLEWARE"][0], trusted in alone["MIDDLEWARE"]) == (trusted, False)
    assert ("SECURE_PROXY_SSL_HEADER" in behind, "SECURE_PROXY_SSL_HEADER" in alone) == (True, False)


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


LOCKED = re.compile(r"^[\w.-]+==\S+ \\\n    --hash=sha256:", re.MULTILINE)


@pytest.mark.parametrize("file", ["run.txt", "dev.txt"])
def test_every_package_is_named_with_version_and_hash(file: str):
    text = (ROOT / "requirements" / file).read_text()
    assert len(LOCKED.findall(text)) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE)) > 10
    assert "://" not in text


# ---------------------------------------------------------------- what the code itself may not do

SERVED = [
    path
    for folder in ("config", "interchange")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not {"tests", "operations", "migrations", "demo", "factories.py"} & set(path.parts)
]


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text())))


@cache
def calls() -> list[tuple[Path, str, ast.Call]]:
    """Every call in what is served: the file, what is called as it stands there, and the call."""
    found = [(path, node) for path in SERVED for node in nodes(path) if isinstance(node, ast.Call)]
    return [(path, _dotted(call.func), call) for path, call in found]


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{_dotted(value)}.{name}"
    return ""


def imports(path: Path) -> set[str]:
    """Every module that a file imports, in full."""
    plain = {name.name for node in nodes(path) if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module for node in nodes(path) if isinstance(node, ast.ImportFrom) and node.module}


def place(path: Path, call: ast.Call | None = None) -> str:
    return f"{path.relative_to(ROOT)}:{call.lineno}" if call else str(path.relative_to(ROOT))


RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
READS_OBJECTS = {"pickle", "marshal", "shelve", "dill", "yaml", "xmlrpc"}


def test_no_text_is_run_as_a_program():
    """Nor an object read from bytes that somebody may have made."""
    assert [place(path, call) for path, name, call in calls() if name in RUNS_TEXT] == []
    parts = {path: {name.partition(".")[0] for name in imports(path)} for path in SERVED}
    assert [place(path) for path, names in parts.items() if READS_OBJECTS & names] == []
    assert "JSONSerializer" in current.SESSION_SERIALIZER


STARTS_PROGRAMS = {
    "interchange/documents/compiling.py": "our own module; the data goes in by its standard input"
}
SHELLS = ("os.system", "os.popen", "os.spawn", "os.exec")


def test_only_these_start_a_program_and_none_through_a_shell():
    assert [place(path) for path in SERVED if {"subprocess", "pty"} & imports(path)] == list(STARTS_PROGRAMS)
    by_shell = [
        place(path, call)
        for path, name, call in calls()
        if name.startswith(SHELLS) or any(one.arg == "shell" for one in call.keywords)
    ]
    assert by_shell == []


SPEAKS_TO_OTHERS = {
    "interchange/accounts/openid.py": "the awarding body's provider, where one is set up, by the settings",
    "interchange/core/uploads/scanning.py": "clamd, where one is set up, at the address of the settings",
    "interchange/notifications/services.py": "the mail server, by Django's mail",
}
"""The files that open a connection to another machine, and to which; database and mail are Django's own."""
NETWORKS = {
    "requests",
    "httpx",
    "aiohttp",
    "socket",
    "urllib.request",
    "http.client",
    "ftplib",
    "smtplib",
    "urllib3",
}


def test_only_these_speak_to_other_machines():
    assert [place(path) for path in SERVED if NETWORKS & imports(path)] == sorted(SPEAKS_TO_OTHERS)


def is_fixed(node: ast.expr) -> bool:
    """Whether a text stands in the program: written out, a constant's name, or made of these alone."""
    match node:
        case ast.Constant() | ast.Call(func=ast.Attribute(attr="escape")):
            return True
        case ast.Call(func=ast.Attribute(attr="join"), args=[parts]):
            return is_fixed(parts)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.isupper()
        case ast.BinOp(left=left, right=right):
            return is_fixed(left) and is_fixed(right)
        case ast.JoinedStr(values=values):
            return all(is_fixed(one.value if isinstance(one, ast.FormattedValue) else one) for one in values)
    return False


VERBS = ("compile", "search", "match", "fullmatch", "sub", "findall", "finditer", "split")
PATTERNS = {f"re.{verb}" for verb in VERBS}


DECLARED = {"interchange/core/grid/kinds.py": "the form that a kind of column declares in the code"}


def test_no_pattern_is_made_of_what_somebody_typed():
    fixed = [(path, is_fixed(call.args[0])) for path, name, call in calls() if name in PATTERNS]
    assert {place(path) for path, is_so in fixed if not is_so} == set(DECLARED)


def test_no_template_is_made_of_what_somebody_typed():
    making = [
        place(path, call)
        for path, name, call in calls()
        if name.endswith(("from_string", "Template"))
        or (
            name.endswith(".format")
            and isinstance(call.func, ast.Attribute)
            and not is_fixed(call.func.value)
        )
    ]
    assert making == []


BROKEN = {"md5", "sha1", "crc32", "MD5", "SHA1", "ECB", "CBC", "TripleDES", "ARC4", "PKCS1v15", "Fernet"}


CHECKSUMS = {"interchange/core/uploads/opening.py": "PNG's own: whether a picture is whole, not who made it"}


def test_no_broken_hash_and_no_cipher_of_yesterday_is_used():
    """But where a list made by others is written in such hashes, and the call says that nothing rests on it."""
    using = [
        place(path, call)
        for path, name, call in calls()
        if (name.rpartition(".")[2] in BROKEN or name.startswith("random.") or name == "hashlib.new")
        and not any(one.arg == "usedforsecurity" for one in call.keywords)
        and not (name == "zlib.crc32" and place(path) in CHECKSUMS)
    ]
    assert using == []


def test_no_form_fills_a_row_by_itself():
    """Every service names what it sets: no form is made from a model, and no post is passed on whole."""
    classes = [(path, node) for path in SERVED for node in nodes(path) if isinstance(node, ast.ClassDef)]
    assert [place(path) for path, node in classes if "ModelForm" in map(_last, node.bases)] == []
    whole = [
        place(path, call)
        for path, _, call in calls()
        for one in call.keywords
        if one.arg is None and ast.unparse(one.value).startswith(("request.POST", "request.GET"))
    ]
    assert whole == []


def _last(node: ast.expr) -> str:
    return _dotted(node).rpartition(".")[2]


SCRIPTS = sorted((ROOT / "frontend" / "js").rglob("*.js"))
UNSAFE = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    "__proto__",
)


def test_no_script_makes_markup_or_a_program_of_text():
    texts = {path: path.read_text() for path in SCRIPTS}
    assert [(place(path), word) for path, text in texts.items() for word in UNSAFE if word in text] == []


def test_no_script_listens_to_other_windows():
    """Tabs of this site tell each other of a session by a BroadcastChannel, which no other site can reach."""
    texts = {path: path.read_text() for path in SCRIPTS}
    heard = [
        place(path)
        for path, text in texts.items()
        if re.search(r"window\.(on|addEventListener\(.)message", text)
    ]
    assert heard == []
    sending = {path for path, text in texts.items() if "postMessage(" in text}
    assert [place(path) for path in sending if "BroadcastChannel" not in texts[path]] == []
