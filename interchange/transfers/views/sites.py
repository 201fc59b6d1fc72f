"""The centre's doors to alternative sites (R-ALT-1)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core.downloads import file_answer
from interchange.core.forms import Errors
from interchange.transfers import forms
from interchange.transfers.queries import sites as queries
from interchange.transfers.services import sites as services
from interchange.transfers.views.answers import NOTHING_WRONG, list_taken, made_once, shown, tried


@requires(Capability.ENTRIES_VIEW)
@require_GET
def sites(request: ActorRequest) -> HttpResponse:
    """The centre's applications, the newest first."""
    return render(request, "transfers/sites.html", queries.sites_page(request.actor, request.GET.dict()))


@requires(Capability.ENTRIES_EXPORT, look=Event.TRANSFERS_EXPORTED)
@gives_file
@require_GET
def sites_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list as a file; the export is in the trail."""
    return list_taken(request, "alternative-sites", kind, queries.SITE_HEADINGS, queries.site_rows)


@requires(Capability.ENTRIES_SUBMIT)
@require_http_methods(["GET", "POST"])
def new_site(request: ActorRequest) -> HttpResponse:
    """The form of an alternative site."""
    by, sent = request.actor, request.POST
    made, errors, key = made_once(
        request, "site", lambda key: services.apply_for_site(forms.read_site(sent), key=key, by=by)
    )
    if made:
        messages.success(request, f"Sent. The number of your application is {made.reference}.")
        return redirect("transfers:site", made.pk)
    asked = sent.dict() if request.method == "POST" else request.GET.dict()
    return shown(request, "transfers/site_form.html", lambda: queries.form_page(by, asked), errors, key=key)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def site(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """One application."""
    return _site(request, site_id)


def _site(request: ActorRequest, site_id: UUID, errors: Errors = NOTHING_WRONG) -> HttpResponse:
    return shown(request, "transfers/site.html", lambda: queries.site_page(request.actor, site_id), errors)


@requires(Capability.ENTRIES_SUBMIT)
@require_POST
def cancel_site(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """Take an application back."""
    why = forms.text(request.POST, "why")
    errors = tried("cancelling", lambda: services.cancel_site(site_id, why=why, by=request.actor))
    if errors:
        return _site(request, site_id, errors)
    messages.success(request, "Cancelled. The awarding body has been told.")
    return redirect("transfers:site", site_id)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def site_pdf(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """The same on paper."""
    reference, body = queries.site_pdf(request.actor, site_id)
    return file_answer(body, f"alternative-site-{reference}.pdf")
