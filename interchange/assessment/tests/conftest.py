import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.assessment.factories import ASheet, make_sheet
from interchange.centres.models import Centre
from interchange.core.actor import Actor

NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def a_sheet(centre: Centre) -> Callable[..., ASheet]:
    """Makes a sheet of the first centre."""
    return partial(make_sheet, centre)


@pytest.fixture
def sheet(a_sheet: Callable[..., ASheet]) -> ASheet:
    """A sheet of three candidates, out of 70, on which nothing has been typed."""
    return a_sheet()


@pytest.fixture
def anns(signed_in, ann):
    """Ann's browser."""
    return signed_in(ann)


@pytest.fixture
def ready(sheet, ann):
    """A sheet that lacks nothing."""
    sheet.fill(ann)
    return sheet


@pytest.fixture
def bens_browser(signed_in, ben):
    """Ben's browser."""
    return signed_in(ben)


@pytest.fixture
def sue(centre: Centre) -> Actor:
    """Sue, the second person of the centre who may submit: Submit Coursework Marks (GQ)."""
    return make_actor("Sue Patel", Role.SCM, centre=centre)


@pytest.fixture
def a_large_sheet(transactional_db: None, a_sheet: Callable[..., ASheet]) -> Callable[[int], ASheet]:
    """Makes a sheet of thousands, of which the database has taken note as it does by itself within a minute."""

    def make(candidates: int) -> ASheet:
        sheet = a_sheet(candidates=candidates)
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE entries_candidate, entries_entry")
        return sheet

    return make


@pytest.fixture
def at_once(transactional_db: None) -> Callable[..., list[Any]]:
    """Runs several calls at the same moment, each in a thread with a connection of its own; what each gave."""
    return together


def together(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returned, or the exception that it raised, in order."""
    ready = threading.Barrier(len(calls))
    found: list[Any] = [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            ready.wait(timeout=20)
            found[place] = call()
        except Exception as error:  # noqa: BLE001  (it is what the test looks at)
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements run inside, but for those that begin and end a transaction."""
    counted: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield counted
    counted += [query["sql"] for query in captured if not query["sql"].startswith(NOT_COUNTED)]
