"""The awarding body's doors to mark sheets; every look is itself in the trail."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, holds, requires
from interchange.accounts.roles import Capability
from interchange.assessment import forms
from interchange.assessment.queries import asking, board
from interchange.assessment.queries.places import Address
from interchange.assessment.services import desk, requests
from interchange.audit.events import Event
from interchange.centres.queries import centre_by_number
from interchange.core.downloads import file_answer
from interchange.core.errors import Refused
from interchange.core.typed import a_day


@requires(Capability.SHEETS_INSPECT)
@require_GET
def sheets(request: ActorRequest) -> HttpResponse:
    """Mark sheets by series, component, centre and state, with counts."""
    return render(request, "assessment/desk_sheets.html", board.sheets_page(request.actor, request.GET))


@requires(Capability.SHEETS_INSPECT)
@require_GET
def overdue(request: ActorRequest) -> HttpResponse:
    """The sheets whose time has ended with nothing submitted."""
    found = board.sheets_page(request.actor, {**request.GET.dict(), "state": "overdue"})
    return render(request, "assessment/desk_overdue.html", found)


@requires(Capability.SHEETS_EXPORT, look=Event.SHEETS_EXPORTED, fresh=True)
@gives_file
@require_GET
def export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list of sheets, or with `marks` the submitted marks, as a file; exporting is in the trail."""
    return file_answer(*board.export(request.actor, request.GET, kind))


@requires(Capability.SHEETS_READ, look=Event.SHEET_SEEN)
@require_GET
def sheet(request: ActorRequest, centre: str, series: str, component: str) -> HttpResponse:
    """One centre's submitted sheet, read-only."""
    return render(
        request,
        "assessment/desk_sheet.html",
        board.sheet_page(request.actor, _address(centre, series, component)),
    )


def _address(centre: str, series: str, component: str) -> Address:
    return Address(series, component, centre_by_number(centre).pk)


@requires(Capability.SHEETS_REOPEN)
@require_POST
def reopen(request: ActorRequest, centre: str, series: str, component: str) -> HttpResponse:
    """Give a sheet back to its centre, with the reason it reads."""
    reason = forms.read_reason(request.POST, "reason", "reason that the centre will read")
    desk.reopen_sheet(_address(centre, series, component), reason=reason, by=request.actor)
    messages.success(request, "Reopened. The centre sees your reason on the sheet.")
    return redirect("assessment:desk-sheet", centre, series, component)


@requires(Capability.SHEETS_REOPEN)
@require_POST
def moderate(request: ActorRequest, centre: str, series: str, component: str) -> HttpResponse:
    """Note that moderation has begun, after which changes wait for a decision."""
    desk.begin_moderation(_address(centre, series, component), by=request.actor)
    messages.success(request, "Noted. From now on a change of a mark waits for your decision.")
    return redirect("assessment:desk-sheet", centre, series, component)


@requires(Capability.CHANGES_DECIDE)
@require_GET
def changes(request: ActorRequest) -> HttpResponse:
    """Requests to change a mark: those that wait, then those decided."""
    every = list(asking.changes(request.actor)[:500])
    return render(request, "assessment/desk_changes.html", {"lines": asking.of_board(request.actor, every)})


@requires(Capability.CHANGES_DECIDE)
@require_POST
def decide_change(request: ActorRequest, request_id: UUID) -> HttpResponse:
    """Accept, refuse, or ask for the work."""
    verb = request.POST.get("verb", "")
    if verb not in ("accept", "refuse", "ask for work"):
        raise Refused("verb", "Choose what to do: accept, refuse, or ask for the work.")
    reason = forms.read_reason(request.POST, "decision", "reason that the centre will read")
    requests.decide_change(request_id, verb, decision=reason, by=request.actor)
    messages.success(request, "Decided. The centre sees it under its requests.")
    return redirect("assessment:desk-changes")


@requires(Capability.EXTENSIONS_DECIDE)
@require_GET
def extensions(request: ActorRequest) -> HttpResponse:
    """Requests for more time: those that wait, then those decided."""
    every = list(asking.extensions(request.actor)[:500])
    return render(
        request, "assessment/desk_extensions.html", {"lines": asking.of_board(request.actor, every)}
    )


@requires(Capability.EXTENSIONS_DECIDE)
@require_POST
def decide_extension(request: ActorRequest, request_id: UUID) -> HttpResponse:
    """Grant, perhaps another day, or refuse."""
    verb = request.POST.get("verb", "")
    if verb not in ("grant", "refuse"):
        raise Refused("verb", "Choose what to do: grant or refuse.")
    reason = forms.read_reason(request.POST, "decision", "reason that the centre will read")
    until = a_day(request.POST.get("until", ""), code="until")
    requests.decide_extension(request_id, verb, until=until, decision=reason, by=request.actor)
    messages.success(request, "Decided. The centre sees it under its requests.")
    return redirect("assessment:desk-extensions")


@requires(Capability.FORMS_VERIFY)
@require_http_methods(["GET", "POST"])
def verify(request: ActorRequest) -> HttpResponse:
    """Compare a printed iMS1 with the record by its receipt number and check code."""
    page: dict[str, Any] = {
        "verdict": None,
        "values": {},
        "may_read": holds(request.actor, Capability.SHEETS_READ),
    }
    if request.method == "GET":
        return render(request, "assessment/desk_verify.html", page)
    sent = request.POST
    receipt, _, rest = sent.get("receipt", "").partition("/")
    code = sent.get("code", "") or rest.rpartition("/")[2]
    verdict = desk.verify_form(receipt, code, by=request.actor)
    return render(request, "assessment/desk_verify.html", page | {"verdict": verdict, "values": sent})
