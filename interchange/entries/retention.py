"""What is let go of when its time has passed (8): drafts 90 days after the window, what came in after three years, and
requests to correct details after one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from interchange.catalogue import queries as catalogue
from interchange.catalogue.rules.profile import no_change_from
from interchange.core import clock, uploads
from interchange.core.actor import Actor
from interchange.core.letting_go import Held, Work, months_before
from interchange.entries.models import AcceptedWarning, Batch, Correction, Draft, Rejection, Version

EVERY = Actor.system("retention")
DAYS_OF_A_DRAFT = timedelta(days=90)
YEARS_OF_A_BATCH = 3
MONTHS_OF_A_CASE = 12


def old_drafts(held: Held) -> QuerySet[Draft]:
    """Rows of the grid that were never submitted, of series whose entries closed 90 days ago or earlier."""
    last = clock.today() - DAYS_OF_A_DRAFT
    over = [one.pk for one in catalogue.series_list() if no_change_from(catalogue.profile_of(one)) < last]
    found = Draft.objects.visible_to(EVERY).filter(series__in=over).exclude(centre_id__in=held.centres)
    return found.exclude(changed_by_id__in=held.people)


def old_batches(held: Held) -> QuerySet[Batch]:
    """What came in for series of three years ago, and what was sent then and never read."""
    before = months_before(clock.now(), 12 * YEARS_OF_A_BATCH)
    of_old_series = Q(series__in=catalogue.series_of_months_before(before))
    found = Batch.objects.visible_to(EVERY).filter(of_old_series | Q(series=None, received_at__lt=before))
    found = found.exclude(centre_id__in=held.centres).exclude(by_id__in=held.people)
    return found.exclude(pk__in=held.keys("file")).exclude(pk__in=held.keys("batch")).order_by()


def _let_go_of_batches(held: Held) -> int:
    """Delete them with their rejections and their bytes; the versions of entries stay, and no longer say of which."""
    due = list(old_batches(held).values_list("pk", "kept"))
    keys = [key for key, _ in due]
    Rejection.objects.visible_to(EVERY).filter(batch__in=keys).delete()
    Version.objects.visible_to(EVERY).filter(batch__in=keys).update(batch=None)
    Batch.objects.visible_to(EVERY).filter(pk__in=keys).delete()
    transaction.on_commit(lambda: uploads.discard_all(kept for _, kept in due if kept))
    return len(due)


def old_warnings(held: Held) -> QuerySet[AcceptedWarning]:
    """Warnings that somebody accepted for series of three years ago."""
    before = catalogue.series_of_months_before(months_before(clock.now(), 12 * YEARS_OF_A_BATCH))
    found = AcceptedWarning.objects.visible_to(EVERY).filter(series__in=before).order_by()
    return found.exclude(centre_id__in=held.centres).exclude(by_id__in=held.people)


def old_corrections(held: Held) -> QuerySet[Correction]:
    """Requests to correct a candidate's details that nothing has happened to for a year."""
    before = months_before(clock.now(), MONTHS_OF_A_CASE)
    found = Correction.objects.visible_to(EVERY).filter(touched_at__lt=before).order_by()
    found = found.exclude(centre_id__in=held.centres).exclude(asked_by_id__in=held.people)
    return found.exclude(pk__in=held.keys("correction"))


def _deleting(record: str, rows: "Callable[[Held], QuerySet[Any]]") -> Work:
    """Rows are let go of by deleting them."""
    return Work(record, lambda held: rows(held).count(), lambda held: rows(held).delete()[0])


WORK = (
    _deleting("drafts", old_drafts),
    Work("entry-batches", lambda held: old_batches(held).count(), _let_go_of_batches),
    _deleting("entry-batches", old_warnings),
    _deleting("entry-cases", old_corrections),
)
