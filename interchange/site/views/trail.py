"""The doors to the trail: a centre's own, a person's own, and for auditors every centre's."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.centres.queries import centre_by_number
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.spreadsheets import write_csv, write_xlsx
from interchange.site import services
from interchange.site.queries import inspecting, trail

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Capability.HISTORY)
@require_GET
def history(request: ActorRequest) -> HttpResponse:
    """The centre's own trail."""
    return render(request, "site/history.html", trail.history(request.actor, request.GET.dict()))


@requires(Capability.HISTORY, look=Event.TRAIL_EXPORTED)
@require_GET
def history_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The centre's trail as a file, under the filter of the page; the export is in the trail."""
    rows, about = trail.export_rows(request.actor, request.GET.dict())
    name = f"history-{request.actor.centre_number}.{kind}"
    return _file(trail.EXPORT_HEADINGS, rows, about, name, by=request.actor)


@requires(Capability.HISTORY)
@require_http_methods(["GET", "POST"])
def verify_history(request: ActorRequest) -> HttpResponse:
    """Recompute the trail's hashes (POST), and what was found the last time."""
    if request.method == "POST":
        services.verify_trail(by=request.actor)
        return redirect("site:verify-history")
    return render(request, "site/verify_history.html", {"last": trail.last_verification(request.actor)})


@requires(Capability.OWN_ACCOUNT)
@require_GET
def account_history(request: ActorRequest) -> HttpResponse:
    """What happened to one's own account: sign-ins, devices, changes."""
    page = inspecting.own_account(request.actor, request.GET.dict())
    return render(request, "site/account_history.html", page)


@requires(Capability.TRAIL_INSPECT, look=Event.TRAIL_SEEN)
@require_GET
def desk_trail(request: ActorRequest, centre: str = "") -> HttpResponse:
    """The trails of all centres, or of one, searched; looking is itself in the trail."""
    asked = request.GET.get("centre", centre).strip()
    if asked != centre:
        return redirect(inspecting.address_of(asked, request.GET.dict()))
    found = inspecting.trail_of_centres(request.actor, request.GET.dict(), centre)
    return render(request, "site/desk_trail.html", found, status=422 if found["search"].errors else 200)


@requires(Capability.TRAIL_INSPECT)
@require_POST
def desk_trail_export(request: ActorRequest, kind: str) -> HttpResponse:
    """What a search finds, as a file; the export and its search are in the trail."""
    rows, about = services.export_trail(
        request.POST.dict(), request.POST.get("centre", ""), kind=kind, by=request.actor
    )
    return _file(inspecting.EXPORT_HEADINGS, rows, about, f"trail.{kind}", by=request.actor)


@requires(Capability.TRAIL_INSPECT)
@require_POST
def verify_trail_of(request: ActorRequest, centre: str) -> HttpResponse:
    with tenancy.reading(request.actor):
        found = centre_by_number(centre)
    services.verify_trail_of(found.pk, found.number, by=request.actor)
    return redirect("site:desk-trail-of", found.number)


def _file(
    headings: list[str], rows: list[list[Any]], about: dict[str, str], name: str, *, by: Actor
) -> HttpResponse:
    about |= {"Time": f"{clock.time_in_words(clock.now())} UK time", "Person": by.name}
    csv = name.endswith(".csv")
    body = write_csv(headings, rows, about) if csv else write_xlsx(headings, rows, about)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8" if csv else XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
