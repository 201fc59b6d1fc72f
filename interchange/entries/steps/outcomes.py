"""What became of entries that came together: counts, and a rejection for each problem until it is settled (4.5)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from interchange.core import clock
from interchange.core.arrays import columns
from interchange.core.grid import Problem
from interchange.core.identifiers import new_id
from interchange.entries.models import Batch, Rejection
from interchange.entries.rules import batches
from interchange.entries.rules.holdings import EntryRow, Merge

MOST_KEPT = 2_000
"""Of so many problems the batch itself tells; all are in the rejections."""
STAMPS = {batches.PARSED: "parsed_at", batches.VALIDATED: "validated_at", batches.LOADED: "loaded_at"}
SETTLE = """
    UPDATE entries_rejection SET settled_at = %s
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS given (series_id, number, code)
    WHERE entries_rejection.centre_id = %s AND entries_rejection.settled_at IS NULL
        AND entries_rejection.series_id = given.series_id AND entries_rejection.candidate_number = given.number
        AND entries_rejection.entry_code = given.code
"""
REJECT = """
    INSERT INTO entries_rejection
        (id, centre_id, batch_id, at, series_id, line, candidate_number, name, entry_code, option_code, action,
         "column", sentence)
    SELECT given.id, %s, %s, %s, given.series_id, given.line, given.number, given.name, given.code, given.option,
        given.action, given.place, given.sentence
    FROM unnest(%s::uuid[], %s::bigint[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                %s::text[], %s::text[])
        AS given (id, series_id, line, number, name, code, option, action, place, sentence)
"""


def move_on(batch: Batch, *verbs: str) -> None:
    """Do what the verbs do, noting when; what was done before is passed over. The caller saves."""
    for verb in verbs:
        if verb in batches.BATCH.offered(batch.state):
            batch.state = batches.BATCH.after(verb, batch.state)
            if stamp := STAMPS.get(batch.state):
                setattr(batch, stamp, clock.now())


def finish(
    batch: Batch,
    merge: Merge,
    rows: Sequence[EntryRow],
    *,
    unread: Sequence[Problem],
    series: Mapping[str, int],
) -> None:
    """What became of a batch: counts, problems and warnings, and whether it was loaded or nothing of it could be."""
    problems = sorted([*unread, *merge.problems], key=lambda problem: problem.row)
    if batch.series_id is None and len(series) == 1:
        batch.series_id = next(iter(series.values()))
    batch.counts = {
        "rows": len(rows) + len({problem.row for problem in unread}), "candidates": len(merge.candidates),
        "added": len(merge.added), "changed": len(merge.changed), "withdrawn": len(merge.withdrawn),
        "unchanged": merge.unchanged, "bad": len({(problem.row) for problem in problems}), "pence": merge.pence,
        "unpriced": merge.unpriced,
    }  # fmt: skip
    batch.problems = _kept(problems)
    batch.warnings = _kept(merge.warnings)
    move_on(batch, "parse", "validate", "load" if merge.taken or not problems else "reject")
    batch.save()


def _kept(problems: Sequence[Problem]) -> list[list[object]]:
    return [[problem.row, problem.column, problem.sentence] for problem in problems[:MOST_KEPT]]


def settle(merge: Merge, *, centre_id: int, series: Mapping[str, int], at: datetime) -> None:
    """What was refused before and is taken now waits for nobody any more (4.5)."""
    rows = [(series[code], number, entry_code) for code, number, entry_code in merge.taken]
    if rows and Rejection.unscoped.filter(centre_id=centre_id, settled_at=None).exists():
        _execute(SETTLE, [at, *columns(rows), centre_id])


def reject(
    batch_id: UUID, problems: Sequence[Problem], rows: Sequence[EntryRow], *, centre_id: int, series: Mapping[str, int]
) -> None:  # fmt: skip
    """One rejection for each problem; what could not even be read has its line and its sentence."""
    by_line = {row.line: row for row in rows}
    values = [
        (new_id(), *_of_row(by_line.get(problem.row), problem, series), problem.column[:30], problem.sentence)
        for problem in problems
    ]
    if values:
        _execute(REJECT, [centre_id, batch_id, clock.now(), *columns(values)])


def _of_row(row: EntryRow | None, problem: Problem, series: Mapping[str, int]) -> tuple[Any, ...]:
    if row is None:
        return None, problem.row, "", "", "", "", ""
    name = f"{row.surname}, {row.forenames}" if row.forenames else row.surname
    return (
        series.get(row.series), row.line, row.candidate_number[:20], name[:201], row.entry_code[:20],
        row.option_code[:10], row.action[:8],
    )  # fmt: skip


def _execute(statement: str, parameters: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
