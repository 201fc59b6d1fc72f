"""The API against its own description, by schemathesis: what it says it answers is what it answers."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import CENTRE_ROLES
from interchange.core.problems import PROBLEM
from tests.world import undone

SENDS_FILES = {"/api/v1/files": [positive_data_acceptance]}
"""What counts as a file, and which is refused, a description cannot say."""
ENOUGH = settings(
    max_examples=6, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip


@pytest.fixture
def described(db: None) -> Iterator[Any]:
    """The description as a program fetches it; its requests stay in the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_description_is_openapi_3_1(client, db):
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    answers = told["paths"]["/api/v1/entries"]["get"]["responses"]
    assert {"401", "403", "404", "422"} <= set(answers)
    assert (list(answers["200"]["content"]), list(answers["403"]["content"])) == (
        ["application/json"],
        [PROBLEM],
    )


def test_whatever_is_sent_is_answered_as_described(described, program, centre, sheet):
    everybody = make_actor("Every One", *CENTRE_ROLES, centre=centre)
    headers = {"Authorization": f"Bearer {program(everybody).key}"}
    operations = [one.ok() for one in described.get_all_operations()]
    assert len(operations) == 35
    for operation in operations:
        ask(operation, headers)


def ask(operation: Any, headers: dict[str, str]) -> None:
    """Whatever the description allows, and what it does not, of one operation."""
    besides = SENDS_FILES.get(operation.path, [])

    @ENOUGH
    @given(case=operation.as_strategy())
    def asked(case: Any) -> None:
        with undone():
            case.call_and_validate(headers=headers, excluded_checks=besides)

    asked()
