"""Writing many rows of a sheet in one statement."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from interchange.assessment.rules.marks import Value
from interchange.core.arrays import array
from interchange.core.identifiers import new_id

UPSERT = """
    INSERT INTO assessment_mark AS held (id, centre_id, sheet_id, entry_id, mark, absent, grade, reason, parts,
                                         checked, checked_by, version, saved_at, saved_by)
    SELECT id, %(centre)s, %(sheet)s, entry, mark, absent, grade, reason, parts::numeric[],
           checked, checked_by, version + 1, %(at)s, %(by)s
    FROM unnest(%(ids)s::uuid[], %(entries)s::uuid[], %(marks)s::numeric[], %(absent)s::bool[], %(grades)s::text[],
                %(reasons)s::text[], %(parts)s::text[], %(checked)s::bool[], %(checkers)s::text[], %(versions)s::int[])
         AS typed (id, entry, mark, absent, grade, reason, parts, checked, checked_by, version)
    ON CONFLICT (centre_id, sheet_id, entry_id) DO UPDATE
    SET mark = excluded.mark, absent = excluded.absent, grade = excluded.grade, reason = excluded.reason,
        parts = excluded.parts, checked = excluded.checked, checked_by = excluded.checked_by,
        version = excluded.version, saved_at = excluded.saved_at, saved_by = excluded.saved_by
    WHERE held.version = excluded.version - 1
    RETURNING entry_id
"""


class Change(NamedTuple):
    """One row to write, and the version that it was typed over."""

    entry_id: UUID
    value: Value
    checked: bool
    checked_by: str
    version: int


def write_marks(
    changes: Sequence[Change], *, centre_id: int, sheet_id: UUID, at: datetime, by: str
) -> frozenset[UUID]:
    """The entries whose rows were written. A row that somebody else has written since is left as it is (C8).

    Always in one order, so that two people who save the same rows wait for each other and never in a circle.
    """
    if not changes:
        return frozenset()
    changes = sorted(changes, key=attrgetter("entry_id"))
    values = [change.value for change in changes]
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, {
            "centre": centre_id, "sheet": sheet_id, "at": at, "by": by,
            "ids": array(new_id() for _ in changes),
            "entries": array(change.entry_id for change in changes),
            "marks": array(value.mark for value in values),
            "absent": array(value.absent for value in values),
            "grades": array(value.grade for value in values),
            "reasons": array(value.reason for value in values),
            "parts": array(array(value.parts) for value in values),
            "checked": array(change.checked for change in changes),
            "checkers": array(change.checked_by for change in changes),
            "versions": array(change.version for change in changes),
        })  # fmt: skip
        return frozenset(row[0] for row in cursor.fetchall())
