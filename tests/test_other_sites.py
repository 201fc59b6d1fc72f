"""No address, host or header that a visitor chooses leads to another site, or speaks for another visitor."""

import re
from html import unescape
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from config.headers import address_behind_the_proxy
from tests.production import (
    ELSEWHERE,
    FROM_THERE,
    HOST,
    OF_PRODUCTION,
    asked,
    brought_in,
    in_production,
    leading,
    pages,
    production,
    signing_in,
    stays_here,
    visitor,
    with_its_strip,
)
from tests.samples import FORM
from tests.world import World, undone

# ---------------------------------------------------------------- addresses and hosts that a visitor chooses


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
    away = set()
    for number, (name, read) in enumerate(pages(world)):
        sent = leading(number)
        posted = asked(world, OF_PRODUCTION[name], "post", data=sent, content_type=FORM, headers=FROM_THERE)
        if any(planted(one) or not stays_here(one.headers.get("Location", "/")) for one in (read, posted)):
            away.add((name, sent))
    assert away == set()


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
