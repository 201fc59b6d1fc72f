"""What is written of candidates and entries, each kind by one statement for a whole file."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from interchange.core import clock
from interchange.core.arrays import array
from interchange.entries.models import Entry
from interchange.entries.rules.holdings import Change, HeldCandidate, Merge, NewEntry

WRITE_CANDIDATES = """
    INSERT INTO entries_candidate
        (id, centre_id, series_id, number, uci, uln, surname, forenames, born_on, sex, status)
    SELECT given.id, %s, given.series_id, given.number, given.uci, given.uln, given.surname, given.forenames,
        given.born_on, given.sex, given.status
    FROM unnest(%s::uuid[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::date[],
                %s::text[], %s::text[])
        AS given (id, series_id, number, uci, uln, surname, forenames, born_on, sex, status)
    ON CONFLICT (centre_id, series_id, number) DO UPDATE SET
        uci = EXCLUDED.uci, uln = EXCLUDED.uln, surname = EXCLUDED.surname, forenames = EXCLUDED.forenames,
        born_on = EXCLUDED.born_on, sex = EXCLUDED.sex, status = EXCLUDED.status
"""
ADD_ENTRIES = """
    INSERT INTO entries_entry
        (id, centre_id, candidate_id, series_id, entry_code, option_id, teaching_group, entered_at)
    SELECT given.id, %s, given.candidate_id, given.series_id, given.entry_code, given.option_id,
        given.teaching_group, %s
    FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[], %s::text[], %s::bigint[], %s::text[])
        AS given (id, candidate_id, series_id, entry_code, option_id, teaching_group)
"""
CHANGE_ENTRIES = """
    UPDATE entries_entry SET option_id = given.option_id, teaching_group = given.teaching_group
    FROM unnest(%s::uuid[], %s::bigint[], %s::text[]) AS given (id, option_id, teaching_group)
    WHERE entries_entry.centre_id = %s AND entries_entry.id = given.id
"""


def write(merge: Merge, *, centre_id: int, series: dict[str, int]) -> None:
    """Everything that a merge decided for one centre."""
    write_candidates(merge.candidates.values(), centre_id=centre_id, series=series)
    add_entries(merge.added, centre_id=centre_id, series=series)
    change_entries(merge.changed, centre_id=centre_id)
    withdraw_entries([entry_id for entry_id, _ in merge.withdrawn], centre_id=centre_id, at=clock.now())


def write_candidates(candidates: Iterable[HeldCandidate], *, centre_id: int, series: dict[str, int]) -> None:
    """New candidates, and new details of those held."""
    rows = [(each.id, series[each.series], each.number, *each.details) for each in candidates]
    if rows:
        _execute(WRITE_CANDIDATES, [centre_id, *_columns(rows)])


def add_entries(entries: Sequence[NewEntry], *, centre_id: int, series: dict[str, int]) -> None:
    """New entries of candidates who are there already."""
    rows = [
        (e.id, e.candidate_id, series[e.series], e.entry_code, e.option_id, e.teaching_group) for e in entries
    ]
    if rows:
        _execute(ADD_ENTRIES, [centre_id, clock.now(), *_columns(rows)])


def change_entries(changes: Sequence[Change], *, centre_id: int) -> None:
    """Other options or teaching groups for entries held."""
    rows = [(each.entry_id, each.option_id, each.teaching_group) for each in changes]
    if rows:
        _execute(CHANGE_ENTRIES, [*_columns(rows), centre_id])


def withdraw_entries(ids: Sequence[UUID], *, centre_id: int, at: datetime) -> None:
    """These entries no longer stand."""
    if ids:
        Entry.unscoped.filter(centre_id=centre_id, id__in=ids, withdrawn_at=None).update(withdrawn_at=at)


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[str]:
    return [array(column) for column in zip(*rows, strict=True)]


def _execute(statement: str, parameters: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
