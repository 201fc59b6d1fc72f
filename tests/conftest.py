"""The world through which the tests of structure walk: built once for a file of tests, and undone after it."""

from collections.abc import Iterator
from typing import Any, NoReturn

import pytest

from interchange.accounts import access
from interchange.accounts.factories import as_actor
from interchange.accounts.roles import Capability, Role
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed
from tests.world import World, make_world, undone


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever walks through the world uses the database, with the tests that undo what they do."""
    for item in items:
        if "world" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(databases=["default", "owner"]))


@pytest.fixture(autouse=True)
def _django_db_marker(request: pytest.FixtureRequest) -> None:
    """In place of pytest-django's: it would close, after each test, the connection on which the world is open."""
    if "world" not in request.fixturenames and request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_django_db_helper")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Two centres and the awarding body. All of it is in one transaction that is rolled back at the end of the file,
    in which therefore no other test may use the database in its own way."""
    with django_db_blocker.unblock(), undone():
        yield make_world()


@pytest.fixture
def _undone(world: World) -> Iterator[None]:
    """What this test does is undone before the next."""
    with undone():
        yield


@pytest.fixture
def _unrecorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals are not recorded: that they are is tested below, and here would take most of the time."""

    def deny(actor: Actor, capability: Capability) -> NoReturn:
        raise NotAllowed(capability)

    monkeypatch.setattr(access, "deny", deny)


@pytest.fixture(scope="module")
def actors(world: World) -> dict[Role, Actor]:
    """Whoever holds one role and no other."""
    return {role: as_actor(person) for role, person in world.people.items()}
