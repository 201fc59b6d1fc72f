"""A query whose SQL is made once. What is asked in every request need not be compiled in every request.

    of_person = Prepared(lambda: Membership.objects.filter(person=given("person")).select_related("centre"))
    of_person(person=key)          # a list, as the queryset itself would give it

The queryset stays the one place that says what is asked. Whatever differs from one asking to the next is `given`; what
a queryset reads for itself while it is built (a clock, a setting) would stand in it for ever. PostgreSQL plans it once
for a connection, unless `DATABASE_PREPARES` forbids it.
"""

import copy
import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, QuerySet
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler
from psycopg.sql import Literal

Row = TypeVar("Row")


class Given(Expression):
    """A place in a query for a value that comes with each asking."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=Field())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A mark in the text, and this place itself as its value."""
        return "%s", [self]


def given(name: str) -> Any:
    """The place of a value in a query that is to be prepared; anywhere a lookup takes a value."""
    return Given(name)


class GivenCentre:
    """Stands for whoever sees one centre's rows, in `visible_to` of a query that is to be prepared."""

    is_staff = False
    centre_id: Any = Given("centre_id")


@dataclass(frozen=True)
class Made(Generic[Row]):
    """A question whose SQL has been made, and all that Django needs to know to give its rows."""

    queryset: QuerySet[Any, Row]
    compiler: SQLCompiler
    sql: str
    names: tuple[str, ...]
    """Of what is given, in the order of the text."""
    converters: Any


class Prepared(Generic[Row]):
    """Asks `build()`'s question with other values each time; its SQL is made when it is first asked."""

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._made: Made[Row] | None = None

    def __call__(self, **values: Any) -> list[Row]:
        """What is found for these values, one for each `given` name; KeyError where one is missing."""
        made = self._made or self._make()
        with cursor(made.queryset.db) as line:
            line.execute(made.sql, tuple(values[name] for name in made.names))
            return _given_back(made, line.fetchall())

    def first(self, **values: Any) -> Row | None:
        """The first of them; the queryset says in which order, and had better be cut to one."""
        return next(iter(self(**values)), None)

    def _make(self) -> Made[Row]:
        queryset = self._build()
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, places = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select or []]
        names = tuple(one.name for one in places if isinstance(one, Given))
        sql = _with_constants(sql, places, queryset.db)
        self._made = Made(queryset, compiler, sql, names, compiler.get_converters(columns))
        return self._made


def cursor(using: str = DEFAULT_DB_ALIAS) -> CursorWrapper:
    """For a statement of ours that is run in every request: PostgreSQL plans it once for a connection."""
    line: Any = connections[using]
    return line.prepared_cursor()  # type: ignore[no-any-return]


def together(*asked: tuple[str, Sequence[Any]], using: str = DEFAULT_DB_ALIAS) -> list[list[tuple[Any, ...]]]:
    """What each of these statements finds; they are sent at once, and PostgreSQL runs one after the other.

    In a transaction each sees what was committed before it began itself, as if it had been sent alone.
    """
    line: Any = connections[using]
    with ExitStack() as opened:
        cursors = [opened.enter_context(cursor(using)) for _ in asked]
        with line.wrap_database_errors, line.connection.pipeline():
            for each, (sql, values) in zip(cursors, asked, strict=True):
                each.execute(sql, values)
        return [each.fetchall() for each in cursors]


PLACE = re.compile("%s|%%")


def _with_constants(sql: str, places: Any, using: str) -> str:
    """The text with what never differs written into it, so that an index for that value alone is found for it."""
    waiting = iter(places)
    connections[using].ensure_connection()
    line = connections[using].connection

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%" or isinstance(place := next(waiting), Given):
            return found[0]
        return Literal(place).as_string(line).replace("%", "%%")

    return PLACE.sub(written, sql)


def _given_back(made: Made[Row], rows: list[tuple[Any, ...]]) -> list[Row]:
    """The rows as the queryset itself would give them; what it would ask for has been asked."""
    done: Any = copy.copy(made.compiler)
    if done.has_extra_select:
        rows = [row[: done.col_count] for row in rows]
    done.execute_sql = lambda *_, **__: [rows]
    done.get_converters = lambda _: made.converters
    query: Any = copy.copy(made.queryset.query)
    query.get_compiler = lambda *_, **__: done
    once: Any = object.__new__(type(made.queryset))
    once.__dict__.update(made.queryset.__dict__, _query=query, _result_cache=None)
    return list(once)
