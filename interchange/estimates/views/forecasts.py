"""The doors of a centre's forecast grades."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, prove_for_export, requires
from interchange.accounts.roles import Capability
from interchange.core import tenancy
from interchange.core.downloads import list_answer
from interchange.core.errors import Refused
from interchange.estimates import forms
from interchange.estimates.queries import asking, grade_pages
from interchange.estimates.queries import submitted as copies
from interchange.estimates.queries.asking import Asking, Award
from interchange.estimates.rules import files
from interchange.estimates.rules.saving import Outcome
from interchange.estimates.services import forecasts as services
from interchange.estimates.views.copies import copy_answer


def _place(series: str, entry_code: str) -> tuple[Asking, Award]:
    found = asking.asking_at(series)
    return found, asking.award_at(found, entry_code)


@requires(Capability.ESTIMATES_VIEW)
@require_GET
def forecasts(request: ActorRequest) -> HttpResponse:
    """The awards for which forecast grades are asked, with how many are given."""
    return render(request, "estimates/forecasts.html", grade_pages.forecasts_page(request.actor, request.GET))


@requires(Capability.ESTIMATES_VIEW)
@require_http_methods(["GET", "POST"])
def forecast(request: ActorRequest, series: str, entry_code: str) -> HttpResponse:
    """The candidates of one award, each with a grade to choose; saving, and submitting them all."""
    if request.method == "POST":
        return _save(request, series, entry_code)
    place = _place(series, entry_code)
    page = grade_pages.forecast_page(request.actor, *place, group=request.GET.get("group", "")[:60])
    return render(request, "estimates/forecast.html", page)


def _save(request: ActorRequest, series: str, entry_code: str) -> HttpResponse:
    typed = forms.read_forecasts(request.POST)
    submits = request.POST.get("do") == "submit"
    graded = services.save_forecasts(series, entry_code, typed, submit=submits, by=request.actor)
    return _after(request, graded, submits=submits)


def _after(request: ActorRequest, graded: services.Graded, *, submits: bool) -> HttpResponse:
    number = len(graded.having(Outcome.SAVED))
    bad = graded.having(Outcome.PROBLEM, Outcome.CONFLICT)
    if bad or graded.not_submitted:
        with tenancy.reading(request.actor):
            page = grade_pages.forecast_page(
                request.actor, graded.asking, graded.award, answers=graded.answers
            )
        if graded.not_submitted:
            page["errors"] = [{"text": graded.not_submitted, "href": _first_empty(page)}, *page["errors"]]
        if number:
            messages.success(request, f"{number} {'grade' if number == 1 else 'grades'} saved.")
        return render(request, "estimates/forecast.html", page | {"missing_marked": submits}, status=422)
    said = f"{number} {'grade' if number == 1 else 'grades'} saved." if number else "Nothing had changed."
    with_us = graded.sheet.submitted_at is not None
    rest = "Submitted: the awarding body has them." if with_us else "Nothing has been submitted yet."
    messages.success(request, f"{said} {rest}")
    return redirect("estimates:forecast", graded.asking.code, graded.award.entry_code)


def _first_empty(page: dict[str, object]) -> str:
    rows: list[grade_pages.GradeRow] = page["rows"]  # type: ignore[assignment]
    return next((f"#n-{one.row.number}" for one in rows if not one.row.given), "")


@requires(Capability.ESTIMATES_ENTER)
@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest, series: str, entry_code: str) -> HttpResponse:
    """Upload or paste grades: always first a preview; nothing is written here."""
    place = _place(series, entry_code)
    page = {"asking": place[0], "award": place[1], "guide": files.FORECASTS.guide, "error": "", "text": "",
            "back": reverse("estimates:forecast", args=[series, entry_code]), "what": "forecasts"}  # fmt: skip
    if request.method == "GET":
        return render(request, "estimates/upload.html", page)
    try:
        with tenancy.reading(request.actor):
            made = grade_pages.preview_forecasts(request.actor, *place, forms.read_table_of(request))
    except Refused as refusal:
        page |= {"error": refusal.message, "text": request.POST.get("text", "")}
        return render(request, "estimates/upload.html", page, status=422)
    accept = reverse("estimates:accept-forecasts", args=[series, entry_code])
    shown = page | {"preview": made, "rows": json.dumps(made.rows), "accept": accept}
    return render(request, "estimates/preview.html", shown)


@requires(Capability.ESTIMATES_ENTER)
@require_POST
def accept(request: ActorRequest, series: str, entry_code: str) -> HttpResponse:
    """Save exactly what the preview showed; what changed meanwhile is shown with both values."""
    typed = forms.read_accepted_forecasts(request.POST)
    return _after(
        request, services.save_forecasts(series, entry_code, typed, by=request.actor), submits=False
    )


@requires(Capability.ESTIMATES_VIEW)
@gives_file
@require_GET
def forecast_file(request: ActorRequest, series: str, entry_code: str, kind: str) -> HttpResponse:
    """The candidates with their grades as a file to keep, or to fill in and send back."""
    found, award = _place(series, entry_code)
    rows = grade_pages.forecast_file_rows(request.actor, found, award)
    prove_for_export(request, candidates=len(rows))
    about = {"Centre": f"{request.actor.centre_number} {request.actor.centre_name}",
             "Award": f"{award.entry_code} {award.title}", "Series": found.name}  # fmt: skip
    name = f"forecast-grades-{found.code}-{award.entry_code.lower()}.{kind}"
    return list_answer(name, files.FORECASTS.titles, rows, by=request.actor, about=about)


@requires(Capability.ESTIMATES_VIEW)
@require_GET
def print_forecasts(request: ActorRequest, series: str, entry_code: str) -> HttpResponse:
    """The grades to print, as they stand."""
    page = grade_pages.forecast_page(request.actor, *_place(series, entry_code))
    return render(request, "estimates/print_forecasts.html", page)


@requires(Capability.ESTIMATES_VIEW)
@require_GET
def submitted(request: ActorRequest, series: str, entry_code: str) -> HttpResponse:
    """The copies of what was submitted for an award: one of the first sending, and one of each change since."""
    actor, found = request.actor, asking.asking_at(series)
    page = copies.submitted_page(
        actor, found, entry_code, request.GET.get("page", ""), centre_id=actor.centre_id or 0
    )
    return render(request, "estimates/submitted.html", page)


@requires(Capability.ESTIMATES_VIEW)
@require_GET
def submitted_copy(request: ActorRequest, series: str, entry_code: str, version: int) -> HttpResponse:
    """One copy, to read and to print; it shows what was sent, never later changes."""
    actor = request.actor
    copy = copies.copy_of(actor, series, entry_code, version, centre_id=actor.centre_id or 0)
    return render(request, "estimates/submitted_copy.html", {"copy": copy})


@requires(Capability.ESTIMATES_VIEW)
@gives_file
@require_GET
def submitted_file(
    request: ActorRequest, series: str, entry_code: str, version: int, kind: str
) -> HttpResponse:
    """One copy as a file to keep."""
    actor = request.actor
    copy = copies.copy_of(actor, series, entry_code, version, centre_id=actor.centre_id or 0)
    prove_for_export(request, candidates=len(copy.rows))
    return copy_answer(copy, kind, {"Centre": f"{actor.centre_number} {actor.centre_name}"}, by=actor)
