"""The doors to the trail: a centre's own, a person's own, and for auditors every centre's."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.centres.queries import centre_by_number
from interchange.core import tenancy
from interchange.core.downloads import list_answer
from interchange.site import services
from interchange.site.queries import inspecting, trail


@requires(Capability.HISTORY)
@require_GET
def history(request: ActorRequest) -> HttpResponse:
    """The centre's own trail."""
    found = trail.history(request.actor, request.GET.dict())
    return render(request, "site/history.html", found, status=422 if found["filter"].errors else 200)


@requires(Capability.HISTORY, look=Event.TRAIL_EXPORTED)
@require_GET
def history_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The centre's trail as a file, under the filter of the page; the export is in the trail."""
    rows, about = trail.export_rows(request.actor, request.GET.dict())
    name = f"history-{request.actor.centre_number}.{kind}"
    return list_answer(name, trail.EXPORT_HEADINGS, rows, about=about, by=request.actor)


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
    return list_answer(f"trail.{kind}", inspecting.EXPORT_HEADINGS, rows, about=about, by=request.actor)


@requires(Capability.TRAIL_INSPECT)
@require_POST
def verify_trail_of(request: ActorRequest, centre: str) -> HttpResponse:
    with tenancy.reading(request.actor):
        found = centre_by_number(centre)
    services.verify_trail_of(found.pk, found.number, by=request.actor)
    return redirect("site:desk-trail-of", found.number)
