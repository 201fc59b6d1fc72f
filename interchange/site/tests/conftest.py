from collections.abc import Callable

import pytest
from django.test import Client

from interchange.accounts.factories import PASSWORD
from interchange.core.actor import Actor


@pytest.fixture
def signed_in() -> Callable[[Actor], Client]:
    """A browser of a person who has signed in by the front door."""

    def sign_in(actor: Actor) -> Client:
        browser = Client(raise_request_exception=False)
        parts = {"login_id": actor.centre_number or "AB1", "username": actor.username, "password": PASSWORD}
        assert browser.post("/sign-in/", parts).status_code == 302
        return browser

    return sign_in
