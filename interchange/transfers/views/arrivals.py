"""The centre's doors to very late arrivals (R-VLA-1)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.downloads import file_answer
from interchange.transfers import forms
from interchange.transfers.queries import arrivals as queries
from interchange.transfers.services import arrivals as services
from interchange.transfers.views.answers import list_taken, made_once, shown


@requires(Capability.ENTRIES_VIEW)
@require_GET
def arrivals(request: ActorRequest) -> HttpResponse:
    """The centre's forms, the newest first."""
    return render(
        request, "transfers/arrivals.html", queries.arrivals_page(request.actor, request.GET.dict())
    )


@requires(Capability.ENTRIES_EXPORT, look=Event.TRANSFERS_EXPORTED)
@gives_file
@require_GET
def arrivals_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list as a file; the export is in the trail."""
    return list_taken(request, "very-late-arrivals", kind, queries.ARRIVAL_HEADINGS, queries.arrival_rows)


@requires(Capability.ENTRIES_SUBMIT)
@require_http_methods(["GET", "POST"])
def new_arrival(request: ActorRequest) -> HttpResponse:
    """The form of a very late arrival."""
    by, sent = request.actor, request.POST
    made, errors, key = made_once(
        request, "arrival", lambda key: services.report_arrival(forms.read_arrival(sent), key=key, by=by)
    )
    if made:
        due = clock.day_in_words(made.due_on)
        late = f" It was due on {due} and is marked as late." if made.overdue else ""
        messages.success(request, f"Sent. The number of your form is {made.reference}.{late}")
        return redirect("transfers:arrival", made.pk)
    asked = sent.dict() if request.method == "POST" else request.GET.dict()
    return shown(
        request, "transfers/arrival_form.html", lambda: queries.form_page(by, asked), errors, key=key
    )


@requires(Capability.ENTRIES_VIEW)
@require_GET
def arrival(request: ActorRequest, arrival_id: UUID) -> HttpResponse:
    """One form, with what was decided."""
    return shown(request, "transfers/arrival.html", lambda: queries.arrival_page(request.actor, arrival_id))


@requires(Capability.ENTRIES_SUBMIT)
@require_POST
def cancel_arrival(request: ActorRequest, arrival_id: UUID) -> HttpResponse:
    """Take a form back, to send another."""
    services.cancel_arrival(arrival_id, by=request.actor)
    messages.success(request, "Taken back.")
    return redirect("transfers:arrival", arrival_id)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def arrival_pdf(request: ActorRequest, arrival_id: UUID) -> HttpResponse:
    """The same on paper, to go with the script."""
    reference, body = queries.arrival_pdf(request.actor, arrival_id)
    return file_answer(body, f"very-late-arrival-{reference}.pdf")
