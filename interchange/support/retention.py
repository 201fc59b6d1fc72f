"""What is let go of when its time has passed (8): cases closed three years ago, and files that were never sent."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.letting_go import Held, Work, months_before
from interchange.support.models import Attachment, Post, SecurityCase, Thread
from interchange.support.steps import let_go

EVERY = Actor.system("retention")
YEARS_OF_A_CASE = 3
NOT_SENT_FOR = timedelta(days=1)


def old_threads(held: Held, before: datetime) -> QuerySet[Thread]:
    """Messages that were closed before this moment."""
    found = Thread.objects.visible_to(EVERY).filter(closed_at__lt=before).exclude(centre_id__in=held.centres)
    return found.exclude(opened_by_id__in=held.people).exclude(pk__in=held.keys("thread"))


def old_security_cases(held: Held, before: datetime) -> QuerySet[SecurityCase]:
    """Security cases that were closed before this moment."""
    found = SecurityCase.objects.filter(closed_at__lt=before).exclude(pk__in=held.keys("case"))
    return found.exclude(reporter_id__in=held.people)


def _before() -> datetime:
    return months_before(clock.now(), 12 * YEARS_OF_A_CASE)


def _due(held: Held) -> int:
    return old_threads(held, _before()).count() + old_security_cases(held, _before()).count()


def purge_old_cases(held: Held) -> int:
    """Delete messages and security cases closed three years ago or earlier, with their files; how many."""
    threads = list(old_threads(held, _before()).values_list("pk", flat=True))
    posts = Post.objects.visible_to(EVERY).filter(thread__in=threads)
    let_go(Attachment.objects.visible_to(EVERY).filter(post__in=posts))
    posts.delete()
    Thread.objects.visible_to(EVERY).filter(pk__in=threads).delete()
    cases = list(old_security_cases(held, _before()))
    for one in cases:
        one.delete()
    return len(threads) + len(cases)


def _never_sent(held: Held) -> QuerySet[Attachment]:
    found = Attachment.objects.visible_to(EVERY).filter(post=None, uploaded_at__lt=clock.now() - NOT_SENT_FOR)
    return found.exclude(uploaded_by_id__in=held.people).exclude(centre_id__in=held.centres)


WORK = (
    Work("cases", _due, purge_old_cases),
    Work("uploads", lambda held: _never_sent(held).count(), lambda held: let_go(_never_sent(held))),
)
