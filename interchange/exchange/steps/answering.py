"""What becomes of a file that asked, once somebody has answered (R-WAY-3)."""

from uuid import UUID

from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import jobs
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.entries.queries.batches import batches as batches_of
from interchange.entries.steps import batches
from interchange.entries.steps.batches import Batch
from interchange.exchange.rules import sets
from interchange.exchange.steps.loading import process

AT_ONCE = 2_000_000
"""Bytes of a file that is taken while the sender waits; a larger one is left to the worker."""
SET_ASIDE = "set-aside"


def answer_file(batch: Batch, answer: str, *, by: Actor) -> None:
    """Keep what a file does not contain, withdraw it, or take nothing of the file; those that waited for it come next.

    Refused where the file asks nothing (any more). It asks again where something was added meanwhile.
    """
    if batch.state != "asking":
        raise Refused("not-asking", "This file asks nothing any more. Somebody may have answered already.")
    if answer == SET_ASIDE:
        batches.move(batch, "reject", answer=answer)
        audit.record(
            Event.FILE_REJECTED, subject=f"file:{batch.pk}", data={"file": batch.name, "why": "Set aside"},
            reason=batch.reason, centre_id=batch.centre_id,
        )  # fmt: skip
    elif answer in (sets.KEEP, sets.TAKE_AWAY):
        process(batch, by=by, answer=answer)
    else:
        raise Refused("answer", "Choose whether to keep these entries or to withdraw them.")
    for waiting in waiting_files(by, batch.centre_id):
        jobs.enqueue("exchange.process", batch_id=str(waiting), centre_id=batch.centre_id)


def waiting_files(by: Actor, centre_id: int) -> list[UUID]:
    """The files that were received and not taken yet, in the order in which they have to be."""
    found = batches_of(by).filter(centre_id=centre_id, state="received", size__lte=AT_ONCE)
    return list(found.order_by("letter", "sequence", "received_at").values_list("pk", flat=True)[:100])
