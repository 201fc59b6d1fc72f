"""Writing estimated entries. Whoever writes holds the centre's return, so that two people never write at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from interchange.core.arrays import array
from interchange.core.counting import count_again
from interchange.core.identifiers import new_id
from interchange.estimates.models import Estimate, Return
from interchange.estimates.queries.asking import OPTION, Asked, Asking
from interchange.estimates.queries.lines import Line
from interchange.estimates.rules.estimates import ESTIMATE, LOCKED, PREFILLED, verb_for


def hold_return(asking: Asking, centre_id: int) -> Return:
    """The centre's return, held until the transaction ends; made where there is none."""
    Return.unscoped.bulk_create([Return(centre_id=centre_id, series=asking.series)], ignore_conflicts=True)
    held = Return.unscoped.select_for_update().filter(centre_id=centre_id, series=asking.series)
    return held.get()


def change_lines(
    changes: Mapping[UUID, tuple[int, str]], lines: Iterable[Line], *, at: datetime, by: str
) -> None:
    """Another number and state for some of these lines."""
    changed = [
        Estimate(
            id=line.id, number=changes[line.id][0], state=changes[line.id][1], version=line.version + 1,
            changed_at=at, changed_by=by,
        )
        for line in lines
        if line.id in changes
    ]  # fmt: skip
    Estimate.unscoped.bulk_update(changed, ["number", "state", "version", "changed_at", "changed_by"])


def add_lines(head: Return, added: Iterable[tuple[Asked, int, str]], *, at: datetime, by: str) -> None:
    """Lines that nobody had last year."""
    Estimate.unscoped.bulk_create(
        Estimate(
            centre_id=head.centre_id, head=head, series_id=head.series_id, number=number, state=state,
            changed_at=at, changed_by=by, **{"option_id" if asked.kind == OPTION else "component_id": asked.id},
        )
        for asked, number, state in added
    )  # fmt: skip


def reopen(head: Return) -> int:
    """Open a centre's locked lines again, each as the centre had left it; how many."""
    locked = list(Estimate.unscoped.filter(centre_id=head.centre_id, head=head, state=LOCKED))
    for line in locked:
        line.state = ESTIMATE.after("reopen", line.state)
        if line.changed_at is not None:
            line.state = ESTIMATE.after(verb_for(line.number, line.last_year), line.state)
    Estimate.unscoped.bulk_update(locked, ["state"])
    return len(locked)


def lock(series_id: int, *, but_not: Sequence[int]) -> int:
    """Lock every line of a series but those of these centres; how many. The lines themselves stay as they are."""
    open_ones = Estimate.unscoped.filter(series_id=series_id).exclude(state=LOCKED)
    return open_ones.exclude(centre_id__in=but_not).update(state=LOCKED)


# ---------------------------------------------------------------- filling in from last year (R-EST-3)

RETURNS = """
    INSERT INTO estimates_return (id, centre_id, series_id, prefilled_at, nil, answered_by, extended_why)
    SELECT given.id, given.centre, %(series)s, %(at)s, false, '', ''
    FROM unnest(%(ids)s::uuid[], %(centres)s::int[]) AS given (id, centre)
    ON CONFLICT (centre_id, series_id) DO UPDATE SET prefilled_at = excluded.prefilled_at
    WHERE estimates_return.prefilled_at IS NULL AND estimates_return.answered_at IS NULL
    RETURNING centre_id, id
"""
ASK = """
    INSERT INTO estimates_return (id, centre_id, series_id, nil, answered_by, extended_why)
    SELECT given.id, given.centre, %(series)s, false, '', ''
    FROM unnest(%(ids)s::uuid[], %(centres)s::int[]) AS given (id, centre)
    ON CONFLICT (centre_id, series_id) DO NOTHING
"""
LINES = """
    INSERT INTO estimates_estimate
        (id, centre_id, head_id, series_id, option_id, component_id, last_year, number, state, version, changed_by)
    SELECT given.id, given.centre, given.head, %(series)s, given.option, given.component, given.number,
           least(given.number, 9999), %(state)s, 1, ''
    FROM unnest(%(ids)s::uuid[], %(centres)s::int[], %(heads)s::uuid[], %(options)s::bigint[], %(components)s::bigint[],
                %(numbers)s::int[]) AS given (id, centre, head, option, component, number)
    ON CONFLICT DO NOTHING
"""


def prefill(
    counted: Mapping[int, Sequence[tuple[Asked, int]]], *, series_id: int, at: datetime
) -> dict[int, int]:
    """Fill in these numbers for the centres that have never been filled in; how many lines each got.

    What a centre wrote before stands: a line that is there already is left as it is.
    """
    centres = sorted(counted)
    if not centres:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(RETURNS, {
            "series": series_id, "at": at, "ids": array(new_id() for _ in centres), "centres": array(centres),
        })  # fmt: skip
        heads = dict(cursor.fetchall())
        rows = [
            (new_id(), centre, heads[centre], *_of(asked), number)
            for centre in centres
            if centre in heads
            for asked, number in counted[centre]
        ]
        if rows:
            ids, whose, of, options, components, numbers = (
                array(column) for column in zip(*rows, strict=True)
            )
            cursor.execute(LINES, {
                "series": series_id, "state": PREFILLED, "ids": ids, "centres": whose, "heads": of,
                "options": options, "components": components, "numbers": numbers,
            })  # fmt: skip
    count_again({"estimates_return": len(heads), "estimates_estimate": len(rows)})
    return {centre: len(counted[centre]) for centre in heads}


def ask(centres: Sequence[int], *, series_id: int) -> int:
    """Give those of the centres a list that have none yet, without any line; how many."""
    ids = array(new_id() for _ in centres)
    with connection.cursor() as cursor:
        cursor.execute(ASK, {"series": series_id, "ids": ids, "centres": array(centres)})
        return int(cursor.rowcount)


def _of(asked: Asked) -> tuple[int | None, int | None]:
    return (asked.id, None) if asked.kind == OPTION else (None, asked.id)
