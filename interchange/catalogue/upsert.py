"""Many rows into one table by one statement, which also says how many were new and how many differed."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from interchange.core.counting import count_again


@dataclass(frozen=True)
class Counts:
    """What a load did with the rows of one table."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged
        )

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)


def upsert(
    model: type[models.Model],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
    kept: Collection[str] = (),
) -> Counts:
    """Add the rows whose `key` is new, and change those that differ from what is stored.

    Rows go by the names of their columns, all the same ones. Columns they leave out get the model's default
    when a row is added, and are left alone, like those `kept`, when it is there already.
    """
    if not rows:
        return Counts()
    fields = columns_of(model)
    defaults = {name: field.get_default() for name, field in fields.items() if name not in rows[0]}
    changing = [name for name in rows[0] if name not in key and name not in kept]
    payload = json.dumps([{**defaults, **row} for row in rows], default=str)
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, fields, key, changing), [payload])
        added = [new for (new,) in cursor.fetchall()]
    count_again({model._meta.db_table: added.count(True)})
    return Counts(added.count(True), added.count(False), len(rows) - len(added))


def columns_of(model: type[models.Model]) -> dict[str, Any]:
    """The model's own columns but the key that the database gives."""
    fields = model._meta.local_concrete_fields
    return {str(field.column): field for field in fields if not field.primary_key}


def _statement(
    model: type[models.Model], fields: Mapping[str, Any], key: Sequence[str], changing: Sequence[str]
) -> str:
    """Only names of our own models are put into the text; the values travel as one parameter."""
    table = model._meta.db_table
    names = ", ".join(f'"{name}"' for name in fields)
    types = ", ".join(f'"{name}" {field.db_type(connection)}' for name, field in fields.items())
    conflict = ", ".join(f'"{name}"' for name in key)
    assign = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in changing)
    stored = ", ".join(f'{table}."{name}"' for name in changing)
    given = ", ".join(f'EXCLUDED."{name}"' for name in changing)
    update = f"UPDATE SET {assign} WHERE ({stored}) IS DISTINCT FROM ({given})" if changing else "NOTHING"
    return (
        f"INSERT INTO {table} ({names}) "  # noqa: S608
        f"SELECT {names} FROM jsonb_to_recordset(%s::jsonb) AS given ({types}) "
        f"ON CONFLICT ({conflict}) DO {update} RETURNING (xmax = 0)"
    )
