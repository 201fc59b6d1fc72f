"""A query whose SQL is made once. What is asked in every request need not be compiled in every request.

    of_person = Prepared(lambda: Membership.objects.filter(person=given("person")).select_related("centre"))
    of_person(person=key)          # a list, as the queryset itself would give it

The queryset stays the one place that says what is asked. Whatever differs from one asking to the next is `given`; what
a queryset reads for itself while it is built (a clock, a setting) would stand in it for ever.
"""

import copy
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Field, QuerySet
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler

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


class Prepared(Generic[Row]):
    """Asks `build()`'s question with other values each time; its SQL is made when it is first asked."""

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._made: tuple[QuerySet[Any, Row], SQLCompiler, str, tuple[Any, ...]] | None = None

    def __call__(self, **values: Any) -> list[Row]:
        """What is found for these values, one for each `given` name; KeyError where one is missing."""
        queryset, compiler, sql, places = self._made or self._make()
        asked = tuple(values[one.name] if isinstance(one, Given) else one for one in places)
        once: Any = queryset.all()
        once._query = _asking(queryset.query, _with(compiler, sql, asked))  # noqa: SLF001  (`query` forgets `flat`)
        return list(once)

    def first(self, **values: Any) -> Row | None:
        """The first of them; the queryset says in which order, and had better be cut to one."""
        return next(iter(self(**values)), None)

    def _make(self) -> tuple[QuerySet[Any, Row], SQLCompiler, str, tuple[Any, ...]]:
        queryset = self._build()
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, places = compiler.as_sql()
        self._made = queryset, compiler, sql, tuple(places)
        return self._made


def _with(compiler: SQLCompiler, sql: str, asked: tuple[Any, ...]) -> SQLCompiler:
    """The compiler that has done its work, with other values, on this thread's connection."""
    once: Any = copy.copy(compiler)
    once.connection = connections[compiler.using or "default"]
    once.as_sql = lambda *_, **__: (sql, asked)
    return once  # type: ignore[no-any-return]


def _asking(query: Any, compiler: SQLCompiler) -> Any:
    once = copy.copy(query)
    once.get_compiler = lambda *_, **__: compiler
    return once
