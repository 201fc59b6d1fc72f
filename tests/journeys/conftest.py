"""The stage of the journeys: one server and one world for all of them, and browsers with and without scripts.

Each journey has a centre of its own, so that none needs a clean database; all of it is cleared after the last one.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Locator, Mouse, Page, Touchscreen, expect
from pytest_django.live_server_helper import LiveServer

from interchange.accounts.factories import as_actor, make_membership
from interchange.accounts.models import Membership
from interchange.accounts.roles import STAFF_ROLES, Role
from interchange.assessment.factories import SERIES, ASheet, make_sheet
from interchange.assessment.queries.places import Address
from interchange.catalogue.models import Component
from interchange.centres.factories import make_centre
from interchange.centres.models import Centre
from interchange.core.actor import Actor
from interchange.entries.factories import make_cohort
from tests import clearing
from tests.journeys.steps import ready, session_cookie
from tests.world import World, make_world

NUMBERS = itertools.count(30001)
PATIENCE = 10_000

OpenAs = Callable[..., Page]
NewBrowser = Callable[..., BrowserContext]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey uses the database, with the tests that keep what they do."""
    for item in items:
        if "server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(transaction=True, databases=["default", "owner"]))


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """In place of pytest-django's, which would clear the database after each journey."""


@pytest.fixture(scope="session")
def base_url() -> str:
    """Each browser is told where the site is when it is opened; the plugin's own fixture is deprecated in pytest."""
    return ""


@pytest.fixture(scope="package")
def _walked(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> World | None:
    """The world of those who walk over every page, if any of them is to be run: made first, into an empty database."""
    here = Path(__file__).parent
    walks = any(
        "world" in getattr(item, "fixturenames", ()) and here in item.path.parents
        for item in request.session.items
    )
    with django_db_blocker.unblock():
        return make_world() if walks else None


@pytest.fixture(scope="package")
def world(server: str, _walked: World) -> World:
    """Two centres and the awarding body with work at every stage, as the access tests have them."""
    return _walked


@pytest.fixture(scope="package")
def server(django_db_setup: None, django_db_blocker: Any, _walked: World | None) -> Iterator[str]:
    """The address of the site, served until the last journey is over."""
    expect.set_options(timeout=PATIENCE)
    WSGIRequestHandler.disable_nagle_algorithm = True  # or each answer waits 40 ms for the other side's ACK
    with django_db_blocker.unblock():
        served = LiveServer("localhost")
        yield served.url
        served.stop()
        clearing.clear()
        cache.clear()
        connections.close_all()


@dataclass(frozen=True)
class College:
    """A centre of one journey's own, and its people; somebody not asked for is not hired."""

    centre: Centre

    def hire(self, name: str, *roles: Role) -> Membership:
        """Somebody more."""
        return make_membership(name, *roles, centre=self.centre)

    @cached_property
    def ann(self) -> Membership:
        """The exams officer: Centre Administrator (GQ)."""
        return self.hire("Ann Lee", Role.CAG)

    @cached_property
    def ben(self) -> Membership:
        """The teacher: Add Coursework Marks (GQ)."""
        return self.hire("Ben Shaw", Role.ACM)

    @cached_property
    def mia(self) -> Membership:
        """The other teacher."""
        return self.hire("Mia Novak", Role.ACM)

    @cached_property
    def sam(self) -> Membership:
        """Who may submit as well: Submit Coursework Marks (GQ)."""
        return self.hire("Sam Okafor", Role.SCM)

    @property
    def by(self) -> Actor:
        """For work that was done before the journey begins."""
        return as_actor(self.ann)

    def sheet(
        self, code: str = "H446/03", *, candidates: int = 30, group: str = "11A", **profile: Any
    ) -> ASheet:
        """Candidates entered for an assessment whose window is open; the assessment is made when it is new."""
        component = Component.objects.filter(assessment_code=code).first()
        if component is None:
            return make_sheet(self.centre, code, candidates=candidates, group=group, **profile)
        make_cohort(self.centre, component, candidates, group=group)
        return ASheet(self.centre, component, Address(SERIES, component.slug))


@pytest.fixture
def college(server: str) -> College:
    """A centre that no other journey knows."""
    number = str(next(NUMBERS))
    return College(make_centre(number, f"College {number}"))


@pytest.fixture(scope="package")
def officer(server: str) -> Membership:
    """Olu of the awarding body: AB assessment officer."""
    return make_membership("Olu Grant", Role.ASSESSMENT)


@pytest.fixture(scope="package")
def staff(server: str) -> dict[Role, Membership]:
    """Somebody for each role of the awarding body."""
    return {role: make_membership(f"Staff {role.name.title()}", role) for role in sorted(STAFF_ROLES)}


@pytest.fixture(params=[True, False], ids=["scripts on", "scripts off"])
def java_script_enabled(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts; a journey that asks for this is made both ways."""
    return bool(request.param)


class Browsers:
    """Browsers that are handed on from journey to journey with nothing in them: a fresh one takes far longer."""

    def __init__(self, make: NewBrowser, server: str) -> None:
        self._make, self._server = make, server
        self._free = defaultdict[str, list[BrowserContext]](list)
        self._lent: list[tuple[str, BrowserContext]] = []

    def lend(self, **options: Any) -> BrowserContext:
        """One in which nobody is signed in and nothing is kept but the site's styles and scripts."""
        kind = repr(sorted(options.items()))
        context = self._free[kind].pop() if self._free[kind] else self._begun(**options)
        self._lent.append((kind, context))
        return context

    def _begun(self, **options: Any) -> BrowserContext:
        context = self._make(base_url=self._server, **options)
        context.set_default_timeout(PATIENCE)
        context.new_page().goto("/health/live")
        return context

    def take_back(self) -> None:
        """What was done in them is forgotten. Their first page stays, so that the site's process does too."""
        for kind, context in self._lent:
            first, *others = context.pages
            for page in others:
                page.close()
            everything = {"origin": self._server, "storageTypes": "all"}
            context.new_cdp_session(first).send("Storage.clearDataForOrigin", everything)
            context.clear_cookies()
            context.set_offline(False)
            self._free[kind].append(context)
        self._lent.clear()


@pytest.fixture(scope="package")
def browsers(browser: Browser, browser_context_args: dict[str, Any], server: str) -> Browsers:
    """Those of all journeys; they end with the program that they belong to."""
    return Browsers(lambda **options: browser.new_context(**{**browser_context_args, **options}), server)


@pytest.fixture
def new_browser(browsers: Browsers) -> Iterator[NewBrowser]:
    """A browser at the site's address like a fresh one, which waits no longer than a person would."""
    yield browsers.lend
    browsers.take_back()


@pytest.fixture
def open_as(new_browser: NewBrowser, server: str) -> OpenAs:
    """A page of somebody who has signed in already, at an address."""

    def at_desk(who: Membership, address: str = "/welcome/", **options: Any) -> Page:
        context = new_browser(**options)
        context.add_cookies([session_cookie(who, server)])
        page = context.new_page()
        page.goto(address)
        if options.get("java_script_enabled", True):
            ready(page)
        return page

    return at_desk


POINTS_OR_REACHES_IN = {
    "check", "clear", "click", "dblclick", "dispatch_event", "down", "drag_and_drop", "drag_to", "fill", "focus",
    "hover", "move", "press", "press_sequentially", "select_option", "set_checked", "tap", "type", "uncheck", "wheel",
}  # fmt: skip


@pytest.fixture
def by_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever makes this journey has a keyboard and nothing else: what a test could do in another way is refused."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("This journey is made by the keyboard.")

    for kind in (Locator, Mouse, Page, Touchscreen):
        for name in POINTS_OR_REACHES_IN & set(vars(kind)):
            monkeypatch.setattr(kind, name, refuse)
