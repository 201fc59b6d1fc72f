"""Files that the awarding body sends for a centre, with a reason that the centre reads (R-ACT-4)."""

from uuid import UUID

from django.http import Http404

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.centres.queries import centre_ids
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.core.typed import a_reason
from interchange.entries.rules.single import ASK_REASON, SHORTEST_PROOF
from interchange.entries.steps import batches
from interchange.entries.steps.batches import Batch
from interchange.exchange.steps.answering import AT_ONCE, answer_file
from interchange.exchange.steps.loading import take_up
from interchange.exchange.steps.receiving import Stream, receive


@state_change(needs=Capability.ENTRIES_AMEND)
def receive_for_centre(
    content: bytes | Stream | None, name: str, *, centre_number: str, reason: str, by: Actor
) -> Batch:
    """Keep a file of entries or forecast grades for a centre; the reason stands with all that comes of it.

    Refused, with all that is wrong, without a centre, a file and a reason, and as a centre's own file is.
    """
    form = Together()
    centre = form.read(lambda: _centre(centre_number))
    if content is None:
        form.note(Refused("file", "Choose a file."))
    why = form.read(lambda: a_reason(reason, ask=ASK_REASON, shortest=SHORTEST_PROOF))
    form.end()
    assert content is not None  # noqa: S101  (refused above)
    return receive(content, name, centre_id=centre, by=by, reason=why)


def _centre(typed: str) -> int:
    number = typed.strip()
    found = centre_ids([number]).get(number)
    if found is None:
        raise Refused(
            "centre", f"There is no centre {number[:20]}." if number else "Enter the centre number."
        )
    return found


@state_change(needs=Capability.ENTRIES_AMEND)
def process_for_centre(batch_id: UUID, *, by: Actor) -> Batch:
    """Take such a file as far as it goes; days and approvals do not stop it. One that was taken stays as it is."""
    return take_up(_held(batch_id, by), by=by)


@state_change(needs=Capability.ENTRIES_AMEND)
def answer_for_centre(batch_id: UUID, answer: str, *, by: Actor) -> Batch:
    """Answer what such a file asks; refused where it asks nothing (any more). A centre's own its centre answers."""
    batch = _held(batch_id, by)
    answer_file(batch, answer, by=by)
    return batch


def _held(batch_id: UUID, by: Actor) -> Batch:
    batch = batches.held(batch_id, by=by)
    if not batch.reason:
        raise Http404
    return batch


def send_for_centre(
    content: bytes | Stream | None, name: str, *, centre_number: str, reason: str, by: Actor
) -> Batch:
    """Both, as one press of a button does it; a large file is left to the worker."""
    batch = receive_for_centre(content, name, centre_number=centre_number, reason=reason, by=by)
    return process_for_centre(batch.pk, by=by) if batch.size <= AT_ONCE else batch
