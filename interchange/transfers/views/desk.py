"""The awarding body's doors to transfers, alternative sites and very late arrivals; every look at a person is in the
trail."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core.downloads import file_answer
from interchange.core.forms import Errors
from interchange.transfers import forms
from interchange.transfers.queries import arrivals as of_arrivals
from interchange.transfers.queries import sites as of_sites
from interchange.transfers.queries import transfers as of_transfers
from interchange.transfers.services import arrivals, sites, transfers
from interchange.transfers.views.answers import NOTHING_WRONG, list_taken, shown, tried

DECIDED = "Decided. The centre has been told."


@requires(Capability.ENTRIES_AMEND)
@require_GET
def desk_transfers(request: ActorRequest) -> HttpResponse:
    """The queue: whoever waits longest first."""
    page = of_transfers.transfers_page(request.actor, request.GET.dict())
    return render(request, "transfers/desk_transfers.html", page)


@requires(Capability.ENTRIES_AMEND, look=Event.TRANSFERS_EXPORTED)
@gives_file
@require_GET
def desk_transfers_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list as a file; the export is in the trail."""
    return list_taken(request, "transfers", kind, of_transfers.TRANSFER_HEADINGS, of_transfers.transfer_rows)


@requires(Capability.ENTRIES_AMEND, look=Event.TRANSFER_SEEN)
@require_GET
def desk_transfer(request: ActorRequest, transfer_id: UUID) -> HttpResponse:
    """One transfer with all that is told of it."""
    return _transfer(request, transfer_id)


def _transfer(request: ActorRequest, transfer_id: UUID, errors: Errors = NOTHING_WRONG) -> HttpResponse:
    page = "transfers/desk_transfer.html"
    return shown(request, page, lambda: of_transfers.transfer_page(request.actor, transfer_id), errors)


@requires(Capability.ENTRIES_AMEND)
@require_POST
def decide_transfer(request: ActorRequest, transfer_id: UUID) -> HttpResponse:
    """Approve, decline, or cancel what was approved."""
    verb, words = forms.text(request.POST, "verb"), forms.text(request.POST, "decision")
    errors = tried(
        "deciding", lambda: transfers.decide_transfer(transfer_id, verb, decision=words, by=request.actor)
    )
    if errors:
        return _transfer(request, transfer_id, errors)
    messages.success(request, "Decided. Both centres have been told.")
    return redirect("transfers:desk-transfers")


# ---------------------------------------------------------------- alternative sites


@requires(Capability.ENTRIES_AMEND)
@require_GET
def desk_sites(request: ActorRequest) -> HttpResponse:
    """Applications, whoever waits longest first."""
    page = of_sites.sites_page(request.actor, request.GET.dict())
    return render(request, "transfers/desk_sites.html", page)


@requires(Capability.ENTRIES_AMEND, look=Event.TRANSFERS_EXPORTED)
@gives_file
@require_GET
def desk_sites_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list as a file; the export is in the trail."""
    return list_taken(request, "alternative-sites", kind, of_sites.SITE_HEADINGS, of_sites.site_rows)


@requires(Capability.ENTRIES_AMEND)
@require_GET
def sites_to_inspect(request: ActorRequest) -> HttpResponse:
    """The approved sites by day, for inspectors: to print and take along."""
    page = of_sites.inspectors_page(request.actor, request.GET.dict())
    return render(request, "transfers/sites_to_inspect.html", page)


@requires(Capability.ENTRIES_AMEND, look=Event.TRANSFERS_EXPORTED)
@gives_file
@require_GET
def sites_to_inspect_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The same as a file; the export is in the trail."""
    return list_taken(request, "sites-to-inspect", kind, of_sites.SITE_HEADINGS, of_sites.inspector_rows)


@requires(Capability.ENTRIES_AMEND)
@require_GET
def desk_site(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """One application."""
    return _site(request, site_id)


def _site(request: ActorRequest, site_id: UUID, errors: Errors = NOTHING_WRONG) -> HttpResponse:
    page = "transfers/desk_site.html"
    return shown(request, page, lambda: of_sites.site_page(request.actor, site_id), errors)


@requires(Capability.ENTRIES_AMEND)
@require_POST
def decide_site(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """Acknowledge, approve or decline."""
    verb, words = forms.text(request.POST, "verb"), forms.text(request.POST, "decision")
    errors = tried("deciding", lambda: sites.decide_site(site_id, verb, decision=words, by=request.actor))
    if errors:
        return _site(request, site_id, errors)
    messages.success(request, DECIDED)
    return redirect("transfers:desk-site", site_id)


# ---------------------------------------------------------------- very late arrivals


@requires(Capability.ENTRIES_AMEND)
@require_GET
def desk_arrivals(request: ActorRequest) -> HttpResponse:
    """Forms, whoever waits longest first."""
    page = of_arrivals.arrivals_page(request.actor, request.GET.dict())
    return render(request, "transfers/desk_arrivals.html", page)


@requires(Capability.ENTRIES_AMEND, look=Event.TRANSFERS_EXPORTED)
@gives_file
@require_GET
def desk_arrivals_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list as a file; the export is in the trail."""
    return list_taken(
        request, "very-late-arrivals", kind, of_arrivals.ARRIVAL_HEADINGS, of_arrivals.arrival_rows
    )


@requires(Capability.ENTRIES_AMEND, look=Event.ARRIVAL_SEEN)
@require_GET
def desk_arrival(request: ActorRequest, arrival_id: UUID) -> HttpResponse:
    """One form."""
    return _arrival(request, arrival_id)


def _arrival(request: ActorRequest, arrival_id: UUID, errors: Errors = NOTHING_WRONG) -> HttpResponse:
    page = "transfers/desk_arrival.html"
    return shown(request, page, lambda: of_arrivals.arrival_page(request.actor, arrival_id), errors)


@requires(Capability.ENTRIES_AMEND, look=Event.ARRIVAL_SEEN)
@require_GET
def desk_arrival_pdf(request: ActorRequest, arrival_id: UUID) -> HttpResponse:
    """The same on paper."""
    reference, body = of_arrivals.arrival_pdf(request.actor, arrival_id)
    return file_answer(body, f"very-late-arrival-{reference}.pdf")


@requires(Capability.ENTRIES_AMEND)
@require_POST
def decide_arrival(request: ActorRequest, arrival_id: UUID) -> HttpResponse:
    """Accept the script, or not."""
    verb, words = forms.text(request.POST, "verb"), forms.text(request.POST, "decision")
    errors = tried(
        "deciding", lambda: arrivals.decide_arrival(arrival_id, verb, decision=words, by=request.actor)
    )
    if errors:
        return _arrival(request, arrival_id, errors)
    messages.success(request, DECIDED)
    return redirect("transfers:desk-arrivals")
