from collections.abc import Callable

import pytest
from django.db import connections

from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.audit.queries import Verdict, verify_chain
from interchange.core import tenancy
from interchange.core.actor import Actor

ANN = Actor(
    "Ann Lee", centre_id=1, roles=frozenset({"cag"}), session="s" * 16, request_id="r-1", address="192.0.2.7"
)
CAL = Actor("Cal Reid", centre_id=2, roles=frozenset({"cag"}))
OLU = Actor("Olu Grant", is_staff=True)


def happen(*words: str, by: Actor = ANN, name: Event = Event.MARKS_SAVED) -> None:
    """One transaction with an event for each word."""
    with tenancy.writing(by), audit.trail(by):
        for word in words:
            audit.record(name, subject=f"sheet:{word}", data={"word": word, "é": [1, 2.5, None]}, reason=word)


def verdict_on(centre_id: int = 1) -> Verdict:
    with tenancy.reading(OLU):
        return verify_chain(OLU, centre_id)


@pytest.fixture
def as_owner(transactional_db: None) -> Callable[[str], int]:
    """Do what no role of the application may; the number of rows it touched."""

    def execute(statement: str) -> int:
        with connections["owner"].cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)

    return execute
