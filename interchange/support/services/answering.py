"""What the awarding body's staff do with messages of centres (3.3); each event stands in the centre's own trail."""

from collections.abc import Collection, Sequence
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.queries.administrators import staff_who_may
from interchange.accounts.queries.people import names_of
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.uploads import Checked
from interchange.notifications.rules import Kind
from interchange.support import steps
from interchange.support.models import Attachment, Thread
from interchange.support.rules import threads as rules

NONE: tuple[UUID, ...] = ()


@state_change(needs=Capability.MESSAGES_ANSWER)
def keep_files_for(thread_id: UUID, files: Sequence[Checked], *, by: Actor) -> list[Attachment]:
    """Keep files that were uploaded for an answer that is still being written."""
    thread = steps.hold_thread(thread_id, by)
    if not files:
        audit.nothing_changed()
        return []
    kept = steps.put_files(files, centre_id=thread.centre_id, by=by)
    _record(Event.FILES_UPLOADED, thread, files=[one.name for one in kept])
    return kept


@state_change(needs=Capability.MESSAGES_ANSWER)
def answer(
    thread_id: UUID, text: str, kept: Collection[UUID] = NONE, *, asks: bool = False, by: Actor
) -> Thread:
    """Answer a message, or, with `asks`, ask the centre for something and wait; the centre's people are told.

    Whoever answers first has the message from then on. Refused where it is closed.
    """
    thread = steps.hold_thread(thread_id, by)
    steps.move(thread, "ask" if asks else "answer")
    if thread.assigned_to_id is None:
        _give(thread, by.person_id, by.name)
    post = steps.add_post(thread, text, by=by)
    number = steps.attach(post, kept, by=by)
    steps.tell_centre(thread, Kind.MESSAGE_ANSWERED, by=by)
    _record(Event.CASE_ANSWERED, thread, state=thread.state, files=number)
    return thread


@state_change(needs=Capability.MESSAGES_ANSWER)
def note(thread_id: UUID, text: str, kept: Collection[UUID] = NONE, *, by: Actor) -> Thread:
    """Leave a note for the awarding body's people alone; the centre sees nothing of it, and its trail neither."""
    thread = steps.hold_thread(thread_id, by)
    post = steps.add_post(thread, text, by=by, internal=True)
    steps.attach(post, kept, by=by)
    audit.record(Event.CASE_NOTED, subject=steps.subject_of(thread), data={"number": thread.reference})
    return thread


@state_change(needs=Capability.MESSAGES_ANSWER)
def assign(thread_id: UUID, person_id: UUID | None, *, by: Actor) -> Thread:
    """Give a message to one of those who answer, who is told, or to nobody; refused for anybody else."""
    thread = steps.hold_thread(thread_id, by)
    if person_id is not None and person_id not in staff_who_may(Capability.MESSAGES_ANSWER):
        raise Refused("person", "Choose somebody who answers messages.")
    if thread.assigned_to_id == person_id:
        audit.nothing_changed()
        return thread
    if person_id is not None and thread.state in rules.OURS:
        steps.move(thread, "take")
    _give(thread, person_id, names_of([person_id])[person_id] if person_id else "")
    if person_id is not None:
        steps.tell_awarding_body(thread, Kind.MESSAGE_ASSIGNED, by=by, only=person_id)
    _record(Event.CASE_MOVED, thread, to=thread.assigned_to or "nobody", state=thread.state)
    return thread


@state_change(needs=Capability.MESSAGES_ANSWER)
def close_thread(thread_id: UUID, *, by: Actor) -> Thread:
    """Close a message; the centre's people are told, and can go on with it."""
    thread = steps.hold_thread(thread_id, by)
    steps.move(thread, "close")
    steps.tell_centre(thread, Kind.MESSAGE_CLOSED, by=by)
    _record(Event.CASE_CLOSED, thread)
    return thread


@state_change(needs=Capability.MESSAGES_ANSWER)
def reopen_thread(thread_id: UUID, *, by: Actor) -> Thread:
    """Take up a closed message again."""
    thread = steps.hold_thread(thread_id, by)
    steps.move(thread, "reopen")
    _record(Event.CASE_MOVED, thread, state=thread.state)
    return thread


def _give(thread: Thread, person_id: UUID | None, name: str) -> None:
    thread.assigned_to_id, thread.assigned_to = person_id, name
    thread.save(update_fields=["assigned_to_id", "assigned_to"])


def _record(event: Event, thread: Thread, **more: object) -> None:
    data = {"number": thread.reference, **more}
    audit.record(event, subject=steps.subject_of(thread), data=data, centre_id=thread.centre_id)
