"""What programs change, where no page's service does it for them."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID, uuid5

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.centres import steps as centres
from interchange.core.actor import Actor
from interchange.core.grid import Problem
from interchange.entries.rules.holdings import EntryRow, Merge
from interchange.entries.steps import batches
from interchange.entries.steps.batches import Batch, Route
from interchange.entries.steps.taking import take


class Sending(NamedTuple):
    """What became of rows that a program sent; `merge` is none where the same call had come before."""

    batch: Batch
    merge: Merge | None


@state_change(needs=Capability.ENTRIES_SUBMIT)
def send_entries(rows: Sequence[EntryRow], unread: Sequence[Problem], *, key: str, by: Actor) -> Sending:
    """Take rows as one batch; those that cannot be taken are told, and the others taken all the same.

    `key` is what the program calls this sending, or nothing: the same key again changes nothing, and answers with the
    batch of the first time.
    """
    centres.hold(by.chain)
    pk = uuid5(KEYS, f"{by.chain} {key}") if key else None
    again = batches.find(pk, by=by) if pk else None
    if again is not None:
        audit.nothing_changed()
        return Sending(again, None)
    facts = {"id": pk} if pk else {}
    batch = batches.begin(centre_id=by.chain, route=Route.API, by=by, name=key, **facts)
    merge = take(rows, centre_id=by.chain, route=Route.API, by=by, batch=batch, unread=unread)
    return Sending(batch, merge)


KEYS = UUID("6f3c1c1e-7a0e-4d0e-9a55-0f4b9c3a6d21")
"""Under which the names that programs give their sendings become identifiers."""
