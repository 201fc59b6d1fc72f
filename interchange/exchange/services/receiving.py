"""Files that centres send, from the first byte to what they come to (R-WAY-3, R-WAY-7)."""

from collections.abc import Iterable
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.entries.steps import batches
from interchange.entries.steps.batches import Batch
from interchange.exchange.rules.sequence import turn_of
from interchange.exchange.steps.answering import AT_ONCE, answer_file
from interchange.exchange.steps.loading import take_up
from interchange.exchange.steps.receiving import Stream, receive


@state_change(needs=Capability.ENTRIES_SUBMIT)
def receive_file(content: bytes | Stream, name: str, *, by: Actor) -> Batch:
    """Keep a file of entries as it came, and acknowledge it; what becomes of it is the next step.

    Refused where it is of no known form, empty, too large, or the five-hundredth within an hour.
    """
    return receive(content, name, centre_id=by.chain, by=by)


@state_change(needs=Capability.ENTRIES_SUBMIT)
def process_file(batch_id: UUID, *, by: Actor) -> Batch:
    """Take a file that was received as far as it goes, in one transaction; one that was taken stays as it is."""
    return take_up(batches.held(batch_id, by=by), by=by)


@state_change(needs=Capability.ENTRIES_SUBMIT)
def answer_differences(batch_id: UUID, answer: str, *, by: Actor) -> Batch:
    """Say what becomes of what a file does not contain: keep it, withdraw it, or do not load the file at all.

    Refused where the file asks nothing (any more). It asks again where something was added meanwhile.
    """
    batch = batches.held(batch_id, by=by)
    answer_file(batch, answer, by=by)
    return batch


def send_files(files: Iterable[tuple[bytes | Stream, str]], *, by: Actor) -> "list[Batch | Refused]":
    """Several files, in the order of their sequence whatever the order in which they came; what became of each.

    Small ones are taken at once, the others by the worker. Entries come before amendments.
    """
    outcomes: list[Batch | Refused] = []
    for content, name in sorted(files, key=lambda file: turn_of(file[1])):
        try:
            batch = receive_file(content, name, by=by)
            outcomes.append(process_file(batch.pk, by=by) if batch.size <= AT_ONCE else batch)
        except Refused as refusal:
            outcomes.append(refusal)
    return outcomes
