"""Who is told what about messages (section 10)."""

from uuid import UUID

from django.urls import reverse

from interchange.accounts.queries.administrators import staff_who_may
from interchange.accounts.roles import Capability
from interchange.core.actor import Actor
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind
from interchange.support.models import Post, Thread


def tell_centre(thread: Thread, kind: Kind, *, by: Actor) -> None:
    """Whoever of the centre wrote in this thread, but not whoever does it."""
    wrote = Post.unscoped.filter(centre_id=thread.centre_id, thread=thread, is_staff=False)
    people = {thread.opened_by_id, *wrote.values_list("author_id", flat=True)}
    link = reverse("support:thread", args=[thread.pk])
    notices.tell(people - {by.person_id}, kind, words=_words(thread), link=link, centre_id=thread.centre_id)


def tell_awarding_body(thread: Thread, kind: Kind, *, by: Actor, only: UUID | None = None) -> None:
    """Whoever of the awarding body has the thread, or, where nobody has, all who answer messages."""
    has = only or thread.assigned_to_id
    people = {has} if has else set(staff_who_may(Capability.MESSAGES_ANSWER))
    link = reverse("support:desk-thread", args=[thread.pk])
    words = {**_words(thread), "centre": by.centre_number, "name": by.centre_name}
    notices.tell(people - {by.person_id}, kind, words=words, link=link)


def _words(thread: Thread) -> dict[str, str]:
    return {"reference": thread.reference, "subject": thread.subject}
