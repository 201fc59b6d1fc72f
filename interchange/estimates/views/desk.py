"""The awarding body's doors to estimated entries and forecast grades."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.downloads import list_answer
from interchange.core.errors import Refused, Together
from interchange.core.forms import Errors, errors_of
from interchange.core.typed import a_day, a_reason
from interchange.estimates.queries import national, national_grades
from interchange.estimates.queries import submitted as copies
from interchange.estimates.services import daily
from interchange.estimates.services import desk as services
from interchange.estimates.views.copies import copy_answer


@requires(Capability.SERIES_MANAGE)
@require_GET
def estimates(request: ActorRequest) -> HttpResponse:
    """Sums by code over all centres, beside last year's entries and those made since."""
    return render(request, "estimates/desk_estimates.html", national.totals_page(request.actor, request.GET))


@requires(Capability.SERIES_MANAGE, look=Event.ESTIMATES_EXPORTED)
@gives_file
@require_GET
def estimates_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The same sums as a file; the export is in the trail."""
    page = national.totals_page(request.actor, request.GET)
    name = f"estimated-entries-{page['series'] or 'none'}.{kind}"
    rows, about = national.total_rows(page), {"Filter": page["list"].query or "none"}
    return list_answer(name, national.TOTAL_HEADINGS, rows, by=request.actor, about=about)


@requires(Capability.SERIES_MANAGE)
@require_GET
def centres(request: ActorRequest) -> HttpResponse:
    """Which centres have not answered, and which have."""
    page = national.centres_page(request.actor, request.GET)
    return render(request, "estimates/desk_centres.html", page)


@requires(Capability.SERIES_MANAGE, look=Event.ESTIMATES_EXPORTED)
@gives_file
@require_GET
def centres_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The same list as a file; the export is in the trail."""
    rows, query = national.centre_rows(request.actor, request.GET), request.GET.urlencode()
    name = f"estimated-entries-centres.{kind}"
    return list_answer(
        name, national.CENTRE_HEADINGS, rows, by=request.actor, about={"Filter": query or "none"}
    )


@requires(Capability.SERIES_MANAGE)
@require_http_methods(["GET", "POST"])
def centre(request: ActorRequest, series: str, centre: str) -> HttpResponse:
    """One centre's estimates, and giving it longer."""
    sent, errors = request.POST, Errors()
    if request.method == "POST":
        try:
            until, why = _extension(request)
            services.extend_estimates(series, centre, until=until, why=why, by=request.actor)
        except Refused as refusal:
            errors = errors_of(refusal)
        else:
            messages.success(request, "Given. The centre has been told, and reads your reason on its page.")
            return redirect("estimates:desk-centre", series, centre)
    with tenancy.reading(request.actor):
        page = national.centre_page(request.actor, series, centre)
    values = {"until": sent.get("until", ""), "why": sent.get("why", "")}
    shown = page | {"errors": errors, "values": values}
    return render(request, "estimates/desk_centre.html", shown, status=422 if errors else 200)


def _extension(request: ActorRequest) -> tuple[date | None, str]:
    """The day and the reason; refused with all that is wrong with them at once."""
    parts = Together()
    until = parts.read(lambda: a_day(request.POST.get("until", ""), code="until"))
    why = parts.read(
        lambda: a_reason(
            request.POST.get("why", ""), ask="Give the reason. The centre will read it.", code="why"
        )
    )
    parts.end()
    return until, why


@requires(Capability.SERIES_MANAGE)
@require_POST
def prefill(request: ActorRequest, series: str) -> HttpResponse:
    """Fill in from last year's entries now, not tonight."""
    messages.success(request, _said_of(daily.prefill_estimates(series, by=request.actor)))
    return redirect(f"{reverse('estimates:desk-estimates')}?series={series}")


def _said_of(done: daily.Prefilled) -> str:
    said = f"{_centres(done.filled)} filled in." if done.filled else "There was nothing to fill in."
    return f"{said} {_centres(done.asked)} asked that had no entries last year." if done.asked else said


def _centres(number: int) -> str:
    return "1 centre" if number == 1 else f"{number:,} centres"


@requires(Capability.SERIES_MANAGE)
@require_POST
def remind(request: ActorRequest, series: str) -> HttpResponse:
    """Remind every centre that has not answered, now."""
    what = request.POST.get("what", "")
    number = services.remind_now(series, what, by=request.actor)
    messages.success(request, f"{_centres(number)} reminded; once a day at most.")
    page = "estimates:desk-forecasts" if what == "forecasts" else "estimates:desk-centres"
    return redirect(f"{reverse(page)}?series={series}")


@requires(Capability.SERIES_MANAGE)
@require_GET
def forecasts(request: ActorRequest) -> HttpResponse:
    """Forecast grades by award and centre, with what is missing."""
    page = national_grades.desk_page(request.actor, request.GET)
    return render(request, "estimates/desk_forecasts.html", page)


@requires(Capability.SERIES_MANAGE, look=Event.FORECASTS_EXPORTED, fresh=True)
@gives_file
@require_GET
def forecasts_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list, or with `what=grades` every submitted grade of it; the export is in the trail."""
    page = national_grades.desk_page(request.actor, request.GET)
    grades = request.GET.get("what") == "grades"
    headings = national_grades.GRADE_HEADINGS if grades else national_grades.DESK_HEADINGS
    rows = national_grades.grade_rows(request.actor, page) if grades else national_grades.desk_rows(page)
    name = f"forecast-grades-{page['series'] or 'none'}.{kind}"
    return list_answer(name, headings, rows, by=request.actor, about={"Filter": page["list"].query or "none"})


@requires(Capability.SERIES_MANAGE)
@require_GET
def submitted(request: ActorRequest, series: str, centre: str, entry_code: str) -> HttpResponse:
    """What one centre submitted for an award, version by version: who sent it and when, and no grade."""
    number = request.GET.get("page", "")
    page = copies.desk_submitted_page(request.actor, series, centre, entry_code, number)
    return render(request, "estimates/desk_submitted.html", page)


@requires(Capability.SERIES_MANAGE, look=Event.FORECASTS_EXPORTED, fresh=True)
@gives_file
@require_GET
def submitted_file(
    request: ActorRequest, series: str, centre: str, entry_code: str, version: int, kind: str
) -> HttpResponse:
    """One version with its grades as a file; the export is in the trail."""
    copy = copies.copy_of_centre(request.actor, series, centre, entry_code, version)
    return copy_answer(copy, kind, {"Centre": centre}, by=request.actor)
