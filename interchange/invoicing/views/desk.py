"""The doors of the awarding body to invoicing: what waits, the run that invoices it, each centre's account."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.downloads import list_answer
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of
from interchange.invoicing.queries import pages
from interchange.invoicing.services.charging import charge_by_hand
from interchange.invoicing.services.runs import start_run
from interchange.invoicing.views.files import invoices_taken, lines_taken

C = Capability
HEADINGS = ("Centre", "Name", "Lines", "Fees not known", "Amount in pounds")


@requires(C.INVOICES_RUN)
@require_GET
def overview(request: ActorRequest) -> HttpResponse:
    """Invoicing: what waits in each series, and the last runs."""
    return render(request, "invoicing/desk.html", pages.desk_page(request.actor))


@requires(C.INVOICES_RUN)
@require_GET
def invoices(request: ActorRequest) -> HttpResponse:
    """The invoices of all centres."""
    return render(
        request, "invoicing/desk_invoices.html", pages.invoices_page(request.actor, request.GET.dict())
    )


@requires(C.INVOICES_RUN, look=Event.INVOICES_EXPORTED)
@gives_file
@require_GET
def invoices_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The same list under its filter as a file; the export is in the trail."""
    return invoices_taken(request, kind)


@requires(C.INVOICES_RUN)
@require_GET
def invoice(request: ActorRequest, invoice_id: UUID) -> HttpResponse:
    """One invoice of a centre with its lines."""
    context = pages.invoice_page(request.actor, invoice_id, request.GET.get("page", ""))
    return render(request, "invoicing/desk_invoice.html", context)


@requires(C.INVOICES_RUN, look=Event.INVOICES_EXPORTED)
@gives_file
@require_GET
def invoice_file(request: ActorRequest, invoice_id: UUID, kind: str) -> HttpResponse:
    """Its lines as a file; the export is in the trail."""
    return lines_taken(request, invoice_id, kind)


@requires(C.INVOICES_RUN)
@require_GET
def series(request: ActorRequest, series: str) -> HttpResponse:
    """What waits in one series, centre by centre."""
    context = pages.desk_series(request.actor, series, request.GET.get("page", ""))
    return render(request, "invoicing/desk_series.html", context)


@requires(C.INVOICES_RUN, look=Event.INVOICES_EXPORTED)
@gives_file
@require_GET
def series_file(request: ActorRequest, series: str, kind: str) -> HttpResponse:
    """The same as a file; the export is in the trail."""
    rows = pages.desk_rows(request.actor, series)
    return list_answer(
        f"not-invoiced-{series}.{kind}", HEADINGS, rows, by=request.actor, about={"Series": series}
    )


@requires(C.INVOICES_RUN)
@require_POST
def run(request: ActorRequest, series: str) -> HttpResponse:
    """Make the invoices of a series."""
    try:
        start_run(series, by=request.actor)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request, "The invoices are being made. Load this page again to see how far they are."
        )
    return redirect("invoicing:desk")


@requires(C.INVOICES_RUN)
@require_http_methods(["GET", "POST"])
def account(request: ActorRequest, series: str, centre: str) -> HttpResponse:
    """One centre's account in a series, with a form to charge or credit it by hand."""
    sent = {name: request.POST.get(name, "") for name in ("amount", "told", "reason")}
    errors = Errors()
    if request.method == "POST":
        try:
            charge_by_hand(centre, series, sent["amount"], sent["told"], sent["reason"], by=request.actor)
        except Refused as refusal:
            errors = errors_of(refusal)
        else:
            messages.success(request, "It stands on the centre's next invoice.")
            return redirect("invoicing:desk-account", series, centre)
    with tenancy.reading(request.actor):
        context = pages.account_page(request.actor, centre, series, request.GET.get("page", ""))
        context |= {"values": sent, "errors": errors}
        return render(request, "invoicing/desk_account.html", context, status=422 if errors else 200)
