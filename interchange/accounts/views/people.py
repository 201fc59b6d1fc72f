"""The doors by which the awarding body's people find a user and help, and look after themselves (3.3)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from interchange.accounts.access import ActorRequest, holds, requires
from interchange.accounts.queries import desk
from interchange.accounts.queries.calls import head_held
from interchange.accounts.roles import STAFF_ROLES, Capability, Role
from interchange.accounts.rules.approvals import KINDS
from interchange.accounts.rules.calls import Outcome, Typed
from interchange.accounts.rules.helping import ASKED, HELPS, Help, helps_for
from interchange.accounts.services import helping, staff
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of

C = Capability
FIELDS = ("first_name", "last_name", "email", "why")
CALL = ("about", "outcome", "spoke_to", "reference", "note")


@requires(C.PEOPLE_FIND)
@require_GET
def people(request: ActorRequest) -> HttpResponse:
    """Find a user of any centre."""
    return render(request, "accounts/people.html", desk.people_found(request.GET.dict()))


@requires(C.PEOPLE_FIND, look=Event.PERSON_SEEN)
@require_GET
def person(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    """One user's account: state, roles, sessions, and what can be done to help."""
    account = desk.account_of(membership_id)
    own = {name: holds(request.actor, needs) for name, needs in (
        ("may_help", C.PEOPLE_HELP), ("may_ask", C.PEOPLE_RESET), ("may_act", C.ACT_AS),
        ("may_export", C.SUBJECT_ACCESS), ("may_watch", C.SHARING_WATCH), ("may_search", C.TRAIL_INSPECT),
        ("may_hold", C.LEGAL_HOLD),
    )}  # fmt: skip
    helps = helps_for(
        may_suspend=holds(request.actor, C.PEOPLE_SUSPEND),
        suspended=account.membership.suspended_at is not None,
    )
    context = {
        "account": account, "helps": helps, "asked": ASKED.values(),
        "kinds": {one.code: one.label for one in KINDS.values()},
        "outcomes": {one.value: one.label for one in Outcome}, **own,
    }  # fmt: skip
    return render(request, "accounts/person.html", context)


@requires(C.PEOPLE_HELP, fresh=True)
@require_http_methods(["GET", "POST"])
def help_person(request: ActorRequest, membership_id: UUID, verb: str) -> HttpResponse:
    """Say what will happen, ask why where that is kept, and do it."""
    what = HELPS.get(verb)
    offered = what is not None and (not what.serious or holds(request.actor, C.PEOPLE_SUSPEND))
    return _do(request, membership_id, what if offered else None, helping.HELPING)


@requires(C.PEOPLE_RESET, fresh=True)
@require_http_methods(["GET", "POST"])
def ask_for_person(request: ActorRequest, membership_id: UUID, verb: str) -> HttpResponse:
    """Put what a second person has to approve before one."""
    return _do(request, membership_id, ASKED.get(verb), helping.ASKING)


@requires(C.PEOPLE_RESET, fresh=True)
@require_http_methods(["GET", "POST"])
def note_call(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    """Note a call to the head of centre on the number held, about this account (5.3.7)."""
    sent = {name: request.POST.get(name, "") for name in CALL}
    errors = Errors()
    if request.method == "POST":
        try:
            call = helping.note_account_call(membership_id, Typed(**sent), by=request.actor)
        except Refused as refusal:
            errors = errors_of(refusal, lambda code: code if code in CALL else "")
        else:
            messages.success(request, f"The call is noted: {Outcome.of(call.outcome).label.lower()}.")
            return redirect("accounts:person", membership_id)
    with tenancy.reading(request.actor):
        account = desk.account_of(membership_id)
        head = head_held(request.actor, account.membership.centre_id)
    context = {
        "account": account, "head": head, "sent": sent | {"about": sent["about"] or request.GET.get("about", "")},
        "errors": errors, "kinds": [(one.code, one.label) for one in ASKED.values()],
        "outcomes": [(one.value, one.label) for one in Outcome],
    }  # fmt: skip
    return render(request, "accounts/note_call.html", context, status=422 if errors else 200)


def _do(
    request: ActorRequest, membership_id: UUID, what: Help | None, services: dict[str, Any]
) -> HttpResponse:
    if what is None:
        raise Http404
    sent = {"why": request.POST.get("why", ""), "email": request.POST.get("email", "")}
    wanted = {name: sent[name] for name, asks in (("why", what.reason), ("email", what.address)) if asks}
    error = None
    if request.method == "POST":
        try:
            services[what.code](membership_id, by=request.actor, **wanted)
        except Refused as refusal:
            error = refusal
        else:
            messages.success(request, f"{what.label}: done.")
            return redirect("accounts:person", membership_id)
    with tenancy.reading(request.actor):
        account = desk.account_of(membership_id)
    context = {"account": account, "what": what, "sent": sent, "error": error}
    return render(request, "accounts/help_person.html", context, status=422 if error else 200)


# ---------------------------------------------------------------- the awarding body's own people


@requires(C.STAFF_VIEW)
@require_GET
def colleagues(request: ActorRequest) -> HttpResponse:
    """Everybody of the awarding body, with their roles."""
    context = {
        "colleagues": desk.colleagues(), "may_ask": holds(request.actor, C.STAFF_MANAGE),
        "may_end": holds(request.actor, C.STAFF_END),
    }  # fmt: skip
    return render(request, "accounts/colleagues.html", context)


@requires(C.STAFF_MANAGE, fresh=True)
@require_http_methods(["GET", "POST"])
def add_colleague(request: ActorRequest) -> HttpResponse:
    """Ask for a new colleague."""
    return _ask(request, None)


@requires(C.STAFF_MANAGE, fresh=True)
@require_http_methods(["GET", "POST"])
def change_colleague(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    """Ask for other roles of a colleague."""
    return _ask(request, membership_id)


def _ask(request: ActorRequest, membership_id: UUID | None) -> HttpResponse:
    with tenancy.reading(request.actor):
        one = desk.colleague(membership_id) if membership_id else None
    sent = {name: request.POST.get(name, "") for name in FIELDS}
    roles = request.POST.getlist("roles") if request.method == "POST" else list(one.roles) if one else []
    errors = Errors()
    if request.method == "POST":
        try:
            if membership_id:
                staff.ask_to_change_staff(membership_id, roles, sent["why"], by=request.actor)
            else:
                staff.ask_to_add_staff(
                    sent["first_name"], sent["last_name"], sent["email"], roles, sent["why"], by=request.actor
                )
        except Refused as refusal:
            errors = errors_of(refusal, _field_of)
        else:
            messages.success(request, "A second person has been asked.")
            return redirect("accounts:approvals")
    context = {"one": one, "sent": sent, "held": roles, "errors": errors, "choices": _staff_roles()}
    return render(request, "accounts/ask_colleague.html", context, status=422 if errors else 200)


def _field_of(code: str) -> str:
    starts = {
        "first-name": "first_name",
        "last-name": "last_name",
        "email": "email",
        "roles": "roles",
        "reason": "why",
    }
    return next((field for start, field in starts.items() if code.startswith(start)), "")


def _staff_roles() -> list[Role]:
    return [role for role in Role if role in STAFF_ROLES]


@requires(C.STAFF_END, fresh=True)
@require_http_methods(["GET", "POST"])
def end_colleague(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    """End a colleague's access at once."""
    with tenancy.reading(request.actor):
        one = desk.colleague(membership_id)
    why, error = request.POST.get("why", ""), None
    if request.method == "POST":
        try:
            staff.end_staff(membership_id, why, by=request.actor)
        except Refused as refusal:
            error = refusal
        else:
            messages.success(request, f"{one} has no access any more.")
            return redirect("accounts:colleagues")
    return render(
        request,
        "accounts/end_colleague.html",
        {"one": one, "why": why, "error": error},
        status=422 if error else 200,
    )
