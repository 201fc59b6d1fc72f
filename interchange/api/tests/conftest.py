from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from interchange.accounts.rules.keys import FOR_PROGRAMS
from interchange.accounts.services.keys import make_key
from interchange.assessment.factories import ASheet, make_sheet
from interchange.centres.models import Centre
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.entries.factories import make_batch


class Program:
    """A centre's own system, with a key."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers={"authorization": f"Bearer {self.key}"})

    def send(self, name: str, content: bytes) -> Any:
        return self.client.post(
            "/api/v1/files", {"file": SimpleUploadedFile(name, content)},
            headers={"authorization": f"Bearer {self.key}"},
        )  # fmt: skip

    def post(self, path: str, body: Any) -> Any:
        return self.client.post(
            f"/api/v1{path}", body, content_type="application/json",
            headers={"authorization": f"Bearer {self.key}"},
        )  # fmt: skip


@pytest.fixture
def program() -> Callable[..., Program]:
    """A program with a new key that somebody made, which may all a key can or what is named."""

    def make(by: Actor, *may: str) -> Program:
        given = may or [code for code in FOR_PROGRAMS if code in by.capabilities]
        return Program(make_key("Registers", given, str(clock.today() + timedelta(30)), by=by))

    return make


class Entered(ASheet):
    """A mark sheet of a centre, and the batch in which its candidates came."""

    batch: UUID


@pytest.fixture
def sheet(centre: Centre) -> Entered:
    """A mark sheet of Long Road College with its candidates."""
    made = make_sheet(centre, "H446/03")
    sheet = Entered(made.centre, made.component, made.address)
    object.__setattr__(sheet, "batch", make_batch(centre).pk)
    return sheet
