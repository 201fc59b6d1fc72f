"""Invoicing a series: a run asked for by staff, carried out centre by centre, each in a transaction of its own."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.queries import people as accounts
from interchange.accounts.roles import WHO_MAY, Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.centres import queries as centres
from interchange.centres import steps as centre_steps
from interchange.core import clock, jobs, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.money import Money
from interchange.entries.steps import billing
from interchange.invoicing.models import Invoice, Run
from interchange.invoicing.queries.waiting import fees_now_known, totals, waiting_of
from interchange.invoicing.steps.invoices import make_invoice
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind


@state_change(needs=Capability.INVOICES_RUN)
def start_run(series_code: str, *, by: Actor) -> Run:
    """Ask for the invoices of a series. Refused while a run of it goes on, and where nothing waits to be invoiced."""
    series = catalogue.series_by_code(series_code)
    waiting = totals(by, series.pk)
    if not waiting:
        raise Refused("nothing", f"Nothing waits to be invoiced in {series.name}.")
    try:
        with transaction.atomic():
            run = Run.objects.create(series=series, asked_by=by.name[:200], centres=len(waiting))
    except IntegrityError:
        raise Refused("running", f"Invoices of {series.name} are being made just now.") from None
    audit.record(Event.INVOICES_ASKED, subject=f"series:{series.code}", data={"centres": len(waiting)})
    jobs.enqueue("invoicing.run", run_id=str(run.pk))
    return run


def carry_out(run_id: UUID) -> None:
    """Invoice every centre that has something waiting; done twice, or after a cut, it does only what is left."""
    run = Run.objects.select_related("series").get(pk=run_id)
    if run.ended_at is not None:
        return
    with tenancy.for_staff():
        due = [one.centre_id for one in totals(Actor.system("invoices"), run.series_id)]
        numbers = centres.names_of(due)
    for centre_id in due:
        by = Actor.system(run.asked_by, centre_id=centre_id)
        invoice_centre(run.series.code, numbers[centre_id][0], run_id=run.pk, by=by)
    Run.objects.filter(pk=run_id, ended_at=None).update(ended_at=clock.now())


@state_change(needs=Capability.OPERATE)
def invoice_centre(series_code: str, centre_number: str, *, run_id: UUID, by: Actor) -> Invoice | None:
    """One centre's invoice of what waits now; none where nothing does. Fees known by now are filled in first."""
    centre_id = by.chain
    centre_steps.hold(centre_id)
    series = catalogue.series_by_code(series_code)
    billing.fill_in_fees(fees_now_known(by, series, centre_id), centre_id=centre_id)
    waiting = waiting_of(by, series.pk, centre_id)
    if not waiting.items:
        audit.nothing_changed()
        return None
    invoice = make_invoice(
        waiting.items, series.pk, series.code, centre_id=centre_id, centre_number=centre_number, by=by
    )
    taken = [item.version_id for item in waiting.items if item.version_id]
    billing.note_invoiced([*taken, *waiting.free], invoice.pk, centre_id=centre_id)
    _count(run_id, invoice)
    audit.record(
        Event.INVOICE_MADE, subject=f"invoice:{invoice.number}",
        data={"pence": invoice.pence, "lines": len(waiting.items), "series": series.code},
    )  # fmt: skip
    _tell(invoice, series.name)
    return invoice


def _count(run_id: UUID, invoice: Invoice) -> None:
    run = Run.objects.filter(pk=run_id)
    run.update(invoices=F("invoices") + 1, pence=F("pence") + invoice.pence)


def _tell(invoice: Invoice, series: str) -> None:
    people = accounts.people_with(WHO_MAY[Capability.INVOICES], [invoice.centre_id])[invoice.centre_id]
    words = {"number": invoice.number, "series": series, "amount": str(Money(invoice.pence))}
    notices.tell(
        people, Kind.INVOICE_MADE, words=words, link=reverse("invoicing:invoice", args=[invoice.pk]),
        centre_id=invoice.centre_id,
    )  # fmt: skip
