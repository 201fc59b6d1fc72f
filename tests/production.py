"""Requests as a real installation answers them: for the tests of what a hostile page, visitor or network may try."""

import runpy
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.test.client import ClientHandler

from interchange.accounts.factories import PASSWORD, code_for
from interchange.accounts.models import Membership
from tests.samples import ROUTES, Route, address, tried, who_may
from tests.world import World

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


ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example/", "/\\evil.example/", "\\\\evil.example/",
    "/\t/evil.example/", "https:evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example/",
    f"https://{HOST}@evil.example/", f"https://{HOST}.evil.example/", "/welcome/\r\nSet-Cookie: planted=1",
    "/welcome/\nLocation: https://evil.example/", "/\x0b/evil.example/", "http://[::1", f"//evil.example\\@{HOST}",
]  # fmt: skip
LEADING = ("next", "held_path", "back", "return", "return_to", "url", "to", "path", "redirect")

FROM_THERE = {"referer": "https://evil.example/"}


def leading(number: int) -> str:
    """One of those addresses, by turns, in every field that may name one."""
    return urlencode(dict.fromkeys(LEADING, ELSEWHERE[number % len(ELSEWHERE)]))


KEPT: dict[str, Any] = {}


def pages(world: World) -> Iterator[tuple[str, Any]]:
    """Each route with its page, asked for once for all the tests that look at them: with an address of another site in
    every field that may name one."""
    for number, (name, route) in enumerate(OF_PRODUCTION.items()):
        if name not in KEPT:
            KEPT[name] = asked(world, route, query=f"?{leading(number)}", headers=FROM_THERE)
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


def stays_here(location: str) -> bool:
    """Whether a browser sent there stays on this site: it takes \\ for /, and passes over tabs and ends of lines."""
    plain = location.replace("\\", "/").translate(dict.fromkeys(map(ord, "\t\r\n"))).strip()
    return plain.startswith("/") and not plain.startswith("//")


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
