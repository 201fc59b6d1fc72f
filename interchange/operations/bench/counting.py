"""Counting SQL statements. What opens and ends a transaction is counted apart."""

from collections.abc import Callable
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interchange.core.actor import Actor
from interchange.operations.bench.figures import milliseconds
from interchange.operations.bench.web import session_of

OPENS, ENDS = "BEGIN", ("COMMIT", "ROLLBACK")


def counted(work: Callable[[], Any]) -> tuple[int, int]:
    """How many statements a piece of work runs, and in how many transactions."""
    with CaptureQueriesContext(connection) as caught:
        work()
    said = [query["sql"] for query in caught.captured_queries]
    return sum(one not in (OPENS, *ENDS) for one in said), said.count(OPENS)


def statements_of_page(who: Actor, path: str) -> int:
    """How many statements a page takes the second time somebody looks at it."""
    client = _signed_in(who)
    _look(client, path)
    return counted(lambda: _look(client, path))[0]


def time_of_page(who: Actor, path: str) -> float:
    """How long a page takes without the server around it, in milliseconds."""
    client = _signed_in(who)
    _look(client, path)
    return median(milliseconds(lambda: _look(client, path)) for _ in range(3))


def _signed_in(who: Actor) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(who)
    return client


def _look(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
