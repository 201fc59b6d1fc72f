"""The doors to lists of a centre's sheets, by which a sheet is found."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.assessment.queries import finding


@requires(Capability.MARKS_ENTER)
@require_GET
def enter(request: ActorRequest) -> HttpResponse:
    """Coursework and tests > Enter coursework marks: choose the series, type the assessment code, Search (D1)."""
    found = finding.search(request.actor, request.GET)
    if found["only"] is not None:
        return redirect("assessment:sheet", *found["only"])
    return render(request, "assessment/enter.html", found, status=422 if found["error"] else 200)


@requires(Capability.MARKS_SUBMIT)
@require_GET
def submit_list(request: ActorRequest) -> HttpResponse:
    """Coursework and tests > Enter and submit coursework marks: the assessments of a series and qualification (D5)."""
    return render(
        request, "assessment/submit_list.html", finding.by_qualification(request.actor, request.GET)
    )


@requires(Capability.MARKS_SUBMITTED_VIEW)
@require_GET
def submitted(request: ActorRequest) -> HttpResponse:
    """Coursework and tests > View submitted coursework marks, each with its iMS1 button (D8)."""
    found = finding.by_qualification(request.actor, request.GET)
    found["lines"] = [line for line in found["lines"] if line.submission]
    return render(request, "assessment/submitted.html", found)
