"""What people of a centre do with their messages to the awarding body (B4)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.identifiers import new_id
from interchange.core.uploads import Checked
from interchange.notifications.rules import Kind
from interchange.support import steps
from interchange.support.models import Attachment, Thread
from interchange.support.rules import threads as rules
from interchange.support.rules.words import one_line, page_of


@dataclass(frozen=True)
class NewMessage:
    """A message as somebody writes it; centre, person and time go with it by themselves."""

    category: rules.Category
    subject: str
    text: str
    page: str = ""
    about: str = ""


NONE: tuple[UUID, ...] = ()


@state_change(needs=Capability.MESSAGES)
def keep_files(files: Sequence[Checked], *, by: Actor) -> list[Attachment]:
    """Keep files that were uploaded for a message that is still being written; only who uploaded them can send them."""
    if not files:
        audit.nothing_changed()
        return []
    kept = steps.put_files(files, centre_id=by.chain, by=by)
    audit.record(Event.FILES_UPLOADED, data={"files": [one.name for one in kept]})
    return kept


@state_change(needs=Capability.MESSAGES)
def write_message(new: NewMessage, kept: Collection[UUID] = NONE, *, by: Actor) -> Thread:
    """Write to the awarding body. Refused without a subject or a text; those who answer messages are told."""
    assert by.person_id is not None  # noqa: S101  (only people write)
    key, now = new_id(), clock.now()
    thread = Thread(
        id=key, centre_id=by.chain, reference=rules.reference_of(key.int, letter="M"), category=new.category.value,
        subject=one_line(new.subject, field="subject", what="a subject", longest=rules.LONGEST_SUBJECT),
        about=one_line(new.about, field="about", what="a reference", longest=rules.LONGEST_ABOUT, needed=False),
        page=page_of(new.page), opened_at=now, opened_by=by.name, opened_by_id=by.person_id, moved_at=now,
        last_post_at=now,
    )  # fmt: skip
    thread.save(force_insert=True)
    post = steps.add_post(thread, new.text, by=by)
    number = steps.attach(post, kept, by=by)
    steps.tell_awarding_body(thread, Kind.MESSAGE_RECEIVED, by=by)
    data = {"title": thread.subject, "number": thread.reference, "files": number}
    audit.record(Event.CASE_OPENED, subject=steps.subject_of(thread), data=data)
    return thread


@state_change(needs=Capability.MESSAGES)
def add_to_message(thread_id: UUID, text: str, kept: Collection[UUID] = NONE, *, by: Actor) -> Thread:
    """Add to a message that is not closed; what waited for the centre is with the awarding body again."""
    thread = steps.hold_thread(thread_id, by)
    steps.move(thread, "add" if thread.state == rules.NEW else "reply")
    post = steps.add_post(thread, text, by=by)
    number = steps.attach(post, kept, by=by)
    steps.tell_awarding_body(thread, Kind.MESSAGE_RECEIVED, by=by)
    data = {"number": thread.reference, "state": thread.state, "files": number}
    audit.record(Event.CASE_ANSWERED, subject=steps.subject_of(thread), data=data)
    return thread


@state_change(needs=Capability.MESSAGES)
def close_message(thread_id: UUID, *, by: Actor) -> Thread:
    """Say that nothing more is needed; refused where it is closed already."""
    thread = steps.hold_thread(thread_id, by)
    steps.move(thread, "close")
    audit.record(Event.CASE_CLOSED, subject=steps.subject_of(thread), data={"number": thread.reference})
    return thread


@state_change(needs=Capability.MESSAGES)
def reopen_message(thread_id: UUID, text: str, kept: Collection[UUID] = NONE, *, by: Actor) -> Thread:
    """Go on with a closed message, saying why."""
    thread = steps.hold_thread(thread_id, by)
    steps.move(thread, "reopen")
    post = steps.add_post(thread, text, by=by)
    steps.attach(post, kept, by=by)
    steps.tell_awarding_body(thread, Kind.MESSAGE_RECEIVED, by=by)
    data = {"number": thread.reference, "state": thread.state}
    audit.record(Event.CASE_MOVED, subject=steps.subject_of(thread), data=data)
    return thread
