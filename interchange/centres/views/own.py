"""The doors to Admin > Your centre."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.centres import forms
from interchange.centres.queries import own
from interchange.centres.services import administrators, agreements, heads
from interchange.centres.views.answers import NOTHING_WRONG, shown, tried
from interchange.core import tenancy


@requires(Capability.CENTRE_VIEW)
@require_GET
def your_centre(request: ActorRequest) -> HttpResponse:
    """Standing, approvals, agreements, administrators and head of centre."""
    return render(request, "centres/your_centre.html", own.your_centre(request.actor))


@requires(Capability.CENTRE_VIEW)
@require_GET
def agreement(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """One Agreement, exactly as it was accepted, to read and to print (1.6)."""
    return render(request, "centres/agreement.html", own.agreement_page(request.actor, agreement_id))


@requires(Capability.ADMINISTRATORS_NOMINATE, fresh=True)
@require_http_methods(["GET", "POST"])
def change_administrator(request: ActorRequest) -> HttpResponse:
    """A new Agreement that names a successor, or one more, and says who has left (1.12)."""
    errors = NOTHING_WRONG
    if request.method == "POST":
        sent = forms.read_change(request.POST)
        errors = tried(lambda: agreements.change_administrator(sent, by=request.actor))
        if not errors:
            return redirect("centres:thanks", "changed")
    with tenancy.reading(request.actor):
        page = own.change_page(request.actor) | {"chosen": request.POST.getlist("scopes")}
    return shown(request, "centres/change_administrator.html", page, errors)


@requires(Capability.ADMINISTRATORS_NOMINATE)
@require_POST
def ask_again(request: ActorRequest, nomination_id: UUID) -> HttpResponse:
    """Have the links of a nomination sent again."""
    one = administrators.ask_again(nomination_id, by=request.actor)
    messages.success(request, f"The links for {one.name} have been sent again.")
    return redirect("centres:your-centre")


@requires(Capability.ADMINISTRATORS_NOMINATE)
@require_POST
def withdraw(request: ActorRequest, nomination_id: UUID) -> HttpResponse:
    """Take a nomination back."""
    one = administrators.withdraw_nomination(nomination_id, by=request.actor)
    messages.success(request, f"The nomination of {one.name} has been taken back.")
    return redirect("centres:your-centre")


@requires(Capability.ADMINISTRATORS_CONFIRM, fresh=True)
@require_http_methods(["GET", "POST"])
def answer(request: ActorRequest, nomination_id: UUID) -> HttpResponse:
    """The head of centre, signed in, sees exactly what there is to confirm, and says yes or no (1.7)."""
    errors = NOTHING_WRONG
    if request.method == "POST":
        sent = forms.fields(request.POST, "verb", "reason")
        errors = tried(lambda: administrators.confirm_as_head(nomination_id, **sent, by=request.actor))
        if not errors:
            messages.success(request, "Your answer has been noted.")
            return redirect("centres:your-centre")
    with tenancy.reading(request.actor):
        page = own.nomination_page(request.actor, nomination_id)
    return shown(request, "centres/answer_nomination.html", page, errors)


@requires(Capability.ADMINISTRATORS_NOMINATE, fresh=True)
@require_http_methods(["GET", "POST"])
def change_head(request: ActorRequest) -> HttpResponse:
    """Ask for another head of centre, or another way to reach the head; here and nowhere else (1.16)."""
    errors = NOTHING_WRONG
    if request.method == "POST":
        name, email, phone, why = forms.fields(request.POST, *forms.HEAD).values()
        errors = tried(lambda: heads.ask_head_change(name, email, phone, why=why, by=request.actor))
        if not errors:
            said = "Asked for. We call the head of centre on the number we hold, and then decide."
            messages.success(request, said)
            return redirect("centres:your-centre")
    with tenancy.reading(request.actor):
        page = own.head_page(request.actor)
    return shown(request, "centres/change_head.html", page, errors)
