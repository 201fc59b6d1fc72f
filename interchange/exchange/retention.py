"""What is let go of when its time has passed (8): files that were made for centres, three years after their series."""

from django.db import transaction
from django.db.models import QuerySet

from interchange.catalogue import queries as catalogue
from interchange.core import clock, uploads
from interchange.core.actor import Actor
from interchange.core.letting_go import Held, Work, months_before
from interchange.exchange.models import Outgoing

EVERY = Actor.system("retention")
YEARS_OF_A_FILE = 3


def old_files(held: Held) -> QuerySet[Outgoing]:
    """Files that were made for series of three years ago."""
    before = catalogue.series_of_months_before(months_before(clock.now(), 12 * YEARS_OF_A_FILE))
    found = Outgoing.objects.visible_to(EVERY).filter(series__in=before).exclude(centre_id__in=held.centres)
    return found.exclude(by_id__in=held.people).exclude(pk__in=held.keys("file")).order_by()


def _let_go_of_files(held: Held) -> int:
    due = dict(old_files(held).values_list("pk", "kept"))
    Outgoing.objects.visible_to(EVERY).filter(pk__in=list(due)).delete()
    transaction.on_commit(lambda: uploads.discard_all(due.values()))
    return len(due)


WORK = (Work("files-made", lambda held: old_files(held).count(), _let_go_of_files),)
