"""Threads held, moved and added to."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.support.models import Post, Thread
from interchange.support.queries.threads import of
from interchange.support.rules import threads as rules
from interchange.support.rules.words import checked


def hold_thread(thread_id: UUID, by: Actor) -> Thread:
    """The thread, held until the transaction ends; 404 unless this actor may read it."""
    found = of(by).select_for_update(of=("self",), no_key=True)
    return get_object_or_404(found, pk=thread_id)


def subject_of(thread: Thread) -> str:
    """How the trail names it."""
    return f"thread:{thread.pk}"


def move(thread: Thread, verb: str) -> None:
    """Use a verb of the lifecycle; refused where the state does not offer it."""
    before, now = thread.state, clock.now()
    thread.state = rules.THREAD.after(verb, before)
    if thread.state != before:
        thread.moved_at = now
    thread.closed_at = now if thread.state == rules.CLOSED else None
    thread.save(update_fields=["state", "moved_at", "closed_at"])


def add_post(thread: Thread, text: str, *, by: Actor, internal: bool = False) -> Post:
    """What somebody writes, at the end of the thread; refused where it is empty or too long."""
    assert by.person_id is not None  # noqa: S101  (only people write)
    kept = checked(text, field="text", what="the message", longest=rules.LONGEST_TEXT)
    post = Post.unscoped.create(
        centre_id=thread.centre_id, thread=thread, author=by.name, author_id=by.person_id, is_staff=by.is_staff,
        is_internal=internal, text=kept, at=clock.now(),
    )  # fmt: skip
    if not internal:
        thread.last_post_at = post.at
        thread.save(update_fields=["last_post_at"])
    return post
