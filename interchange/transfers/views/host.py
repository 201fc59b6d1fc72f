"""The host centre's doors: what other centres ask of it (R-TRF-2)."""

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
from interchange.transfers.queries import hosting as queries
from interchange.transfers.services import transfers as services
from interchange.transfers.views.answers import NOTHING_WRONG, list_taken, shown, tried


@requires(Capability.ENTRIES_VIEW)
@require_GET
def hosted(request: ActorRequest) -> HttpResponse:
    """What the centre is asked to host, the newest first."""
    return render(request, "transfers/hosted.html", queries.hosted_page(request.actor, request.GET.dict()))


@requires(Capability.ENTRIES_EXPORT, look=Event.TRANSFERS_EXPORTED)
@gives_file
@require_GET
def hosted_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The papers that other centres' candidates sit here, as a file; the export is in the trail."""
    return list_taken(request, "hosted", kind, queries.HOSTED_HEADINGS, queries.hosted_rows)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def host_request(request: ActorRequest, hosting_id: UUID) -> HttpResponse:
    """One request: who, from where, which papers and when."""
    return _request(request, hosting_id)


def _request(request: ActorRequest, hosting_id: UUID, errors: Errors = NOTHING_WRONG) -> HttpResponse:
    page = "transfers/host_request.html"
    return shown(request, page, lambda: queries.host_request_page(request.actor, hosting_id), errors)


@requires(Capability.ENTRIES_SUBMIT)
@require_POST
def answer_request(request: ActorRequest, hosting_id: UUID) -> HttpResponse:
    """Accept or refuse."""
    verb, words = forms.text(request.POST, "verb"), forms.text(request.POST, "words")
    errors = tried(
        "answering", lambda: services.answer_request(hosting_id, verb, words=words, by=request.actor)
    )
    if errors:
        return _request(request, hosting_id, errors)
    said = "Accepted. It is now with the awarding body." if verb == "accept" else "Refused."
    messages.success(request, f"{said} The other centre has been told.")
    return redirect("transfers:host-request", hosting_id)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def host_request_pdf(request: ActorRequest, hosting_id: UUID) -> HttpResponse:
    """The same on paper, for the invigilators."""
    reference, body = queries.host_request_pdf(request.actor, hosting_id)
    return file_answer(body, f"candidate-to-host-{reference}.pdf")
