from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from interchange.accounts.factories import PASSWORD
from interchange.core.actor import Actor

SignedIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """The families of the menu are kept for a minute; not from one test to the next."""
    yield
    cache.clear()


@pytest.fixture
def signed_in() -> SignedIn:
    """A browser of a person who has signed in by the front door; a defect is answered, not raised."""

    def sign_in(actor: Actor) -> Client:
        browser = Client(raise_request_exception=False)
        parts = {"login_id": actor.centre_number or "AB1", "username": actor.username, "password": PASSWORD}
        assert browser.post("/sign-in/", parts).status_code == 302
        return browser

    return sign_in
