"""The world through which the tests of structure walk: built once for all of them that follow each other."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, NoReturn

import pytest

from interchange.accounts import access
from interchange.accounts.roles import Capability
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed
from tests.production import ABOUT_REQUESTS, production
from tests.world import World, make_world, undone


def walks(item: pytest.Item | None) -> bool:
    """Whether a test uses the world of this file; the journeys have one that is committed."""
    return "_stage" in getattr(item, "fixturenames", ())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever walks through the world uses the database, with the tests that undo what they do; one after the other."""
    items.sort(key=walks)
    for item in items:
        if "world" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(databases=["default", "owner"]))


@pytest.fixture(autouse=True)
def _django_db_marker(request: pytest.FixtureRequest) -> None:
    """In place of pytest-django's: it would close, after each test, the connection on which the world is open."""
    if "world" not in request.fixturenames and request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_django_db_helper")


class Stage:
    """Where the world stands. All of it is in one transaction, which is rolled back before a test that does not walk
    through it may use the database in its own way."""

    def __init__(self) -> None:
        self._ends = ExitStack()
        self._world: World | None = None

    def world(self, blocker: Any) -> World:
        """The world, which is built when there is none."""
        if self._world is None:
            with ExitStack() as building:
                building.enter_context(blocker.unblock())
                building.enter_context(undone())
                world = make_world()
                world.sign_everybody_in()
                self._world, self._ends = world, building.pop_all()
        return self._world

    def strike(self) -> None:
        """Take the world away, if there is one."""
        self._world = None
        self._ends.close()


STAGE = Stage()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    if not walks(nextitem):
        STAGE.strike()


@pytest.fixture(scope="session")
def _stage(django_db_setup: None) -> Iterator[Stage]:
    """The place for the world; empty before the database is dropped."""
    yield STAGE
    STAGE.strike()


@pytest.fixture
def world(_stage: Stage, django_db_blocker: Any) -> World:
    """Two centres and the awarding body; what a test changes in it, it has to undo."""
    return _stage.world(django_db_blocker)


@pytest.fixture
def _undone(world: World) -> Iterator[None]:
    """What this test does is undone before the next."""
    with undone():
        yield


@pytest.fixture
def _unrecorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals are not recorded: that they are is tested besides, and here would take most of the time."""

    def deny(actor: Actor, capability: Capability) -> NoReturn:
        raise NotAllowed(capability)

    monkeypatch.setattr(access, "deny", deny)


@pytest.fixture
def _as_in_production(settings: Any) -> None:
    """Requests are answered as by a real installation; key and database stay those of the tests."""
    for name, value in production().items():
        if name.startswith((*ABOUT_REQUESTS, "SESSION_COOKIE", "WHITENOISE")):
            setattr(settings, name, value)
