"""The records of one file in a table of their own for one transaction: however many there are, memory does not grow."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, cast

from django.db import connection

from interchange.core.identifiers import new_id

CHUNK = 10_000
"""So many records at a time are merged; a candidate's stay together."""
FETCHED = 2_000
CREATE = "CREATE TEMP TABLE {table} (line integer, number text, record jsonb) ON COMMIT DROP"
DROP = "DROP TABLE {table}"


class Staged(NamedTuple):
    """A record in the staging table: whose it is, and its values as JSON."""

    line: int
    number: str
    values: list[Any]


@contextmanager
def stage() -> Iterator["Stage"]:
    """An empty staging table, which goes with the transaction at the latest."""
    made = Stage(f"staged_{new_id().hex}")
    _execute(CREATE.format(table=made.table))
    yield made
    _execute(DROP.format(table=made.table))


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


class Stage:
    """A temporary table, seen by nobody else: row-level security has nothing to keep apart in it."""

    def __init__(self, table: str) -> None:
        self.table = table

    def fill(self, records: Iterable[Any], whose: Callable[[Any], str]) -> int:
        """Copy records in as they are read; how many. Each is a tuple with `line`; `whose` gives its candidate."""
        count = 0
        with connection.cursor() as cursor:
            open_copy = cast(Any, cursor).copy
            with open_copy(f"COPY {self.table} (line, number, record) FROM STDIN") as copy:
                for record in records:
                    copy.write_row((record.line, whose(record), json.dumps(record, default=str)))
                    count += 1
        return count

    def chunks(self, size: int = CHUNK) -> Iterator[list[list[list[Any]]]]:
        """The records by candidate, so many at a time, in order of candidate number and line."""
        held: list[list[list[Any]]] = []
        records = 0
        for _, group in groupby(self._rows(), key=itemgetter(0)):
            own = [json.loads(record) if isinstance(record, str) else record for _, record in group]
            if held and records + len(own) > size:
                yield held
                held, records = [], 0
            held.append(own)
            records += len(own)
        if held:
            yield held

    def _rows(self) -> Iterator[tuple[str, Any]]:
        ordered = f"SELECT number, record FROM {self.table} ORDER BY number, line"  # noqa: S608  (a name of ours)
        with connection.chunked_cursor() as cursor:
            cursor.execute(ordered)
            while rows := cursor.fetchmany(FETCHED):
                yield from rows

    def numbers(self) -> set[str]:
        """The candidates of the file."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT number FROM {self.table}")  # noqa: S608
            return {number for (number,) in cursor.fetchall()}
