"""Telling a centre's own systems what has become of entries, by its webhooks."""

from collections.abc import Sequence

from interchange.core.grid import Problem
from interchange.entries.rules.holdings import EntryRow, Merge
from interchange.entries.steps.writing import Source
from interchange.webhooks.rules import Message
from interchange.webhooks.steps import announce, listens


def tell_systems(merge: Merge, rows: Sequence[EntryRow], problems: Sequence[Problem], source: Source) -> None:
    """What was taken and what was refused, by number and code; one statement where no system of the centre listens."""
    if not listens(source.centre_id):
        return
    about = {"batch": str(source.batch_id or ""), "route": source.route}
    if merge.does_something:
        taken = [
            {"series": series, "candidate_number": number, "entry_code": code}
            for series, number, code in merge.taken
            if code
        ]
        counts = {"added": len(merge.added), "changed": len(merge.changed), "withdrawn": len(merge.withdrawn)}
        announce(Message.ENTRIES_ACCEPTED, source.centre_id, {**about, **counts, "entries": taken})
    if problems:
        by_line = {row.line: row for row in rows}
        refused = [_refused(problem, by_line.get(problem.row)) for problem in problems]
        announce(Message.ENTRIES_REJECTED, source.centre_id, {**about, "rows": refused})


def _refused(problem: Problem, row: EntryRow | None) -> dict[str, str | int]:
    named = {"candidate_number": row.candidate_number, "entry_code": row.entry_code} if row else {}
    return {"row": problem.row, "column": problem.column, "message": problem.sentence, **named}
