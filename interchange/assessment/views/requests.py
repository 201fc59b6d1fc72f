"""The doors to asking for a change of a submitted mark, and for more time."""

from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.assessment import forms
from interchange.assessment.queries import asking
from interchange.assessment.queries.places import Address, place_at
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services import requests as services
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.sent import read_key
from interchange.core.typed import a_day


@requires(Capability.EXTENSION_REQUEST)
@require_GET
def requests_list(request: ActorRequest) -> HttpResponse:
    """Everything the centre has asked for about its sheets, with what was decided."""
    return render(request, "assessment/requests.html", asking.of_centre(request.actor))


@requires(Capability.MARKS_CHANGE_REQUEST)
@require_http_methods(["GET", "POST"])
def ask_change(request: ActorRequest, series: str, component: str) -> HttpResponse:
    """Request a change on one line of a submitted sheet (R-CHG-4)."""
    address = Address(series, component)
    if request.method == "GET":
        shown = asking.change_page(
            request.actor, place_at(request.actor, address), request.GET.get("number", "")
        )
        return render(
            request, "assessment/ask_change.html", {**shown, "key": uuid4(), "values": {}, "error": None}
        )
    sent = request.POST
    try:
        typed = Typed(
            sent.get("number", ""),
            0,
            sent.get("mark", ""),
            "absent" in sent,
            sent.get("grade", ""),
            sent.get("reason", ""),
        )
        asked = services.request_change(
            address, typed, why=forms.read_reason(sent, "why", "reason for the change"),
            evidence=sent.get("evidence", "")[:2000],
            key=read_key(sent), by=request.actor,
        )  # fmt: skip
    except Refused as refusal:
        with tenancy.reading(request.actor):
            shown = asking.change_page(
                request.actor, place_at(request.actor, address), sent.get("number", "")
            )
            page = {**shown, "key": sent.get("key", ""), "values": sent, "error": refusal}
            return render(request, "assessment/ask_change.html", page, status=422)
    messages.success(
        request, asked.decision or "Your request has been sent. A colleague has to sign it as well."
    )
    return redirect("assessment:requests")


@requires(Capability.MARKS_CHANGE_REQUEST)
@require_POST
def countersign(request: ActorRequest, request_id: UUID) -> HttpResponse:
    """The second signature of the centre."""
    services.countersign_change(request_id, by=request.actor)
    messages.success(request, "Signed. The request is now with the awarding body.")
    return redirect("assessment:requests")


@requires(Capability.EXTENSION_REQUEST)
@require_http_methods(["GET", "POST"])
def ask_extension(request: ActorRequest, series: str, component: str) -> HttpResponse:
    """Ask for more time (R-DL-2)."""
    address = Address(series, component)
    if request.method == "GET":
        shown = asking.extension_page(request.actor, place_at(request.actor, address))
        return render(
            request, "assessment/ask_extension.html", {**shown, "key": uuid4(), "values": {}, "error": None}
        )
    sent = request.POST
    try:
        services.request_extension(
            address, _day(sent.get("until", "")), numbers=_numbers(sent.get("numbers", "")),
            why=forms.read_reason(sent, "why", "reason"), key=read_key(sent), by=request.actor,
        )  # fmt: skip
    except Refused as refusal:
        with tenancy.reading(request.actor):
            shown = asking.extension_page(request.actor, place_at(request.actor, address))
            page = {**shown, "key": sent.get("key", ""), "values": sent, "error": refusal}
            return render(request, "assessment/ask_extension.html", page, status=422)
    messages.success(request, "Your request has been sent. You will see the decision here.")
    return redirect("assessment:requests")


def _numbers(text: str) -> list[str]:
    """Candidate numbers as people write them: 1, 0002 (B3)."""
    return [number.zfill(4) for number in text.replace(",", " ").replace(";", " ").split()]


def _day(text: str) -> date:
    on = a_day(text, code="until")
    if on is None:
        raise Refused("until", "Choose the day that you ask for.")
    return on
