"""The desk's doors to accounts that may be shared (4.11)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.queries import sharing
from interchange.accounts.roles import Capability
from interchange.accounts.services.sharing import look_into_flag
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.downloads import list_answer
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of

FIELD = "finding"


@requires(Capability.SHARING_WATCH)
@require_GET
def flags(request: ActorRequest) -> HttpResponse:
    """What was flagged, by state, sign and centre."""
    return render(request, "accounts/flags.html", sharing.flags_page(request.GET.dict()))


@requires(Capability.SHARING_WATCH, look=Event.FLAGS_EXPORTED)
@gives_file
@require_GET
def flags_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The same as a file, under the filter of the list."""
    rows, about = sharing.export_rows(request.GET.dict())
    return list_answer(f"shared-accounts.{kind}", sharing.HEADINGS, rows, about=about, by=request.actor)


@requires(Capability.SHARING_WATCH)
@require_http_methods(["GET", "POST"])
def flag(request: ActorRequest, flag_id: UUID) -> HttpResponse:
    """One of them with its sessions; say what was found."""
    finding, errors = request.POST.get(FIELD, ""), Errors()
    if request.method == "POST":
        try:
            look_into_flag(flag_id, finding, by=request.actor)
        except Refused as refusal:
            errors = errors_of(refusal, lambda code: FIELD if code == "reason" else "")
        else:
            messages.success(request, "Noted. It is off the list.")
            return redirect("accounts:flags")
    with tenancy.reading(request.actor):
        page = sharing.flag_page(flag_id) | {"finding": finding, "errors": errors}
    return render(request, "accounts/flag.html", page, status=422 if errors else 200)
