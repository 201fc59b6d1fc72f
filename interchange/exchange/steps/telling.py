"""Telling a centre what has become of a file: its own systems, and its people where none of them looks on."""

from django.urls import reverse

from interchange.entries.steps.batches import Batch
from interchange.entries.steps.informing import exams_officers, tell_of_batch, tell_of_changes
from interchange.exchange.rules.names import Letter
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind
from interchange.webhooks.rules import Message
from interchange.webhooks.steps import announce


def tell_of_file(batch: Batch, *, nobody_looks: bool) -> None:
    """A file was loaded or rejected, or asks something. `nobody_looks` where no person waits for what becomes of it.

    Where the awarding body sent it, the centre reads why, if anything came of it (R-ACT-4).
    """
    _tell_systems(batch)
    taken = sum(batch.counts.get(name, 0) for name in ("added", "changed", "withdrawn"))
    if batch.reason:
        if batch.state == "loaded" and taken:
            tell_of_changes(batch.centre_id, str(batch.series or batch.name), taken, batch.reason)
    elif nobody_looks and batch.state == "asking":
        link = reverse("exchange:file", args=[batch.pk])
        words = {"name": batch.name, "question": (batch.asks or {}).get("question", "")}
        notices.tell(
            exams_officers(batch.centre_id), Kind.FILE_ASKS, words=words, link=link, centre_id=batch.centre_id
        )
    elif nobody_looks and not batch.counts.get("again") and batch.letter != Letter.FORECASTS.value:
        as_held = batch.counts.get("unchanged", 0)
        tell_of_batch(batch, taken=taken + as_held, refused=batch.counts.get("bad", 0))


def _tell_systems(batch: Batch) -> None:
    """By the centre's webhooks: its counts, and no row of it."""
    counts = {name: count for name, count in batch.counts.items() if isinstance(count, int)}
    announce(Message.FILE_PROCESSED, batch.centre_id, {
        "batch": str(batch.pk), "name": batch.name, "route": batch.route, "state": batch.state, "letter": batch.letter,
        "sequence": batch.sequence, "counts": counts,
    })  # fmt: skip
