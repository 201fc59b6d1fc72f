"""Every route, for every role: what may be done follows from the signed tables (tests/rights)."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, path

from interchange.accounts.models import Membership
from interchange.accounts.roles import CENTRE_ROLES, Role
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed
from tests import rights
from tests.arguments import denials
from tests.rights import holders
from tests.samples import (
    LOCKED,
    OF_CENTRES,
    OWN_BY_KEY,
    PARTS,
    PARTS_OF_ROUTE,
    ROUTES,
    SCRIPT,
    Route,
    address,
    looks_allowed,
    routes_of,
    some_of,
    tried,
)
from tests.world import World, a_browser

every_route = pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
every_locked_route = pytest.mark.parametrize("route", LOCKED, ids=lambda route: route.name)


def test_every_route_has_a_name_of_its_own():
    found = [route.name for route in routes_of(get_resolver())]
    assert sorted(found) == sorted(ROUTES)
    assert not [name for name in found if name.endswith(":None")]


@every_route
def test_every_route_says_who_may_use_it_and_can_be_tried(route: Route):
    assert hasattr(route.view, "needs")
    assert [part for part in route.parts if not _known(route, part)] == [], "give this part a value in PARTS"


def _known(route: Route, part: str) -> bool:
    return (route.name, part) in PARTS_OF_ROUTE or part in PARTS


@pytest.mark.parametrize("role", Role)
def test_a_session_gives_what_its_role_gives_and_no_more(world: World, role: Role):
    answer = tried(world.browser_of(world.people[role]), "get", "/health/live")
    actor: Actor = answer.wsgi_request.actor
    assert (actor.roles, actor.is_staff) == (frozenset({role.value}), role.is_staff)
    assert actor.capabilities == rights.rights_of(role)


@every_locked_route
@pytest.mark.usefixtures("_unrecorded")
def test_no_door_opens_to_a_role_that_the_table_does_not_name(world: World, route: Route):
    """Every role at the door itself; what leads there is walked below, by some of them."""
    for role in set(Role) - holders(route.needs):
        for method in ("get", "post"):
            request: Any = RequestFactory().generic(method.upper(), "/")
            request.actor = world.actors[role]
            with pytest.raises(NotAllowed):
                route.view(request)


@every_locked_route
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.usefixtures("_unrecorded")
def test_each_role_may_do_what_the_table_says_and_no_more(world: World, route: Route, method: str):
    """From sign-in to answer. The door is the same for all, so one of each side walks, and one who is not let in."""
    where, named = address(route, world, world.here), holders(route.needs)
    turn, wrong = f"{method} {route.name}", []
    for role in sorted(some_of(named, turn, 1) | set(sorted(some_of(set(Role) - named, turn, 1))[:1])):
        answer = tried(world.browser_of(world.people[role]), method, where, **SCRIPT)
        if not (looks_allowed(answer) if role in named else answer.status_code == 403):
            wrong.append((role.name, answer.status_code))
    assert wrong == []


@every_route
def test_who_is_signed_out_is_sent_to_the_front_door(world: World, route: Route):
    nobody, where = a_browser(), address(route, world, world.here)
    read, sent, scripted = (
        tried(nobody, "get", where),
        tried(nobody, "post", where),
        tried(nobody, "get", where, **SCRIPT),
    )
    if route.needs is None:
        assert read.status_code < 500
        assert sent.status_code < 500
        assert {read.status_code, sent.status_code, scripted.status_code}.isdisjoint({401, 403})
    else:
        assert (read.status_code, sent.status_code, scripted.status_code) == (302, 401, 401)
        assert read["Location"].startswith("/sign-in/?next=")
        assert b'name="login_id"' in sent.content


OF_A_CENTRE = [route for route in ROUTES.values() if OWN_BY_KEY & set(route.parts)]


@pytest.mark.parametrize("route", OF_A_CENTRE, ids=lambda route: route.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_centre_s_object_is_not_there(world: World, route: Route, method: str):
    """The same answer to the byte as for what never was."""
    browser = world.browser_of(world.there.everybody)
    theirs = address(route, world, world.here)
    never = address(route, world, world.here, **{part: uuid4() for part in OWN_BY_KEY & set(route.parts)})
    answers = [tried(browser, method, where, **SCRIPT) for where in (theirs, never)]
    staff_only = route.needs is not None and not holders(route.needs) & CENTRE_ROLES
    assert answers[0].status_code in ({403} if staff_only else {404, 405})
    assert answers[0].content == answers[1].content
    mine = tried(browser, method, address(route, world, world.there), **SCRIPT)
    assert staff_only or mine.status_code != 404


@pytest.mark.parametrize("route", OF_CENTRES, ids=lambda route: route.name)
def test_no_page_names_another_centre(world: World, route: Route):
    answer = tried(world.browser_of(world.there.everybody), "get", address(route, world, world.there))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"Long Road College" not in body
    assert b"10001" not in body


def says_nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open to the world")


urlpatterns = [path("says-nothing/", says_nothing, name="says-nothing")]


@pytest.mark.usefixtures("_undone")
@pytest.mark.parametrize("who", ["nobody", "everybody"])
def test_a_view_that_does_not_say_who_may_use_it_stays_shut(world: World, settings: Any, who: str):
    browser = Client() if who == "nobody" else world.browser_of(world.here.everybody)
    browser.raise_request_exception = True
    settings.ROOT_URLCONF = __name__
    with pytest.raises(ImproperlyConfigured, match="says_nothing does not say who may use it"):
        browser.get("/says-nothing/")


@pytest.mark.usefixtures("_undone")
def test_a_denied_request_is_in_the_trail_of_the_centre(world: World):
    person: Membership = world.people[Role.FINANCE]
    before = denials(world.here.centre.pk)
    answer = world.browser_of(person).get("/coursework/enter/", headers={"accept": "application/json"})
    assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "not-allowed")
    assert denials(world.here.centre.pk) == before + 1
