"""What is let go of when its time has passed (8): invoices after seven years, then the versions they were made of."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from interchange.catalogue import queries as catalogue
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.letting_go import Held, Work, months_before
from interchange.entries.queries import billing
from interchange.invoicing.models import Charge, Invoice, Line, Run

EVERY = Actor.system("retention")
YEARS = 7


def _before() -> datetime:
    return months_before(clock.now(), 12 * YEARS)


def old_invoices(held: Held) -> QuerySet[Invoice]:
    """Invoices made seven years ago or earlier."""
    found = Invoice.objects.visible_to(EVERY).filter(made_at__lt=_before()).order_by()
    return found.exclude(centre_id__in=held.centres).exclude(number__in=held.names("invoice"))


def old_charges(held: Held) -> QuerySet[Charge]:
    """Charges of then that never came on an invoice."""
    found = Charge.objects.visible_to(EVERY).filter(at__lt=_before(), invoiced=None).order_by()
    return found.exclude(centre_id__in=held.centres)


def _let_go_of_invoices(held: Held) -> int:
    due = list(old_invoices(held).values_list("pk", flat=True))
    Line.objects.visible_to(EVERY).filter(invoice__in=due).delete()
    Charge.objects.visible_to(EVERY).filter(invoiced__in=due).delete()
    Invoice.objects.visible_to(EVERY).filter(pk__in=due).delete()
    Run.objects.filter(ended_at__lt=_before()).delete()
    return len(due) + old_charges(held).delete()[0]


def old_versions(held: Held) -> QuerySet[Any]:
    """Versions of entries in series of seven years ago that no invoice holds on to."""
    series = catalogue.series_of_months_before(_before())
    line = Line.objects.visible_to(EVERY).filter(centre_id=OuterRef("centre_id"), version_id=OuterRef("pk"))
    found = billing.versions_of(EVERY, series).filter(~Exists(line))
    return found.exclude(centre_id__in=held.centres).exclude(entry__in=held.keys("entry"))


WORK = (
    Work(
        "invoices",
        lambda held: old_invoices(held).count() + old_charges(held).count(),
        _let_go_of_invoices,
    ),
    Work(
        "entry-versions", lambda held: old_versions(held).count(), lambda held: old_versions(held).delete()[0]
    ),
)
"""Versions come last: a line of an invoice keeps its own."""
