"""What is written of candidates and entries, each kind by one statement for a whole file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.arrays import columns
from interchange.core.counting import count_again
from interchange.entries.rules.holdings import (
    Change,
    HeldCandidate,
    Merge,
    NewEntry,
    NewVersion,
    Withdrawal,
)

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
        (id, centre_id, candidate_id, series_id, entry_code, option_id, teaching_group, band, route, entered_at)
    SELECT given.id, %s, given.candidate_id, given.series_id, given.entry_code, given.option_id,
        given.teaching_group, given.band, %s, %s
    FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::text[])
        AS given (id, candidate_id, series_id, entry_code, option_id, teaching_group, band)
"""
CHANGE_ENTRIES = """
    UPDATE entries_entry SET option_id = given.option_id, teaching_group = given.teaching_group
    FROM unnest(%s::uuid[], %s::bigint[], %s::text[]) AS given (id, option_id, teaching_group)
    WHERE entries_entry.centre_id = %s AND entries_entry.id = given.id
"""
WITHDRAW_ENTRIES = """
    UPDATE entries_entry SET withdrawn_at = %s, withdrawn_how = given.how
    FROM unnest(%s::uuid[], %s::text[]) AS given (id, how)
    WHERE entries_entry.centre_id = %s AND entries_entry.id = given.id AND entries_entry.withdrawn_at IS NULL
"""
ADD_VERSIONS = """
    INSERT INTO entries_version
        (id, centre_id, batch_id, route, at, by, by_id, reason,
         entry_id, action, before_id, after_id, band, pence, told)
    SELECT gen_random_uuid(), %s, %s, %s, %s, %s, %s, %s,
        given.entry_id, given.action, given.before_id, given.after_id, given.band, given.pence, given.told
    FROM unnest(%s::uuid[], %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::int[], %s::text[])
        AS given (entry_id, action, before_id, after_id, band, pence, told)
"""


@dataclass(frozen=True)
class Source:
    """Where changes come from: what each of their versions says besides the change itself (R-ENT-12)."""

    centre_id: int
    route: str
    by: Actor
    batch_id: UUID | None = None
    reason: str = ""


def write(merge: Merge, source: Source, *, series: dict[str, int]) -> None:
    """Everything that a merge decided for one centre, each kind by one statement."""
    at, centre_id = clock.now(), source.centre_id
    write_candidates(merge.candidates.values(), centre_id=centre_id, series=series)
    add_entries(merge.added, centre_id=centre_id, route=source.route, series=series, at=at)
    change_entries(merge.changed, centre_id=centre_id)
    withdraw_entries(merge.withdrawn, centre_id=centre_id, at=at)
    add_versions(merge.versions, source, at=at)
    count_again({
        "entries_candidate": len(merge.candidates), "entries_entry": len(merge.added),
        "entries_version": len(merge.versions),
    })  # fmt: skip


def write_candidates(candidates: Iterable[HeldCandidate], *, centre_id: int, series: dict[str, int]) -> None:
    """New candidates, and new details of those held."""
    rows = [(each.id, series[each.series], each.number, *each.details) for each in candidates]
    if rows:
        _execute(WRITE_CANDIDATES, [centre_id, *columns(rows)])


def add_entries(
    entries: Sequence[NewEntry], *, centre_id: int, route: str, series: dict[str, int], at: datetime
) -> None:
    """New entries of candidates who are there already."""
    rows = [
        (e.id, e.candidate_id, series[e.series], e.entry_code, e.option_id, e.teaching_group, e.band)
        for e in entries
    ]
    if rows:
        _execute(ADD_ENTRIES, [centre_id, route, at, *columns(rows)])


def change_entries(changes: Sequence[Change], *, centre_id: int) -> None:
    """Other options or teaching groups for entries held."""
    rows = [(each.entry_id, each.option_id, each.teaching_group) for each in changes]
    if rows:
        _execute(CHANGE_ENTRIES, [*columns(rows), centre_id])


def withdraw_entries(withdrawals: Sequence[Withdrawal], *, centre_id: int, at: datetime) -> None:
    """These entries no longer stand."""
    rows = [(each.entry_id, each.how) for each in withdrawals]
    if rows:
        _execute(WITHDRAW_ENTRIES, [at, *columns(rows), centre_id])


def add_versions(versions: Sequence[NewVersion], source: Source, *, at: datetime) -> None:
    """One version for every change."""
    if versions:
        said = [
            source.centre_id, source.batch_id, source.route, at, source.by.name[:200], source.by.person_id,
            source.reason,
        ]  # fmt: skip
        _execute(ADD_VERSIONS, [*said, *columns(versions)])


def _execute(statement: str, parameters: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
