"""The awarding body's doors to one centre; every look is itself in the trail."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.centres import forms
from interchange.centres.queries import centre_by_number, desk
from interchange.centres.services import agreements, approvals, centres, heads
from interchange.core import tenancy
from interchange.core.errors import Refused

if TYPE_CHECKING:
    from interchange.centres.models import Centre


@requires(Capability.CENTRES_FIND, look=Event.CENTRE_SEEN)
@require_GET
def centre(request: ActorRequest, centre: str) -> HttpResponse:
    """Facts, people, approvals, agreements and what happened."""
    return _page(request, centre)


def _page(request: ActorRequest, number: str, form: str = "", error: Refused | None = None) -> HttpResponse:
    with tenancy.reading(request.actor):
        page = desk.centre_page(request.actor, number)
    page |= {
        "form": form,
        "values": forms.typed(request.POST),
        "error": forms.wrong(error) if error else None,
    }
    return render(request, "centres/desk_centre.html", page, status=422 if error else 200)


def _done(request: ActorRequest, number: str, form: str, do: Callable[[], object], said: str) -> HttpResponse:
    """Do it and return to the page; a refusal stands beside the form it belongs to, with what was typed."""
    try:
        do()
    except Refused as refusal:
        return _page(request, number, form, refusal)
    messages.success(request, said)
    return redirect("centres:desk-centre", number)


@requires(Capability.CENTRES_APPROVE)
@require_POST
def send_agreement(request: ActorRequest, centre: str) -> HttpResponse:
    """Send the Agreement to a centre that joins (1.5)."""
    to = request.POST.get("to", "")[:300]
    return _done(
        request, centre, "send-agreement", lambda: agreements.send_agreement(centre, to=to, by=request.actor),
        "The Agreement has been sent.",
    )  # fmt: skip


@requires(Capability.ADMINISTRATORS_START)
@require_POST
def start_change(request: ActorRequest, centre: str) -> HttpResponse:
    """Send the Agreement for a change of administrator to the head of centre (1.12, 1.16)."""
    return _done(
        request, centre, "start-change", lambda: agreements.start_change(centre, by=request.actor),
        "The Agreement has been sent to the head of centre. A second person appoints.",
    )  # fmt: skip


@requires(Capability.CENTRES_APPROVE)
@require_POST
def grant(request: ActorRequest, centre: str) -> HttpResponse:
    """Approve the centre for GQ, or for one vocational qualification (1.1)."""
    sent = forms.typed(request.POST)
    return _done(
        request, centre, "grant",
        lambda: approvals.grant_approval(
            centre, sent.get("scope", ""), qualification=sent.get("qualification", ""), title=sent.get("title", ""),
            by=request.actor,
        ),
        "Approved.",
    )  # fmt: skip


@requires(Capability.CENTRES_APPROVE)
@require_POST
def withdraw_approval(request: ActorRequest, centre: str, approval_id: UUID) -> HttpResponse:
    """Withdraw an approval, with a reason."""
    reason = request.POST.get("reason", "")[: forms.LONGEST]
    return _done(
        request, centre, f"withdraw-{approval_id}",
        lambda: approvals.withdraw_approval(approval_id, reason=reason, by=request.actor), "Withdrawn.",
    )  # fmt: skip


@requires(Capability.CENTRES_APPROVE)
@require_POST
def enter_head(request: ActorRequest, centre: str) -> HttpResponse:
    """Enter the head of centre where none is held (1.7)."""
    sent = forms.typed(request.POST)
    return _done(
        request, centre, "head",
        lambda: heads.enter_head(
            centre, sent.get("head_name", ""), sent.get("head_email", ""), sent.get("head_phone", ""),
            source=sent.get("head_source", ""), by=request.actor,
        ),
        "The head of centre is entered.",
    )  # fmt: skip


@requires(Capability.ADMINISTRATORS_START)
@require_POST
def call_back(request: ActorRequest, centre: str) -> HttpResponse:
    """Note a call to the head of centre on the number held (1.16)."""
    sent = forms.typed(request.POST)
    return _done(
        request, centre, "call-back",
        lambda: heads.note_call_back(
            centre, spoke_to=sent.get("spoke_to", ""), outcome=sent.get("outcome", ""), note=sent.get("note", ""),
            by=request.actor,
        ),
        "The call is noted.",
    )  # fmt: skip


@requires(Capability.CENTRES_APPROVE)
@require_POST
def waive(request: ActorRequest, centre: str) -> HttpResponse:
    """Allow what 1.9 or 1.11 refuses, with a reason."""
    sent = forms.typed(request.POST)
    return _done(
        request, centre, "waive",
        lambda: heads.waive_rule(
            centre, sent.get("rule", ""), about=sent.get("about", ""), reason=sent.get("reason", ""), by=request.actor
        ),
        "Noted. The rule is waived from now on.",
    )  # fmt: skip


@requires(Capability.CENTRES_APPROVE)
@require_POST
def end_waiver(request: ActorRequest, centre: str, waiver_id: UUID) -> HttpResponse:
    """The rule holds again."""
    reason = request.POST.get("reason", "")[: forms.LONGEST]
    return _done(
        request, centre, f"waiver-{waiver_id}", lambda: heads.end_waiver(waiver_id, reason=reason, by=request.actor),
        "Noted. The rule holds again.",
    )  # fmt: skip


# ---------------------------------------------------------------- with a page that asks first (B9)


def _asked_first(
    request: ActorRequest, number: str, verb: str, do: "Callable[..., Centre]", said: str
) -> HttpResponse:
    """A page that names the centre and the effect; with a reason it is done."""
    error = None
    if request.method == "POST":
        try:
            do(number, reason=request.POST.get("reason", "")[: forms.LONGEST], by=request.actor)
        except Refused as refusal:
            error = forms.wrong(refusal)
        else:
            messages.success(request, said)
            return redirect("centres:desk-centre", number)
    with tenancy.reading(request.actor):
        page = {
            "centre": centre_by_number(number),
            "verb": verb,
            "error": error,
            "values": forms.typed(request.POST),
        }
    return render(request, "centres/desk_sure.html", page, status=422 if error else 200)


@requires(Capability.CENTRES_HOLD, fresh=True)
@require_http_methods(["GET", "POST"])
def hold(request: ActorRequest, centre: str) -> HttpResponse:
    """Security hold: everybody of the centre is signed out at once (4.4)."""
    return _asked_first(
        request, centre, "hold", centres.hold_centre, "On hold. Everybody has been signed out."
    )


@requires(Capability.CENTRES_HOLD, fresh=True)
@require_http_methods(["GET", "POST"])
def release(request: ActorRequest, centre: str) -> HttpResponse:
    """End the hold."""
    return _asked_first(
        request, centre, "release", centres.release_centre, "Released. People can sign in again."
    )


@requires(Capability.CENTRES_APPROVE, fresh=True)
@require_http_methods(["GET", "POST"])
def close(request: ActorRequest, centre: str) -> HttpResponse:
    """Close the centre for good."""
    return _asked_first(request, centre, "close", centres.close_centre, "Closed.")
