"""The entering centre's doors to transfers (R-TRF-1 to 4), and to its private candidates (R-PRIV-1)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.forms import Errors
from interchange.transfers import forms
from interchange.transfers.queries import private
from interchange.transfers.queries import transfers as queries
from interchange.transfers.services import transfers as services
from interchange.transfers.views.answers import NOTHING_WRONG, list_taken, made_once, shown, tried


@requires(Capability.ENTRIES_VIEW)
@require_GET
def transfers(request: ActorRequest) -> HttpResponse:
    """The centre's transfers, the newest first."""
    return render(
        request, "transfers/transfers.html", queries.transfers_page(request.actor, request.GET.dict())
    )


@requires(Capability.ENTRIES_EXPORT, look=Event.TRANSFERS_EXPORTED)
@gives_file
@require_GET
def transfers_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list as a file, under the filter of the page; the export is in the trail."""
    return list_taken(request, "transfers", kind, queries.TRANSFER_HEADINGS, queries.transfer_rows)


@requires(Capability.ENTRIES_ENTER)
@require_GET
def choose_candidate(request: ActorRequest) -> HttpResponse:
    """Find the candidate by number or name."""
    return render(request, "transfers/choose.html", queries.choose_page(request.actor, request.GET.dict()))


@requires(Capability.ENTRIES_ENTER)
@require_http_methods(["GET", "POST"])
def new_transfer(request: ActorRequest, candidate_id: UUID) -> HttpResponse:
    """The form: why, which papers, which host centre. Nobody is told before it is sent."""
    by, wanted = request.actor, forms.read_wanted(request.POST)
    made, errors, key = made_once(
        request, "transfer", lambda key: services.start_transfer(candidate_id, wanted, key=key, by=by)
    )
    if made:
        messages.success(request, "Saved. Look at it once more, then send it to the host centre.")
        return redirect("transfers:transfer", made.pk)
    return shown(
        request, "transfers/transfer_form.html", lambda: queries.form_page(by, candidate_id), errors, key=key
    )


@requires(Capability.ENTRIES_ENTER)
@require_http_methods(["GET", "POST"])
def change_transfer(request: ActorRequest, transfer_id: UUID) -> HttpResponse:
    """The same form of a transfer that was not sent."""
    by, sent = request.actor, request.POST
    errors = NOTHING_WRONG
    if request.method == "POST":
        errors = tried(
            "transfer", lambda: services.change_transfer(transfer_id, forms.read_wanted(sent), by=by)
        )
        if not errors:
            messages.success(request, "Saved.")
            return redirect("transfers:transfer", transfer_id)
    with tenancy.reading(by):
        case = queries.transfer_by_id(by, transfer_id)
        values = forms.typed(sent) if errors else queries.values_of(by, case)
    return shown(
        request, "transfers/transfer_form.html", lambda: queries.form_page(by, case.candidate_id, case), errors,
        values=values, key="",
    )  # fmt: skip


@requires(Capability.ENTRIES_VIEW)
@require_GET
def transfer(request: ActorRequest, transfer_id: UUID) -> HttpResponse:
    """One transfer: how it stands, and what it costs before it is sent."""
    return _transfer(request, transfer_id)


def _transfer(
    request: ActorRequest, transfer_id: UUID, errors: Errors = NOTHING_WRONG, form: str = ""
) -> HttpResponse:
    return shown(
        request, "transfers/transfer.html", lambda: queries.transfer_page(request.actor, transfer_id), errors, form=form
    )  # fmt: skip


@requires(Capability.ENTRIES_SUBMIT)
@require_POST
def send_transfer(request: ActorRequest, transfer_id: UUID) -> HttpResponse:
    """Ask the host centre, at the fee that was shown."""
    shown_fee = forms.text(request.POST, "shown")
    errors = tried("transfer", lambda: services.send_transfer(transfer_id, shown=shown_fee, by=request.actor))
    if errors:
        at_the_top = Errors({"": " ".join(errors.values())})
        return _transfer(request, transfer_id, at_the_top)
    messages.success(request, "Sent. The host centre has been told, and you are told what it answers.")
    return redirect("transfers:transfer", transfer_id)


@requires(Capability.ENTRIES_SUBMIT)
@require_POST
def cancel_transfer(request: ActorRequest, transfer_id: UUID) -> HttpResponse:
    """Take a transfer back."""
    why = forms.text(request.POST, "why")
    errors = tried("cancelling", lambda: services.cancel_transfer(transfer_id, why=why, by=request.actor))
    if errors:
        return _transfer(request, transfer_id, errors, "cancel")
    messages.success(request, "Cancelled. Nothing is charged.")
    return redirect("transfers:transfer", transfer_id)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def private_candidates(request: ActorRequest) -> HttpResponse:
    """Who is entered through the centre and is not on its roll."""
    page = private.private_page(request.actor, request.GET.dict())
    return render(request, "transfers/private_candidates.html", page)


@requires(Capability.ENTRIES_EXPORT, look=Event.TRANSFERS_EXPORTED)
@gives_file
@require_GET
def private_candidates_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list as a file; the export is in the trail."""
    return list_taken(request, "private-candidates", kind, private.PRIVATE_HEADINGS, private.private_rows)
