"""What every test may rely on: a database made by its owner, no network, and Debian's own browser."""

import gc
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from hypothesis import settings as properties

from interchange.accounts.factories import browser_of, make_actor
from interchange.accounts.models import Membership
from interchange.accounts.roles import Role
from interchange.centres.factories import make_centre
from interchange.centres.models import Centre
from interchange.core.actor import Actor
from interchange.operations.testing import MIGRATED
from tests import clearing

BROWSERS = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser"]
"""The first that is there: without windows of its own the same browser does as much in a third of the time."""
BROWSER = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
BROWSER += ["--disable-component-update", "--disable-sync"]
BROWSER += ["--process-per-site"]
"""The last of them: whoever opens the next page finds the scripts of the one before read already."""

properties.register_profile("interchange", deadline=None)  # a busy machine is no fault in the code
properties.load_profile("interchange")


def pytest_configure(config: pytest.Config) -> None:
    if "DATABASE_OWNER_URL" not in os.environ:
        pytest.exit("The tests need a database of their own: start them with bin/test, which makes one.", 4)


gc.set_threshold(100_000, 50, 50)  # what is read while tests are collected stays, and need not be looked at


def pytest_collection_finish() -> None:
    """What stands now stays until the end: the collector passes over it."""
    gc.collect()
    gc.freeze()


OTHERS_LET_GO = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """A test database is a copy of one that has its schema already, where there is one (`bin/test`)."""
    owner = connections["owner"].settings_dict
    if os.environ.get(MIGRATED):
        owner["TEST"]["TEMPLATE"] = owner["NAME"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database; the application's own connection lets go of it before its owner drops it."""
    clearing.in_place_of_flush()
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        with connections["owner"].cursor() as cursor:
            cursor.execute(OTHERS_LET_GO)  # threads of a server that served a browser may still hold on


MAKE_MUCH = ("interchange/demo/", "tests/faults/")
"""Folders whose tests make a world or a server for all of a file."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Who may use what is settled first, and in which order they run last."""
    for item in items:
        give_roles(item)
    yield
    items[:] = in_turn(items)
    for item in items:
        if item.get_closest_marker("django_db"):
            give_roles(item, owner=True)  # who makes the database
            break


def give_roles(item: pytest.Item, *, owner: bool = False) -> None:
    """Whoever uses the database serves; its owner, who makes and clears it, comes to those who commit or ask for it.

    A transaction of the owner around every test would cost as much as the one that is undone.
    """
    marker, uses = item.get_closest_marker("django_db"), set(getattr(item, "fixturenames", ()))
    if marker or {"db", "transactional_db", "live_server"} & uses:
        asked = marker.kwargs if marker else {}
        commits = asked.get("transaction") or {"transactional_db", "live_server"} & uses
        names = {"default", *asked.get("databases", ()), *(["owner"] if owner or commits else [])}
        item.add_marker(pytest.mark.django_db(**{**asked, "databases": sorted(names)}), append=False)


def in_turn(items: list[pytest.Item]) -> list[pytest.Item]:
    """Of two who run half each, one begins with what shares a world, the other with the journeys, which share a server.

    So each of those is made once, and what is left for one to take from the other shares nothing.
    """
    journeys = [item for item in items if item.nodeid.startswith("tests/journeys/")]
    walks = [item for item in items if "_stage" in getattr(item, "fixturenames", ())]
    large = [item for item in items if item.nodeid.startswith(MAKE_MUCH)]
    sharing = list(dict.fromkeys([*walks, *large]))
    apart = {*journeys, *sharing}
    others = [item for item in items if item not in apart]
    before = max(0, len(items) // 2 - len(sharing))
    return [*sharing, *others[:before], *journeys, *others[before:]]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test talks to this machine only."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's chromium; its sandbox cannot work for root, and only then is it left out."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    program = next(path for path in BROWSERS if Path(path).exists())
    return {**browser_type_launch_args, "executable_path": program, "args": [*BROWSER, *as_root]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Everybody sits in England."""
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def centre(db: None) -> Centre:
    """Long Road College, whose people most tests are about."""
    return make_centre("10001")


@pytest.fixture
def elsewhere(db: None) -> Centre:
    """Another centre, which must see nothing of the first."""
    return make_centre("20002")


@pytest.fixture
def ann(centre: Centre) -> Actor:
    """Ann the exams officer: Centre Administrator (GQ)."""
    return make_actor("Ann Lee", Role.CAG, centre=centre)


@pytest.fixture
def ben(centre: Centre) -> Actor:
    """Ben the teacher: Add Coursework Marks (GQ)."""
    return make_actor("Ben Shaw", Role.ACM, centre=centre)


@pytest.fixture
def sam(centre: Centre) -> Actor:
    """Sam, who may submit: Submit Coursework Marks (GQ)."""
    return make_actor("Sam Okafor", Role.SCM, centre=centre)


@pytest.fixture
def cal(elsewhere: Centre) -> Actor:
    """Cal the exams officer of another centre."""
    return make_actor("Cal Reid", Role.CAG, centre=elsewhere)


@pytest.fixture
def olu(db: None) -> Actor:
    """Olu of the awarding body: AB assessment officer."""
    return make_actor("Olu Grant", Role.ASSESSMENT)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """The families of the menu are kept for a minute; not from one test to the next."""
    yield
    cache.clear()


@pytest.fixture
def signed_in() -> Callable[[Actor], Client]:
    """A browser of a person who is signed in; a defect is answered, not raised."""

    def sign_in(actor: Actor) -> Client:
        return browser_of(
            Membership.objects.select_related("person", "centre").get(pk=str(actor.membership_id))
        )

    return sign_in
