"""Telling a centre's own systems what has become of a file, by its webhooks."""

from interchange.entries.steps.batches import Batch
from interchange.webhooks.rules import Message
from interchange.webhooks.steps import announce


def tell_systems(batch: Batch) -> None:
    """A file was loaded or rejected, or asks something; its counts, and no row of it."""
    counts = {name: count for name, count in batch.counts.items() if isinstance(count, int)}
    announce(Message.FILE_PROCESSED, batch.centre_id, {
        "batch": str(batch.pk), "name": batch.name, "route": batch.route, "state": batch.state, "letter": batch.letter,
        "sequence": batch.sequence, "counts": counts,
    })  # fmt: skip
