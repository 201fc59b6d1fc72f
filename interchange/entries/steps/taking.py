"""The one way by which entries of every route come into the record (R-WAY-3)."""

from collections.abc import Sequence

from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres import steps as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.grid import Problem
from interchange.entries.models import Batch, Route
from interchange.entries.queries.previewing import ground, merged
from interchange.entries.rules.batches import RECEIVED
from interchange.entries.rules.holdings import Around, EntryRow, Merge, Offer, Way
from interchange.entries.steps import outcomes, writing
from interchange.entries.steps.informing import tell_of_batch, tell_of_changes, tell_of_refund
from interchange.entries.steps.telling import tell_systems

FREE = (Route.BOARD, Route.OPERATOR)
"""By these ways days and approvals stop nothing; who acts for a centre gives a reason (R-ACT-4)."""

EVENTS = {
    Route.FORM: Event.ENTRIES_SENT, Route.API: Event.ENTRIES_SENT, Route.BOARD: Event.ENTRIES_MADE_FOR,
}  # fmt: skip
"""What the trail calls it, by the way; files are loaded."""


def take(
    rows: Sequence[EntryRow],
    *,
    centre_id: int,
    route: Route,
    by: Actor,
    batch: Batch | None = None,
    how: str = "",
    reason: str = "",
    file: str = "",
    offer: Offer | None = None,
    beyond: Around | None = None,
    unread: Sequence[Problem] = (),
    event: Event | None = None,
    subject: str = "",
    free: bool = False,
) -> Merge:
    """Merge rows of one centre with what it has entered, and write what comes of it, with one event.

    The centre is held first, so that two who send at once are taken one after the other. `how` is "medical" where
    withdrawals are for medical reasons or bereavement; `reason` is why, and stands for the proof of another name;
    `unread` are the problems of lines that gave no row; `offer` and `beyond` are given where one file is taken for
    many centres; `event` and `subject` are of the trail, where one entry is changed. `free` where the awarding body
    sends a file for the centre: days and approvals stop nothing then (R-ACT-4).

    A batch gets a rejection for each problem. One that has only been received ends here, loaded or rejected; one that
    comes in pieces is moved on, and counted, by whoever parsed it.
    """
    centres.hold(centre_id)
    on = ground(rows, centre_id=centre_id, offer=offer, beyond=beyond)
    merge = merged(rows, on, Way(free=free or route in FREE, medical=how == "medical", proved=bool(reason)))
    source = writing.Source(centre_id, route.value, by, batch.pk if batch else None, reason)
    writing.write(merge, source, series=on.series)
    outcomes.settle(merge, centre_id=centre_id, series=on.series, at=clock.now())
    if batch:
        problems = [*unread, *merge.problems]
        outcomes.reject(batch.pk, problems, rows, centre_id=centre_id, series=on.series)
        if batch.state == RECEIVED:
            outcomes.finish(batch, merge, rows, unread=unread, series=on.series)
            tell_of_batch(batch, taken=len(merge.taken), refused=batch.counts["bad"])
    if merge.added:
        centres.note_use([centre_id])
    tell_of_refund(centre_id, merge)
    if route == Route.BOARD and merge.does_something:
        tell_of_changes(centre_id, ", ".join(on.series), len(merge.versions), reason)
    tell_systems(merge, rows, [*unread, *merge.problems], source)
    _record(
        merge, source, event or EVENTS.get(route, Event.ENTRIES_LOADED), subject, file=file, unread=unread
    )
    return merge


def _record(
    merge: Merge, source: writing.Source, event: Event, subject: str, *, file: str, unread: Sequence[Problem]
) -> None:  # fmt: skip
    """One event for all of it: the counts, and what cannot be read from what is stored now. One besides for each
    candidate of whom details alone were changed: no version of an entry tells of them."""
    if not (merge.does_something or source.batch_id):
        audit.nothing_changed()
        return
    audit.record(
        event,
        subject=subject or (f"batch:{source.batch_id}" if source.batch_id else ""),
        data={
            "file": file, "route": source.route, "added": len(merge.added), "changed": len(merge.changed),
            "withdrawn": len(merge.withdrawn), "unchanged": merge.unchanged,
            "bad": len(merge.problems) + len(unread), "candidates": len(merge.candidates), "pence": merge.pence,
            "changes": [change.told for change in merge.changed],
            "withdrawals": [each.told for each in merge.withdrawn], "details": merge.details,
        },
        reason=source.reason,
        centre_id=source.centre_id,
    )  # fmt: skip
    for candidate_id, was in merge.alone.items():
        audit.record(
            Event.CANDIDATE_CHANGED, subject=f"candidate:{candidate_id}", data=was, reason=source.reason,
            centre_id=source.centre_id,
        )  # fmt: skip
