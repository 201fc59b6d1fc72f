"""What is let go of when its time has passed (8, 14): cases that nobody has touched for a year."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.letting_go import Held, Work, months_before
from interchange.transfers.models import HostRequest, LateArrival, SiteApplication, Transfer, TransferPaper

EVERY = Actor.system("retention")
MONTHS_OF_A_CASE = 12
KINDS: tuple[tuple[Any, str, str], ...] = (
    (Transfer, "transfer", "started_by_id"), (HostRequest, "hosting", "answered_by_id"),
    (SiteApplication, "site", "sent_by_id"), (LateArrival, "arrival", "sent_by_id"),
)  # fmt: skip
"""Each kind, what the trail calls it, and whose it is."""


def old_cases(model: Any, kind: str, whose: str, held: Held, before: datetime) -> "QuerySet[Any]":
    """The cases of one kind that nothing has happened to since this moment, and that no hold keeps."""
    found = model.objects.visible_to(EVERY).filter(touched_at__lt=before)
    found = found.exclude(centre_id__in=held.centres).exclude(pk__in=held.keys(kind))
    return found.exclude(**{f"{whose}__in": held.people})  # type: ignore[no-any-return]


def _due(held: Held) -> "list[QuerySet[Any]]":
    before = months_before(clock.now(), MONTHS_OF_A_CASE)
    return [old_cases(model, kind, whose, held, before) for model, kind, whose in KINDS]


def purge_old_cases(held: Held) -> int:
    """Delete transfers, requests to host, alternative sites and very late arrivals of a year ago; how many. What they
    added to invoices stays."""
    gone = 0
    for due in _due(held):
        keys = list(due.values_list("pk", flat=True))
        if due.model is Transfer:
            TransferPaper.objects.visible_to(EVERY).filter(transfer__in=keys).delete()
        gone += due.model.objects.visible_to(EVERY).filter(pk__in=keys).delete()[0]
    return gone


WORK = (Work("entry-cases", lambda held: sum(due.count() for due in _due(held)), purge_old_cases),)
