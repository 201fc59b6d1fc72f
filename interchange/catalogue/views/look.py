"""The doors to what everybody may look up: codes, key dates, timetable, clashes, boundaries, uniform marks (B7)."""

from collections.abc import Callable, Mapping, Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.catalogue.queries import (
    look_boundaries,
    look_clashes,
    look_codes,
    look_dates,
    look_timetable,
)
from interchange.core.downloads import Rows, file_answer, list_answer


def filter_of(query: Mapping[str, str]) -> dict[str, str]:
    """What a file says about the filter under which it was made."""
    return {"Filter": ", ".join(f"{name} {value}" for name, value in query.items() if value) or "none"}


def _kept(
    request: ActorRequest, name: str, headings: Sequence[str], rows_of: Callable[[dict[str, str]], Rows]
) -> HttpResponse:
    """A look-up as a file, under the filter of its page."""
    query = request.GET.dict()
    return list_answer(name, headings, rows_of(query), about=filter_of(query), by=request.actor)


@requires(Capability.WELCOME)
@require_GET
def codes(request: ActorRequest) -> HttpResponse:
    """Qualifications with their entry codes."""
    return render(request, "catalogue/codes.html", look_codes.codes_page(request.GET.dict()))


@requires(Capability.WELCOME)
@require_GET
def codes_file(request: ActorRequest, kind: str) -> HttpResponse:
    """Every option under the filter of the page, to keep."""
    return _kept(request, f"entry-codes.{kind}", look_codes.HEADINGS, look_codes.codes_rows)


@requires(Capability.WELCOME)
@require_GET
def qualification(request: ActorRequest, entry_code: str) -> HttpResponse:
    """One qualification: options, components, grades, fees, rules, and in which series it can be entered."""
    context = look_codes.qualification_page(entry_code, request.GET.dict())
    return render(request, "catalogue/qualification.html", context)


@requires(Capability.WELCOME)
@require_GET
def dates(request: ActorRequest) -> HttpResponse:
    """The key dates of a series."""
    return render(request, "catalogue/dates.html", look_dates.dates_page(request.GET.dict()))


@requires(Capability.WELCOME)
@require_GET
def dates_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The key dates, to keep."""
    return _kept(request, f"key-dates.{kind}", look_dates.HEADINGS, look_dates.dates_rows)


@requires(Capability.WELCOME)
@require_GET
def dates_calendar(request: ActorRequest) -> HttpResponse:
    """The key dates as a calendar file."""
    return file_answer(look_dates.dates_calendar(request.GET.dict()), "key-dates.ics")


@requires(Capability.WELCOME)
@require_GET
def timetable(request: ActorRequest) -> HttpResponse:
    """The timetable of a series."""
    return render(request, "catalogue/timetable.html", look_timetable.timetable_page(request.GET.dict()))


@requires(Capability.WELCOME)
@require_GET
def timetable_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The timetable, to keep."""
    return _kept(request, f"timetable.{kind}", look_timetable.headings(), look_timetable.timetable_rows)


@requires(Capability.WELCOME)
@require_GET
def timetable_calendar(request: ActorRequest) -> HttpResponse:
    """The timetable as a calendar file."""
    return file_answer(look_timetable.timetable_calendar(request.GET.dict()), "timetable.ics")


@requires(Capability.WELCOME)
@require_GET
def clashes(request: ActorRequest) -> HttpResponse:
    """Which papers clash of the codes that are ticked or typed."""
    codes = look_clashes.codes_in([*request.GET.getlist("codes"), *request.GET.getlist("code")])
    context = look_clashes.clashes_page(request.GET.dict(), codes)
    return render(
        request, "catalogue/clashes.html", context, status=422 if context["chosen"].problems else 200
    )


@requires(Capability.WELCOME)
@require_GET
def boundaries(request: ActorRequest) -> HttpResponse:
    """Published grade boundaries."""
    return render(request, "catalogue/boundaries.html", look_boundaries.boundaries_page(request.GET.dict()))


@requires(Capability.WELCOME)
@require_GET
def boundaries_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The boundaries under the filter of the page, to keep."""
    return _kept(
        request, f"grade-boundaries.{kind}", look_boundaries.HEADINGS, look_boundaries.boundaries_rows
    )


@requires(Capability.WELCOME)
@require_GET
def uniform_marks(request: ActorRequest) -> HttpResponse:
    """The units whose raw marks can be turned into uniform marks."""
    return render(request, "catalogue/uniform_marks.html", look_boundaries.uniform_page(request.GET.dict()))


@requires(Capability.WELCOME)
@require_GET
def unit_marks(request: ActorRequest, boundary_id: int) -> HttpResponse:
    """Every raw mark of one unit with its uniform mark, and one that is asked for."""
    context = look_boundaries.unit_page(boundary_id, request.GET.dict())
    return render(
        request, "catalogue/unit_marks.html", context, status=422 if context["converted"].problem else 200
    )


@requires(Capability.WELCOME)
@require_GET
def unit_marks_file(request: ActorRequest, boundary_id: int, kind: str) -> HttpResponse:
    """The table of one unit, to keep."""
    raw, rows = look_boundaries.unit_rows(boundary_id)
    name = slugify(f"uniform marks {raw.code or raw.title} {raw.series}")[:80]
    about = {"Unit": f"{raw.code} {raw.title}".strip(), "Series": raw.series}
    return list_answer(f"{name}.{kind}", look_boundaries.UMS_HEADINGS, rows, about=about, by=request.actor)
