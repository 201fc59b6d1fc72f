"""What the readers of all files share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models

from interchange.catalogue.folder import Sheet
from interchange.catalogue.upsert import Counts, columns_of
from interchange.core.grid import Row

NOTHING = Counts()


@dataclass(frozen=True)
class Resolved:
    """The good rows of a file as the table has them: what they name is found, by the names of the table's columns."""

    rows: Sequence[dict[str, Any]]
    kept: Sequence[str] = ()
    """Columns that are left alone where a row is there already."""
    parents: Counts = NOTHING
    """What was done to what the rows belong to."""


SOURCE = {"source_kind": "source_kind", "source": "source"}


def given(sheet: Sheet, model: type[models.Model], row: Row, names: dict[str, str]) -> dict[str, Any]:
    """The columns that the file has, by the model's names; a blank cell is its word for "not known"."""
    defaults = _defaults(model)
    return {
        to: defaults[to] if row[name] is None else row[name]
        for name, to in (names | SOURCE).items()
        if name in sheet.columns
    }


@cache
def _defaults(model: type[models.Model]) -> dict[str, Any]:
    return {name: field.get_default() for name, field in columns_of(model).items()}


def unique_rows(sheet: Sheet, column: str, key: Callable[[Row], object]) -> list[Row]:
    """The rows without those that repeat an earlier one, which are refused."""
    first: dict[object, Row] = {}
    for row in sheet.rows:
        kept = first.setdefault(key(row), row)
        if kept is not row:
            sheet.refuse(
                row["line"],
                column,
                f"This repeats line {kept['line']}, which was taken. Remove one of the two.",
            )
    return list(first.values())


def with_parents(counts: Counts, parents: Counts) -> Counts:
    """The rows' own counts; a parent that alone has changed counts as one changed row."""
    return Counts(0, 1, counts.unchanged - 1) if parents and not counts and counts.unchanged else counts
