"""Nothing that anybody may send to a route breaks a page, and no form of another site changes anything."""

import json

import pytest
from django.test.client import ClientHandler

from tests.samples import FORM, ROUTES, SCRIPT, Route, address, sample, tried, who_may
from tests.world import World

every_route = pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)

NASTY = ["%00", "%F0%9F%A6%86'%22%3E%3Cscript%3E" + "a" * 1000]
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
@pytest.mark.parametrize("value", NASTY, ids=["nul", "strange"])
def test_nothing_in_an_address_or_a_form_breaks_a_page(world: World, route: Route, value: str):
    sent = "&".join(f"{name}={value}" for name in FIELDS)
    where = address(route, world, world.here)
    for part in route.parts:
        where = where.replace(f"/{sample(route, part)(world, world.here)}/", f"/{value}/")
    browser = world.browser_of(who_may(route, world))
    assert tried(browser, "get", f"{where}?{sent}").status_code < 500
    assert tried(browser, "post", where, data=sent, content_type=FORM).status_code < 500


BODIES = [b"", b"[]", b"null", b"{", b'{"rows": 1}', b"\xff", b"[" * 10_000]
BODIES += [
    b'{"rows": [{"number": "0001", "version": 1, "mark": "\\u0000"}]}',
    b'{"text": "\\ud800\\u0000", "rows": [null]}',
]


@every_route
def test_nothing_that_a_script_sends_breaks_a_page(world: World, route: Route):
    where, browser = address(route, world, world.here), world.browser_of(who_may(route, world))
    for body in BODIES:
        answer = tried(browser, "post", where, data=body, content_type="application/json", **SCRIPT)
        assert answer.status_code < 500, body
        if answer.status_code == 405:
            return


@every_route
def test_a_form_of_another_site_changes_nothing(world: World, route: Route):
    browser = world.browser_of(world.here.everybody)
    browser.handler = ClientHandler(enforce_csrf_checks=True)
    answer = tried(browser, "post", address(route, world, world.here), **SCRIPT)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "page-too-old")
