"""The one way by which entries of every route come into the record (R-WAY-3)."""

from collections.abc import Sequence

from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.centres import steps as centres
from interchange.core.actor import Actor
from interchange.entries.models import Batch, Route
from interchange.entries.queries.elsewhere import ucis_of_same_persons
from interchange.entries.queries.holding import held_by
from interchange.entries.queries.offering import offer_for
from interchange.entries.rules import merging
from interchange.entries.rules.holdings import EntryRow, Merge, Offer
from interchange.entries.rules.merging import Person
from interchange.entries.steps import writing


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
    known: dict[Person, list[str]] | None = None,
) -> Merge:
    """Merge rows of one centre with what it has entered, and write what comes of it, with one event.

    The centre is held first, so that two who send at once are taken one after the other. `offer` and `known` are
    given where one file is taken for many centres; otherwise they are read here.
    """
    centres.hold(centre_id)
    codes = {row.entry_code for row in rows}
    series = dict(
        catalogue.series_list().filter(code__in={row.series for row in rows}).values_list("code", "id")
    )
    held = held_by(centre_id, series=series, codes=codes)
    merge = merging.merge(rows, held, offer or offer_for(codes))
    writing.write(merge, centre_id=centre_id, series=series)
    if merge.added:
        centres.note_use([centre_id])
    merge.warnings = merging.warnings(
        merge, ucis_of_same_persons(merging.persons(rows)) if known is None else known
    )
    _record(merge, file=file, reason=reason, centre_id=centre_id)
    return merge


def _record(merge: Merge, *, file: str, reason: str, centre_id: int) -> None:
    """One event for all of it: the counts, and each change that cannot be read from what is stored now."""
    if not (merge.added or merge.changed or merge.withdrawn or merge.candidates):
        audit.nothing_changed()
        return
    audit.record(
        Event.ENTRIES_LOADED,
        data={
            "file": file, "added": len(merge.added), "changed": len(merge.changed),
            "withdrawn": len(merge.withdrawn), "unchanged": merge.unchanged, "bad": len(merge.problems),
            "candidates": len(merge.candidates), "changes": [change.told for change in merge.changed],
            "withdrawals": [told for _, told in merge.withdrawn],
        },
        reason=reason,
        centre_id=centre_id,
    )  # fmt: skip
