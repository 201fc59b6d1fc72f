"""The doors to what has been entered: by assessment, by candidate, and what could not be taken (R-DOC-2)."""

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
from interchange.core.downloads import list_answer
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of
from interchange.entries.queries import rejected as waiting
from interchange.entries.queries import viewing
from interchange.entries.services.rejected import set_aside

NOTHING_WRONG = Errors()


@requires(Capability.ENTRIES_VIEW)
@require_GET
def by_assessment(request: ActorRequest) -> HttpResponse:
    """Codes and options with how many candidates."""
    context = viewing.by_assessment(request.actor, request.GET.dict())
    return render(request, "entries/by_assessment.html", context | _may(request))


@requires(Capability.ENTRIES_EXPORT, look=Event.ENTRIES_EXPORTED)
@gives_file
@require_GET
def by_assessment_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    rows, about = viewing.assessment_rows(request.actor, request.GET.dict())
    name = f"entries-by-assessment.{kind}"
    return list_answer(name, viewing.OPTION_HEADINGS, rows, by=request.actor, about=about)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def by_candidate(request: ActorRequest) -> HttpResponse:
    """Candidates, each with every entry."""
    context = viewing.by_candidate(request.actor, request.GET.dict())
    return render(request, "entries/by_candidate.html", context | _may(request))


@requires(Capability.ENTRIES_EXPORT, look=Event.ENTRIES_EXPORTED)
@gives_file
@require_GET
def by_candidate_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The same as a file: one row for each candidate and entry."""
    candidates, rows, about = viewing.candidate_rows(request.actor, request.GET.dict())
    name = f"entries-by-candidate.{kind}"
    return list_with_proof(
        request, name, viewing.CANDIDATE_HEADINGS, rows, about=about, candidates=candidates
    )


@requires(Capability.ENTRIES_VIEW)
@require_GET
def rejected(request: ActorRequest) -> HttpResponse:
    """What could not be taken, with where to mend it."""
    return _rejected(request)


@requires(Capability.ENTRIES_SUBMIT)
@require_POST
def set_rejected_aside(request: ActorRequest) -> HttpResponse:
    """Set aside the rows that are ticked."""
    try:
        count = set_aside(ids_of(request.POST.getlist("row")), by=request.actor)
    except Refused as refusal:
        with tenancy.reading(request.actor):
            return _rejected(request, errors_of(refusal))
    messages.success(request, f"{count} {'row' if count == 1 else 'rows'} set aside.")
    return redirect(f"{reverse('entries:rejected')}?{request.GET.urlencode()}")


def _rejected(request: ActorRequest, errors: Errors = NOTHING_WRONG) -> HttpResponse:
    context = waiting.rejected_page(request.actor, request.GET.dict()) | _may(request)
    return render(
        request, "entries/rejected.html", context | {"errors": errors}, status=422 if errors else 200
    )


def ids_of(sent: list[str]) -> list[UUID]:
    """The keys that a form sent; what is none is passed over."""
    found = []
    for text in sent:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@requires(Capability.ENTRIES_EXPORT, look=Event.ENTRIES_EXPORTED)
@gives_file
@require_GET
def rejected_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    rows, about = waiting.rejected_rows(request.actor, request.GET.dict())
    return list_with_proof(
        request, f"rows-not-taken.{kind}", waiting.HEADINGS, rows, about=about, candidates=len(rows)
    )


def _may(request: ActorRequest) -> dict[str, bool]:
    """Which buttons a page shows."""
    return {
        "may_export": holds(request.actor, Capability.ENTRIES_EXPORT),
        "may_submit": holds(request.actor, Capability.ENTRIES_SUBMIT),
        "may_enter": holds(request.actor, Capability.ENTRIES_ENTER),
    }
