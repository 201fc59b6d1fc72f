"""The doors to warnings about what stands entered: to read, to keep, and to accept what is meant so (R-ENT-10)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from interchange.accounts.access import ActorRequest, gives_file, holds, list_with_proof, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of
from interchange.entries.queries import warnings as queries
from interchange.entries.services import warnings as services
from interchange.entries.views.candidate import shown_candidate
from interchange.entries.views.documents import printed

NOTHING_WRONG = Errors()


@requires(Capability.ENTRIES_VIEW)
@require_GET
def warnings(request: ActorRequest) -> HttpResponse:
    """What is wrong or odd about what the centre has entered."""
    return _page(request)


def _page(request: ActorRequest, errors: Errors = NOTHING_WRONG) -> HttpResponse:
    page = queries.warnings_page(request.actor, request.GET.dict()) | {
        "may_export": holds(request.actor, Capability.ENTRIES_EXPORT),
        "may_accept": holds(request.actor, Capability.ENTRIES_SUBMIT), "errors": errors,
    }  # fmt: skip
    return render(request, "entries/warnings.html", page, status=422 if errors else 200)


@requires(Capability.ENTRIES_SUBMIT)
@require_POST
def accept_warnings(request: ActorRequest) -> HttpResponse:
    """Accept the warnings that are ticked, or all under the filter; or have them told again."""
    query = request.GET.dict()
    chosen = request.POST.getlist("warning")
    if "all" in request.POST:
        with tenancy.reading(request.actor):
            chosen = queries.keys_asked_for(request.actor, query)
    try:
        _accept(request, request.POST.get("series", ""), chosen)
    except Refused as refusal:
        with tenancy.reading(request.actor):
            return _page(request, errors_of(refusal))
    return redirect(f"{reverse('entries:warnings')}?{request.GET.urlencode()}")


@requires(Capability.ENTRIES_SUBMIT)
@require_POST
def accept_of_candidate(request: ActorRequest, candidate_id: UUID) -> HttpResponse:
    """The same on the page of one candidate."""
    try:
        _accept(request, request.POST.get("series", ""), request.POST.getlist("warning"), candidate_id)
    except Refused as refusal:
        with tenancy.reading(request.actor):
            return shown_candidate(request, candidate_id, errors_of(refusal))
    return redirect("entries:candidate", candidate_id)


def _accept(request: ActorRequest, series: str, chosen: list[str], candidate_id: UUID | None = None) -> None:
    again = request.POST.get("do") == "again"
    do = services.tell_again if again else services.accept_warnings
    count = do(series, chosen, candidate_id=candidate_id, by=request.actor)
    are = "1 warning is" if count == 1 else f"{count} warnings are"
    done = "told of again" if again else "accepted. Nobody is told of it again while it reads the same"
    messages.success(request, f"{are} {done}." if count else "Nothing that is ticked stands any more.")


@requires(Capability.ENTRIES_EXPORT, look=Event.ENTRIES_EXPORTED)
@gives_file
@require_GET
def warnings_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The list as a file."""
    rows, about = queries.warning_rows(request.actor, request.GET.dict())
    candidates = len({row[0] for row in rows})
    return list_with_proof(
        request, f"warnings.{kind}", queries.HEADINGS, rows, about=about, candidates=candidates
    )


@requires(Capability.ENTRIES_EXPORT, look=Event.ENTRIES_EXPORTED)
@gives_file
@require_GET
def warnings_pdf(request: ActorRequest) -> HttpResponse:
    """What would keep candidates from their awards, on paper (R-CERT-2)."""
    return printed(request, queries.certification_report, "certification-warnings.pdf")
