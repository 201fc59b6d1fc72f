"""Candidates and entries in the shapes that the API sends."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.api.queries.paging import page_of
from interchange.api.schemas.common import Page
from interchange.api.schemas.entries import (
    BatchOut,
    CandidateOut,
    Checked,
    EntriesIn,
    EntryOut,
    RowSaid,
    Sent,
)
from interchange.catalogue import queries as catalogue
from interchange.core.actor import Actor
from interchange.core.grid import Problem
from interchange.entries.formats import ENTRIES, Reader
from interchange.entries.queries import candidates_of, live_entries
from interchange.entries.queries.batches import batches as batches_of
from interchange.entries.queries.previewing import preview
from interchange.entries.rules.holdings import EntryRow, Merge
from interchange.entries.steps.batches import Batch


def entries(actor: Actor, *, series: str, entry_code: str, page: int) -> Page[EntryOut]:
    """The entries of the centre that stand in a series, of one code or all, 200 at a time."""
    found = (
        live_entries(actor)
        .filter(series=catalogue.series_by_code(series))
        .select_related("candidate", "option")
    )
    if entry_code:
        found = found.filter(entry_code__iexact=entry_code)
    return page_of(found.order_by("candidate__number", "entry_code"), page, _entry)


def _entry(one: Any) -> EntryOut:
    candidate = one.candidate
    return EntryOut(
        candidate_number=candidate.number, uci=candidate.uci, surname=candidate.surname, forenames=candidate.forenames,
        born_on=candidate.born_on, entry_code=one.entry_code, option=one.option.code,
        teaching_group=one.teaching_group, entered_at=one.entered_at, band=one.band, route=one.route,
    )  # fmt: skip


def candidates(actor: Actor, *, series: str, page: int) -> Page[CandidateOut]:
    """The candidates of the centre in a series, 200 at a time."""
    found = candidates_of(actor, catalogue.series_by_code(series).pk)
    return page_of(found, page, _candidate)


def _candidate(one: Any) -> CandidateOut:
    return CandidateOut(
        number=one.number, uci=one.uci, uln=one.uln, surname=one.surname, forenames=one.forenames, born_on=one.born_on,
        sex=one.sex, status=one.status,
    )  # fmt: skip


def read_rows(body: EntriesIn, *, centre_number: str) -> tuple[list[EntryRow], list[Problem]]:
    """The rows as the rules take them, and what is wrong with those that cannot be read; by the columns of R-WAY-8."""
    reader = Reader(ENTRIES.header([column.name for column in ENTRIES.columns]))
    rows: list[EntryRow] = []
    problems: list[Problem] = []
    for place, one in enumerate(body.rows, start=1):
        cells = {**one.model_dump(), "centre_number": centre_number}
        read = reader.read(place, [cells[column.name] for column in ENTRIES.columns])
        if isinstance(read, list):
            problems += read
        else:
            rows.append(read)
    return rows, problems


def checked(merge: Merge, unread: Sequence[Problem]) -> dict[str, Any]:
    """What would become of rows, or did, with those that could not be read."""
    return {
        "added": len(merge.added), "changed": len(merge.changed), "withdrawn": len(merge.withdrawn),
        "unchanged": merge.unchanged, "fee_pence": merge.pence, "fees_not_held": merge.unpriced,
        "problems": [_said(one) for one in sorted([*unread, *merge.problems], key=lambda one: one.row)],
        "warnings": [_said(one) for one in merge.warnings],
    }  # fmt: skip


def _said(problem: Problem) -> RowSaid:
    return RowSaid(row=problem.row, column=problem.column, message=problem.sentence)


def check(actor: Actor, body: EntriesIn) -> Checked:
    """What would become of the rows if they were sent now."""
    rows, unread = read_rows(body, centre_number=actor.centre_number)
    merge = preview(rows, actor=actor, centre_id=actor.chain) if rows else Merge()
    return Checked(**checked(merge, unread))


def sent(batch: Batch, merge: Merge | None, unread: Sequence[Problem]) -> Sent:
    """What became of rows that were sent; of a sending that had come before, what became of it then."""
    if merge is not None:
        return Sent(batch=batch.pk, state=batch.state, **checked(merge, unread))
    told, counts = _batch(batch), batch.counts
    return Sent(
        batch=batch.pk, state=batch.state, problems=told.problems, warnings=told.warnings,
        fee_pence=counts.get("pence", 0), fees_not_held=counts.get("unpriced", 0),
        **{name: counts.get(name, 0) for name in ("added", "changed", "withdrawn", "unchanged")},
    )  # fmt: skip


def batches(actor: Actor, *, page: int) -> Page[BatchOut]:
    """What the centre has sent, by any way, the newest first; 200 at a time."""
    return page_of(batches_of(actor), page, _batch)


def as_batch(one: Batch) -> BatchOut:
    """A batch in hand."""
    return _batch(one)


def batch(actor: Actor, batch_id: UUID) -> BatchOut:
    """One of them; `Http404` where it is another centre's."""
    return _batch(get_object_or_404(batches_of(actor), pk=batch_id))


def _question(one: Any) -> str:
    return str((one.asks or {}).get("question", "")) if one.state == "asking" else ""


def _batch(one: Any) -> BatchOut:
    said = {
        name: [
            RowSaid(row=row, column=column, message=sentence) for row, column, sentence in getattr(one, name)
        ]
        for name in ("problems", "warnings")
    }
    return BatchOut(
        batch=one.pk, route=one.route, name=one.name, state=one.state, received_at=one.received_at,
        loaded_at=one.loaded_at, question=_question(one), **said,
        counts={name: count for name, count in one.counts.items() if isinstance(count, int)},
    )  # fmt: skip
