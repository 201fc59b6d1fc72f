from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from interchange.accounts.rules.keys import FOR_PROGRAMS
from interchange.accounts.services.keys import make_key
from interchange.assessment.factories import ASheet, make_sheet
from interchange.centres.models import Centre
from interchange.core import clock
from interchange.core.actor import Actor


class Program:
    """A centre's own system, with a key."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers={"authorization": f"Bearer {self.key}"})

    def post(self, path: str, body: Any) -> Any:
        return self.client.post(
            f"/api/v1{path}", body, content_type="application/json",
            headers={"authorization": f"Bearer {self.key}"},
        )  # fmt: skip


@pytest.fixture
def program() -> Callable[..., Program]:
    """A program with a new key that somebody made, which may all a key can or what is named."""

    def make(by: Actor, *may: str) -> Program:
        return Program(make_key("Registers", may or FOR_PROGRAMS, str(clock.today() + timedelta(30)), by=by))

    return make


@pytest.fixture
def sheet(centre: Centre) -> ASheet:
    """A mark sheet of Long Road College with its candidates."""
    return make_sheet(centre, "H446/03")
