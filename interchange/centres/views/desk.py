"""The awarding body's doors to lists of centres, applications, agreements and nominations."""

from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.centres import forms
from interchange.centres.queries import desk, own, waiting
from interchange.centres.services import administrators, agreements, applying, heads
from interchange.centres.views.answers import NOTHING_WRONG, shown, tried
from interchange.core import tenancy
from interchange.core.downloads import list_answer
from interchange.core.errors import Refused
from interchange.core.forms import Errors


class HasName(Protocol):
    """What a decision was about, to be named to whoever decided."""

    @property
    def name(self) -> Any: ...


@requires(Capability.CENTRES_FIND)
@require_GET
def centres(request: ActorRequest) -> HttpResponse:
    """Every centre, by number or name and state."""
    return render(request, "centres/desk_centres.html", desk.centres_page(request.actor, request.GET))


@requires(Capability.CENTRES_FIND, look=Event.CENTRES_EXPORTED)
@require_GET
def export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list as a file, under the filter of the page; exporting is in the trail."""
    about = {"Filter": ", ".join(f"{name} {value}" for name, value in request.GET.items() if value) or "none"}
    rows = desk.export_rows(request.GET)
    return list_answer(f"centres.{kind}", desk.HEADINGS, rows, about=about, by=request.actor)


@requires(Capability.CENTRES_APPROVE)
@require_GET
def applications(request: ActorRequest) -> HttpResponse:
    """Applications that wait, and those decided."""
    return render(request, "centres/desk_applications.html", desk.applications_page(request.GET))


@requires(Capability.CENTRES_APPROVE)
@require_GET
def application(request: ActorRequest, application_id: UUID) -> HttpResponse:
    """One application, with the forms to decide it."""
    return _application(request, application_id)


def _application(
    request: ActorRequest, application_id: UUID, form: str = "", errors: Errors = NOTHING_WRONG
) -> HttpResponse:
    page = {**desk.application_page(application_id), "form": form}
    return shown(request, "centres/desk_application.html", page, errors)


@requires(Capability.CENTRES_APPROVE)
@require_POST
def approve(request: ActorRequest, application_id: UUID) -> HttpResponse:
    """Make the applicant a centre (1.1)."""
    try:
        centre = applying.approve_application(
            application_id, forms.read_decision(request.POST), by=request.actor
        )
    except Refused as refusal:
        return _application(request, application_id, "approve", forms.errors(refusal))
    messages.success(request, f"{centre} is approved. Send the Agreement next.")
    return redirect("centres:desk-centre", centre.number)


@requires(Capability.CENTRES_APPROVE)
@require_POST
def refuse(request: ActorRequest, application_id: UUID) -> HttpResponse:
    """Refuse an application, with the reason that the applicant reads."""
    sent = forms.fields(request.POST, "reason")
    errors = tried(lambda: applying.refuse_application(application_id, **sent, by=request.actor))
    if errors:
        return _application(request, application_id, "refuse", errors)
    messages.success(request, "Refused. The applicant reads your reason.")
    return redirect("centres:desk-applications")


@requires(Capability.CENTRES_APPROVE)
@require_GET
def agreements_out(request: ActorRequest) -> HttpResponse:
    """Agreements that are out, or returned and not accepted."""
    return render(
        request,
        "centres/desk_agreements.html",
        waiting.agreements_page(request.actor, request.GET.get("page", "")),
    )


@requires(Capability.CENTRES_FIND)
@require_GET
def agreement(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """One Agreement, exactly as it was accepted."""
    page = own.agreement_page(request.actor, agreement_id)
    return render(request, "centres/agreement.html", page)


@requires(Capability.ADMINISTRATORS_START)
@require_GET
def nominations(request: ActorRequest) -> HttpResponse:
    """Who waits to be appointed, and for what; and changes of heads that are asked for."""
    return _nominations(request)


def _nominations(request: ActorRequest, errors: Errors = NOTHING_WRONG) -> HttpResponse:
    """The page; after a refusal with what was typed beside the line that it belongs to."""
    with tenancy.reading(request.actor):
        page = waiting.nominations_page(request.actor, request.GET.get("page", ""))
    return shown(request, "centres/desk_nominations.html", page, errors)


def _decided(request: ActorRequest, key: UUID, do: Callable[[], HasName], said: str) -> HttpResponse:
    try:
        done = do()
    except Refused as refusal:
        return _nominations(request, forms.errors(refusal, at=f"why-{key}"))
    messages.success(request, said.replace("{name}", done.name))
    return redirect("centres:desk-nominations")


@requires(Capability.ADMINISTRATORS_APPROVE, fresh=True)
@require_POST
def appoint(request: ActorRequest, nomination_id: UUID) -> HttpResponse:
    """Make the nominee Centre Administrator (5.3.6, "managing users")."""
    return _decided(
        request, nomination_id, lambda: administrators.appoint_administrator(nomination_id, by=request.actor),
        "{name} is Centre Administrator. The invitation is on its way.",
    )  # fmt: skip


@requires(Capability.ADMINISTRATORS_APPROVE)
@require_POST
def decline(request: ActorRequest, nomination_id: UUID) -> HttpResponse:
    """End a nomination, with the reason that the centre reads."""
    sent = forms.fields(request.POST, "reason")
    return _decided(
        request, nomination_id,
        lambda: administrators.decline_nomination(nomination_id, **sent, by=request.actor),
        "The nomination of {name} has ended.",
    )  # fmt: skip


@requires(Capability.ADMINISTRATORS_START)
@require_POST
def send_again(request: ActorRequest, nomination_id: UUID) -> HttpResponse:
    """Send the links of a nomination again, to the same addresses."""
    return _decided(
        request, nomination_id, lambda: administrators.send_links_again(nomination_id, by=request.actor),
        "The links for {name} have been sent again.",
    )  # fmt: skip


@requires(Capability.ADMINISTRATORS_APPROVE)
@require_POST
def decide_head_change(request: ActorRequest, change_id: UUID) -> HttpResponse:
    """Make or refuse a change of the head of centre (1.16)."""
    sent = forms.fields(request.POST, "verb", "reason")
    return _decided(
        request, change_id, lambda: heads.decide_head_change(change_id, **sent, by=request.actor),
        "The change to {name} is decided.",
    )  # fmt: skip


@requires(Capability.ADMINISTRATORS_START)
@require_GET
def missing(request: ActorRequest) -> HttpResponse:
    """Open centres without an administrator, with the days counted (1.12)."""
    found = waiting.missing_administrators(request.actor)
    return render(request, "centres/desk_missing.html", {"lines": found})


@requires(Capability.CENTRES_APPROVE)
@require_GET
def lapsing(request: ActorRequest) -> HttpResponse:
    """Approvals that lapse unless they are used (1.2)."""
    return render(
        request, "centres/desk_lapsing.html", waiting.lapsing_page(request.actor, request.GET.get("page", ""))
    )


@requires(Capability.CENTRES_APPROVE)
@require_http_methods(["GET", "POST"])
def texts(request: ActorRequest) -> HttpResponse:
    """The texts of the Agreement, and the form to publish another (1.6)."""
    errors = NOTHING_WRONG
    if request.method == "POST":
        sent, on = (
            forms.fields(request.POST, "code", "title", "text"),
            forms.day(request.POST.get("from_on", "")),
        )
        errors = tried(lambda: agreements.publish_agreement(**sent, from_on=on, by=request.actor))
        if not errors:
            messages.success(request, "The new version is published.")
            return redirect("centres:desk-texts")
    with tenancy.reading(request.actor):
        page = desk.texts_page()
    return shown(request, "centres/desk_texts.html", page, errors)


@requires(Capability.CENTRES_FIND)
@require_GET
def text(request: ActorRequest, code: str) -> HttpResponse:
    """One text of the Agreement."""
    return render(request, "centres/desk_text.html", desk.text_page(code))
