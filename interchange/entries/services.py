"""Changing what a centre has entered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.centres import steps as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.grid import Problem
from interchange.entries import queries, steps
from interchange.entries.models import Entry
from interchange.entries.rules import merging
from interchange.entries.rules.holdings import EntryRow, Merge, Offer
from interchange.entries.rules.merging import Person


@dataclass
class Outcome:
    """What became of one centre's rows of a file."""

    centre_number: str = ""
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


@state_change(needs=Capability.OPERATE)
def load_entries(
    rows: Sequence[EntryRow], *, offer: Offer, known: dict[Person, list[str]], file: str, by: Actor
) -> Outcome:
    """Merge one centre's rows of a file with what it has entered; rows that cannot be used are told, with why.

    The whole of it in one transaction, or nothing; the same rows again change nothing.
    """
    centre_id = by.chain
    centres.hold(centre_id)
    series = dict(
        catalogue.series_list().filter(code__in={row.series for row in rows}).values_list("code", "id")
    )
    held = queries.held_by(centre_id, series=series, codes={row.entry_code for row in rows})
    merge = merging.merge(rows, held, offer)
    steps.write(merge, centre_id=centre_id, series=series)
    if merge.added:
        centres.note_use([centre_id])
    outcome = Outcome(
        rows[0].centre_number, len(merge.added), len(merge.changed), len(merge.withdrawn), merge.unchanged,
        merge.problems, merging.warnings(merge, known),
    )  # fmt: skip
    _record(merge, outcome, file)
    return outcome


def _record(merge: Merge, outcome: Outcome, file: str) -> None:
    """One event for the file: the counts, and each change that cannot be read from what is stored now."""
    if not (merge.added or merge.changed or merge.withdrawn or merge.candidates):
        audit.nothing_changed()
        return
    audit.record(
        Event.ENTRIES_LOADED,
        data={
            "file": file, "added": outcome.added, "changed": outcome.changed, "withdrawn": outcome.withdrawn,
            "unchanged": outcome.unchanged, "bad": len(outcome.problems), "candidates": len(merge.candidates),
            "changes": [change.told for change in merge.changed], "withdrawals": [told for _, told in merge.withdrawn],
        },
    )  # fmt: skip


@state_change(needs=Capability.OPERATE)
def withdraw_entry(entry_id: UUID, *, by: Actor) -> Entry:
    """Take an entry back; what was entered stays on record. Refused when it was withdrawn before."""
    entry = get_object_or_404(Entry.objects.visible_to(by).select_for_update(of=("self",)), pk=entry_id)
    if entry.withdrawn_at is not None:
        raise Refused(
            "withdrawn", f"This entry was withdrawn on {clock.london(entry.withdrawn_at):%-d %B %Y}."
        )
    entry.withdrawn_at = clock.now()
    entry.save(update_fields=["withdrawn_at"])
    audit.record(
        Event.ENTRY_WITHDRAWN,
        subject=f"entry:{entry.pk}",
        data={"entry_code": entry.entry_code},
        centre_id=entry.centre_id,
    )
    return entry
