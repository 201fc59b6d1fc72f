"""Rows of the entries grid: what a save answers, and writing them by two statements, never over what somebody else has
saved since."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.entries.models import Draft
from interchange.entries.queries.drafts import MOST_DRAFTS, Row, Window
from interchange.entries.rules.drafts import Code, Outcome, Typed

MOST_NUMBERS_TOLD = 20
FLOOD = f"At most {MOST_DRAFTS:,} rows can wait to be submitted in one series. Submit some of them first."
CHANGE = """
    UPDATE entries_draft AS held
    SET details = given.details, codes = given.codes, problems = given.problems, number = given.version + 1,
        changed_at = %(at)s, changed_by = %(by)s, changed_by_id = %(by_id)s
    FROM jsonb_to_recordset(%(rows)s::jsonb)
        AS given (id uuid, details jsonb, codes jsonb, problems jsonb, version int)
    WHERE held.centre_id = %(centre)s AND held.series_id = %(series)s AND held.id = given.id
        AND held.number = given.version
    RETURNING held.id
"""
ADD = """
    INSERT INTO entries_draft (id, centre_id, series_id, candidate_id, place, details, codes, problems, number,
                               changed_at, changed_by, changed_by_id)
    SELECT given.id, %(centre)s, %(series)s, given.candidate,
        given.place + (SELECT coalesce(max(place), 0) FROM entries_draft
                       WHERE centre_id = %(centre)s AND series_id = %(series)s),
        given.details, given.codes, given.problems, 1, %(at)s, %(by)s, %(by_id)s
    FROM jsonb_to_recordset(%(rows)s::jsonb)
        AS given (id uuid, candidate uuid, details jsonb, codes jsonb, problems jsonb, place int)
    ON CONFLICT DO NOTHING
    RETURNING id
"""
"""A row that somebody else has added meanwhile is left as it is; so is one whose key another centre has."""


class Change(NamedTuple):
    """A row to write: over the version that was read, or a new one where that is 0."""

    draft_id: UUID
    candidate_id: UUID | None
    version: int
    details: Mapping[str, str]
    codes: Mapping[str, str]
    problems: Mapping[str, str]


def write_drafts(changes: Sequence[Change], *, centre_id: int, series_id: int, by: Actor) -> frozenset[UUID]:
    """The rows that were written. A row that somebody has saved since it was read is left as they saved it."""
    shared = {
        "centre": centre_id, "series": series_id, "at": clock.now(), "by": by.name[:200], "by_id": by.person_id,
    }  # fmt: skip
    held = [change for change in changes if change.version]
    new = [change for change in changes if not change.version]
    return frozenset([*_run(CHANGE, held, shared), *_run(ADD, new, shared)])


def _run(statement: str, changes: Sequence[Change], shared: Mapping[str, Any]) -> list[UUID]:
    if not changes:
        return []
    rows = [
        {
            "id": str(one.draft_id), "candidate": str(one.candidate_id) if one.candidate_id else None,
            "details": one.details, "codes": one.codes, "problems": one.problems, "version": one.version,
            "place": place,
        }
        for place, one in enumerate(changes, 1)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, {**shared, "rows": json.dumps(rows)})
        return [row[0] for row in cursor.fetchall()]


class Answer(NamedTuple):
    """What became of one row, and the row as it now is."""

    typed: Typed
    outcome: Outcome
    row: Row | None
    message: str = ""

    @property
    def kept(self) -> bool:
        return self.outcome in (Outcome.SAVED, Outcome.UNCHANGED)


@dataclass
class Saved:
    """What became of a save, row by row."""

    window: Window
    codes: dict[str, Code]
    answers: list[Answer]

    def having(self, *outcomes: Outcome) -> list[Answer]:
        """The rows with these outcomes."""
        return [answer for answer in self.answers if answer.outcome in outcomes]


def refuse_a_flood(new: int, window: Window, by: Actor) -> None:
    """Refused where so many new rows are more than may wait in one series."""
    if new and new + Draft.objects.visible_to(by).filter(series_id=window.series.pk).count() > MOST_DRAFTS:
        raise Refused("too-many", FLOOD)


def numbers_told(numbers: Iterable[str]) -> list[str]:
    """The first few candidate numbers, for the trail."""
    return list(islice(filter(None, numbers), MOST_NUMBERS_TOLD))
