"""The doors of a centre to its invoices."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core.downloads import file_answer
from interchange.invoicing.queries import pages
from interchange.invoicing.queries.printing import invoice_on_paper
from interchange.invoicing.views.files import invoices_taken, lines_taken

C = Capability


@requires(C.INVOICES)
@require_GET
def invoices(request: ActorRequest) -> HttpResponse:
    """Entries > Invoices: what has been invoiced, and what waits."""
    context = pages.invoices_page(request.actor, request.GET.dict())
    return render(
        request, "invoicing/invoices.html", context | {"waiting": pages.waiting_by_series(request.actor)}
    )


@requires(C.INVOICES)
@require_GET
def waiting(request: ActorRequest, series: str) -> HttpResponse:
    """What would be invoiced for a series now."""
    number = request.GET.get("page", "")
    context = pages.waiting_page(request.actor, series, number, centre_id=request.actor.chain)
    return render(request, "invoicing/waiting.html", context)


@requires(C.INVOICES)
@require_GET
def invoice(request: ActorRequest, invoice_id: UUID) -> HttpResponse:
    """One invoice with its lines."""
    context = pages.invoice_page(request.actor, invoice_id, request.GET.get("page", ""))
    return render(request, "invoicing/invoice.html", context)


@requires(C.INVOICES)
@gives_file
@require_GET
def invoice_pdf(request: ActorRequest, invoice_id: UUID) -> HttpResponse:
    """The invoice on paper."""
    made, number = invoice_on_paper(request.actor, invoice_id, board=settings.AWARDING_BODY)
    return file_answer(made, f"invoice-{number}.pdf")


@requires(C.INVOICES, look=Event.INVOICES_EXPORTED)
@gives_file
@require_GET
def invoices_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The list under the filter of the page; the export is in the trail."""
    return invoices_taken(request, kind)


@requires(C.INVOICES, look=Event.INVOICES_EXPORTED)
@gives_file
@require_GET
def invoice_file(request: ActorRequest, invoice_id: UUID, kind: str) -> HttpResponse:
    """Its lines as CSV, XLSX or ODS; the export is in the trail."""
    return lines_taken(request, invoice_id, kind)
