import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from interchange.accounts.factories import sign_in_by_form
from interchange.accounts.tests.a_key import SoftKey
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.sealed import unseal
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(1)
"""Tomorrow: a password that a test has made is still good."""
CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')


class Door:
    """The sign-in page as one browser sees it, at a moment that a test sets."""

    def __init__(self) -> None:
        self.browser = Client(raise_request_exception=False)
        self.now = NOON

    def wait(self, **time: float) -> "Door":
        self.now += timedelta(**time)
        return self

    def sign_in(self, actor: Actor, **instead: str) -> Any:
        with clock.pretend(self.now):
            return sign_in_by_form(self.browser, actor, **instead)

    def is_in(self) -> bool:
        with clock.pretend(self.now):
            return self.browser.get("/welcome/").status_code == 200


@pytest.fixture
def door() -> Door:
    """A browser at the front door."""
    return Door()


@pytest.fixture
def another_door() -> Door:
    """Another browser, of the same person or of somebody else."""
    return Door()


@pytest.fixture
def told() -> Callable[[Event], list[dict[str, Any]]]:
    """What the trail says of each event of one kind, oldest first."""

    def find(name: Event) -> list[dict[str, Any]]:
        with tenancy.for_staff():
            found = EventRecord.unscoped.filter(name=name.value).order_by(
                "centre_id", "link_number", "position"
            )
            return list(found.values_list("data", flat=True))

    return find


def without_what_changes(page: bytes) -> bytes:
    """A page without the tokens that are new in each answer."""
    return CHANGING.sub(b"", page)


@pytest.fixture
def sealed_link() -> Callable[[Kind], str]:
    """The path of the secret link in the newest notice of a kind, as its mail will carry it."""

    def find(kind: Kind) -> str:
        return unseal(Notice.objects.filter(kind=kind.value).latest("id").sealed_secret)

    return find


@pytest.fixture
def visitor() -> Client:
    """At the name that passkeys belong to."""
    return Client(raise_request_exception=False, SERVER_NAME="localhost")


@pytest.fixture
def nick(ann, monkeypatch):
    """The real clock stands still, in the middle of a step; `nick(30)` moves it on."""
    real = [clock.real()]
    real[0] = real[0].replace(second=15)
    monkeypatch.setattr(clock, "real", lambda: real[0])

    def move(seconds: float = 0):
        real[0] += timedelta(seconds=seconds)

    return move


@pytest.fixture
def key() -> SoftKey:
    """A security key."""
    return SoftKey()
