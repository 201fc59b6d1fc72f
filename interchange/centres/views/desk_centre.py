"""The awarding body's doors to one centre; every look is itself in the trail."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.centres import forms
from interchange.centres.queries import centre_by_number, desk
from interchange.centres.services import agreements, approvals, centres, heads
from interchange.centres.views.answers import NOTHING_WRONG, shown, tried
from interchange.core import tenancy
from interchange.core.forms import Errors

if TYPE_CHECKING:
    from interchange.centres.models import Centre


@requires(Capability.CENTRES_FIND, look=Event.CENTRE_SEEN)
@require_GET
def centre(request: ActorRequest, centre: str) -> HttpResponse:
    """Facts, people, approvals, agreements and what happened."""
    return _page(request, centre)


def _page(request: ActorRequest, number: str, form: str = "", errors: Errors = NOTHING_WRONG) -> HttpResponse:
    with tenancy.reading(request.actor):
        page = desk.centre_page(request.actor, number) | {"form": form}
    return shown(request, "centres/desk_centre.html", page, errors)


def _done(
    request: ActorRequest, number: str, form: str, do: Callable[..., object], *names: str, said: str, at: str = ""
) -> HttpResponse:  # fmt: skip
    """Do it with these fields and return to the page; what is refused stands beside its form, with what was typed."""
    sent = forms.fields(request.POST, *names)
    errors = tried(partial(do, **sent, by=request.actor), at=at)
    if errors:
        return _page(request, number, form, errors)
    messages.success(request, said)
    return redirect("centres:desk-centre", number)


@requires(Capability.CENTRES_APPROVE)
@require_POST
def send_agreement(request: ActorRequest, centre: str) -> HttpResponse:
    """Send the Agreement to a centre that joins (1.5)."""
    do = partial(agreements.send_agreement, centre)
    return _done(request, centre, "send-agreement", do, "to", said="The Agreement has been sent.")


@requires(Capability.ADMINISTRATORS_START)
@require_POST
def start_change(request: ActorRequest, centre: str) -> HttpResponse:
    """Send the Agreement for a change of administrator to the head of centre (1.12, 1.16)."""
    said = "The Agreement has been sent to the head of centre. A second person appoints."
    return _done(request, centre, "start-change", partial(agreements.start_change, centre), said=said)


@requires(Capability.CENTRES_APPROVE)
@require_POST
def grant(request: ActorRequest, centre: str) -> HttpResponse:
    """Approve the centre for GQ, or for one vocational qualification (1.1)."""
    do = partial(approvals.grant_approval, centre)
    return _done(request, centre, "grant", do, "scope", "qualification", "title", said="Approved.")


@requires(Capability.CENTRES_APPROVE)
@require_POST
def withdraw_approval(request: ActorRequest, centre: str, approval_id: UUID) -> HttpResponse:
    """Withdraw an approval, with a reason."""
    form, do = f"withdraw-{approval_id}", partial(approvals.withdraw_approval, approval_id)
    return _done(request, centre, form, do, "reason", said="Withdrawn.", at=form)


@requires(Capability.CENTRES_APPROVE)
@require_POST
def enter_head(request: ActorRequest, centre: str) -> HttpResponse:
    """Enter the head of centre where none is held (1.7)."""
    name, email, phone, source = forms.fields(request.POST, *forms.HEAD).values()
    do = partial(heads.enter_head, centre, name, email, phone, source)
    return _done(request, centre, "head", do, said="The head of centre is entered.")


@requires(Capability.ADMINISTRATORS_START)
@require_POST
def call_back(request: ActorRequest, centre: str) -> HttpResponse:
    """Note a call to the head of centre on the number held (1.16)."""
    do = partial(heads.note_call_back, centre)
    return _done(request, centre, "call-back", do, "outcome", "spoke_to", "note", said="The call is noted.")


@requires(Capability.CENTRES_APPROVE)
@require_POST
def waive(request: ActorRequest, centre: str) -> HttpResponse:
    """Allow what 1.9 or 1.11 refuses, with a reason."""
    do, said = partial(heads.waive_rule, centre), "Noted. The rule is waived from now on."
    return _done(request, centre, "waive", do, "rule", "about", "reason", said=said)


@requires(Capability.CENTRES_APPROVE)
@require_POST
def end_waiver(request: ActorRequest, centre: str, waiver_id: UUID) -> HttpResponse:
    """The rule holds again."""
    form, do = f"waiver-{waiver_id}", partial(heads.end_waiver, waiver_id)
    return _done(request, centre, form, do, "reason", said="Noted. The rule holds again.", at=form)


# ---------------------------------------------------------------- with a page that asks first (B9)


def _asked_first(
    request: ActorRequest, number: str, verb: str, do: "Callable[..., Centre]", said: str
) -> HttpResponse:
    """A page that names the centre and the effect; with a reason it is done."""
    errors = NOTHING_WRONG
    if request.method == "POST":
        sent = forms.fields(request.POST, "reason")
        errors = tried(partial(do, number, **sent, by=request.actor), at="reason")
        if not errors:
            messages.success(request, said)
            return redirect("centres:desk-centre", number)
    with tenancy.reading(request.actor):
        page = {"centre": centre_by_number(number), "verb": verb}
    return shown(request, "centres/desk_sure.html", page, errors)


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
