"""The doors to what a centre's entries mean for the timetable: its own papers, and candidates whose papers clash."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from interchange.accounts.access import ActorRequest, holds, requires
from interchange.accounts.roles import Capability
from interchange.catalogue.queries import look_timetable
from interchange.catalogue.queries.look_series import chosen_series
from interchange.core.actor import Actor
from interchange.core.downloads import file_answer, list_answer
from interchange.entries.queries import clashing


def _entered(actor: Actor, query: Mapping[str, str]) -> dict[int, int]:
    series = chosen_series(query)
    return clashing.entered_components(actor, series.pk) if series else {}


@requires(Capability.ENTRIES_VIEW)
@require_GET
def own_timetable(request: ActorRequest) -> HttpResponse:
    """The papers that the centre has entered candidates for."""
    query = request.GET.dict()
    context = look_timetable.timetable_page(query, _entered(request.actor, query))
    return render(request, "entries/own_timetable.html", context)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def own_timetable_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The same, to keep, with how many candidates take each paper."""
    query = request.GET.dict()
    entered = _entered(request.actor, query)
    rows = look_timetable.timetable_rows(query, entered)
    about = {"Centre": request.actor.centre_number, "Papers": "only what is entered"}
    return list_answer(
        f"our-timetable.{kind}", look_timetable.headings(entered), rows, about=about, by=request.actor
    )


@requires(Capability.ENTRIES_VIEW)
@require_GET
def own_timetable_calendar(request: ActorRequest) -> HttpResponse:
    """The same as a calendar file, without any candidate."""
    query = request.GET.dict()
    calendar = look_timetable.timetable_calendar(query, _entered(request.actor, query))
    return file_answer(calendar, "our-timetable.ics")


@requires(Capability.ENTRIES_VIEW)
@require_GET
def clashes(request: ActorRequest) -> HttpResponse:
    """The centre's candidates whose papers clash."""
    context = clashing.clashes_page(request.actor, request.GET.dict())
    may_export = holds(request.actor, Capability.ENTRIES_EXPORT)
    return render(request, "entries/clashes.html", context | {"may_export": may_export})
