"""Nothing that anybody may send to a route breaks a page, and no form of another site changes anything."""

import json

import pytest
from django.http import HttpRequest
from django.test.client import ClientHandler

from tests.samples import FORM, ROUTES, SCRIPT, Route, address, sample, tried, who_may
from tests.world import World

every_route = pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)

NUL, STRANGE = "%00", "%F0%9F%A6%86'%22%3E%3Cscript%3E" + "a" * 1000
FIELDS = [
    "q",
    "family",
    "series",
    "component",
    "number",
    "since",
    "page",
    "login_id",
    "username",
    "rows",
    "key",
    "text",
]


@every_route
def test_nothing_in_an_address_or_a_form_breaks_a_page(world: World, route: Route):
    assert [status for status in both_ways(world, route, STRANGE) if status >= 500] == []


@pytest.mark.parametrize("route", list(ROUTES.values())[::20], ids=list(ROUTES)[::20])
def test_what_no_text_can_hold_is_refused_before_any_page(world: World, route: Route):
    """By the middleware, on whatever route; some of them, from all packages, are asked. Where no text is a part of the
    address, there is no such page."""
    assert set(both_ways(world, route, NUL)) <= {400, 404}


def both_ways(world: World, route: Route, value: str) -> list[int]:
    """How a route answers a value in all of its address and in every field, read and posted."""
    sent = "&".join(f"{name}={value}" for name in FIELDS)
    where = address(route, world, world.here)
    for part in route.parts:
        where = where.replace(f"/{sample(route, part)(world, world.here)}/", f"/{value}/")
    browser = world.browser_of(who_may(route, world))
    answers = [
        tried(browser, "get", f"{where}?{sent}"),
        tried(browser, "post", where, data=sent, content_type=FORM),
    ]
    return [answer.status_code for answer in answers]


BODIES = [b"", b"[]", b"null", b"{", b'{"rows": 1}', b"\xff", b"[" * 10_000]
BODIES += [
    b'{"rows": [{"number": "0001", "version": 1, "mark": "\\u0000"}]}',
    b'{"text": "\\ud800\\u0000", "rows": [null]}',
]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What views have read of the bodies of requests."""
    found = list[bytes]()
    whole = HttpRequest.body.fget  # type: ignore[attr-defined]

    def body(request: HttpRequest) -> bytes:
        found.append(whole(request))
        return found[-1]

    monkeypatch.setattr(HttpRequest, "body", property(body))
    return found


@every_route
def test_nothing_that_a_script_sends_breaks_a_page(world: World, route: Route, reads: list[bytes]):
    """A view that does not look at the first body would not look at the others."""
    where, browser = address(route, world, world.here), world.browser_of(who_may(route, world))
    for body in BODIES:
        answer = tried(browser, "post", where, data=body, content_type="application/json", **SCRIPT)
        assert answer.status_code < 500, body
        if not reads:
            return


def test_what_a_view_reads_is_noticed(world: World, reads: list[bytes]):
    sheet, browser = world.here.open_sheet.url, world.browser_of(world.here.everybody)
    tried(browser, "post", f"{sheet}cells/", data=b"[]", content_type="application/json", **SCRIPT)
    assert reads == [b"[]"]


@every_route
def test_a_form_of_another_site_changes_nothing(world: World, route: Route):
    browser = world.browser_of(world.here.everybody)
    browser.handler = ClientHandler(enforce_csrf_checks=True)
    answer = tried(browser, "post", address(route, world, world.here), **SCRIPT)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "page-too-old")
