"""The doors to what the awarding body's people do two by two, and to looking through a user's eyes (3.3)."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, holds, public, requires
from interchange.accounts.middleware import actor_of
from interchange.accounts.queries.approvals import approvals_decided, approvals_waiting
from interchange.accounts.queries.people import membership_to_look_through
from interchange.accounts.roles import Capability
from interchange.accounts.services import acting
from interchange.accounts.services.approvals import decide_approval, withdraw_approval
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.forms import Errors

APPROVALS, WELCOME = "accounts:approvals", "site:welcome"


@requires(Capability.STAFF_DESK)
@require_GET
def approvals(request: ActorRequest) -> HttpResponse:
    """What waits for a second person, and what was decided."""
    return _approvals_page(request, Errors())


def _approvals_page(request: ActorRequest, errors: Errors, note: str = "") -> HttpResponse:
    context = {
        "waiting": approvals_waiting(request.actor), "decided": approvals_decided(request.actor),
        "may_ask_for_glass": holds(request.actor, Capability.BREAK_GLASS), "errors": errors, "note": note,
        "glass_until": request.signed_in.membership.glass_until,
    }  # fmt: skip
    return render(request, "accounts/approvals.html", context, status=422 if errors else 200)


@requires(Capability.SECOND_PERSON, fresh=True)
@require_POST
def decide(request: ActorRequest, approval_id: UUID) -> HttpResponse:
    """Approve or refuse; what is missing is told beside the note of this one, with what was typed in it."""
    approve, note = request.POST.get("decision") == "approve", request.POST.get("note", "")
    try:
        asked = decide_approval(approval_id, approve=approve, note=note, by=request.actor)
    except Refused as refusal:
        beside = f"note-{approval_id}" if refusal.code == "reason" else ""
        with tenancy.reading(request.actor):
            return _approvals_page(request, Errors({beside: refusal.message}), note)
    messages.success(request, f"{asked.title}: {asked.outcome}.")
    return redirect(APPROVALS)


@requires(Capability.STAFF_DESK)
@require_POST
def withdraw(request: ActorRequest, approval_id: UUID) -> HttpResponse:
    """Take back what one has asked for."""
    asked = withdraw_approval(approval_id, by=request.actor)
    messages.success(request, f"{asked.title}: taken back.")
    return redirect(APPROVALS)


@requires(Capability.BREAK_GLASS, fresh=True)
@require_http_methods(["GET", "POST"])
def break_glass(request: ActorRequest) -> HttpResponse:
    """Ask for the candidate screens for an hour."""
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            acting.ask_for_glass(reason, by=request.actor)
        except Refused as refusal:
            error = refusal.message
        else:
            messages.success(request, "A second person has been asked. The hour begins when they approve.")
            return redirect(APPROVALS)
    return render(
        request, "accounts/break_glass.html", {"error": error, "reason": reason}, status=422 if error else 200
    )


@requires(Capability.BREAK_GLASS)
@require_POST
def close_glass(request: ActorRequest) -> HttpResponse:
    """End the hour early."""
    acting.close_glass(by=request.actor)
    messages.success(request, "The candidate screens are closed.")
    return redirect(APPROVALS)


@requires(Capability.ACT_AS, fresh=True)
@require_http_methods(["GET", "POST"])
def act_as(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    """Say why, and see the site as this user does."""
    seen = membership_to_look_through(membership_id)
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            acting.start_acting(membership_id, reason, session=request.signed_in, by=request.actor)
        except Refused as refusal:
            error = refusal.message
        else:
            return redirect(WELCOME)
    context = {"seen": seen, "error": error, "reason": reason}
    return render(request, "accounts/act_as.html", context, status=422 if error else 200)


@public
@require_POST
def stop_acting(request: HttpRequest) -> HttpResponse:
    """Back to one's own eyes. Open to all, since nobody who looks through another's eyes may change anything."""
    signed_in = cast(ActorRequest, request).signed_in
    if signed_in is None:
        raise Http404
    acting.stop_acting(signed_in, by=actor_of(signed_in.membership, request, session=str(signed_in.pk)))
    return redirect(WELCOME)
