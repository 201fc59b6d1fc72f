"""The doors to one user: details, roles, access and security, history, and what can be done (4.1 to 4.12)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, holds, requires
from interchange.accounts.forms import users as forms
from interchange.accounts.queries import listing
from interchange.accounts.queries.handing_over import handing_over
from interchange.accounts.queries.one_user import events_about, facts_of, sessions_of
from interchange.accounts.queries.role_table import role_table
from interchange.accounts.queries.sharing import signs_of_last_month
from interchange.accounts.queries.users import User, last_uses, user_of
from interchange.accounts.roles import Capability
from interchange.accounts.rules import granting
from interchange.accounts.services import users
from interchange.accounts.services.memberships import preview_many
from interchange.accounts.steps.users import (
    Confirm,
    EndSessions,
    Extend,
    InviteAgain,
    Remove,
    Reset,
    ResetFactor,
    Restore,
    Suspend,
    Unlock,
    Verb,
)
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.typed import a_day

TABS = {
    "user": "Details",
    "user-roles": "Roles",
    "user-access": "Access and security",
    "user-history": "History",
}


@requires(Capability.USERS_VIEW)
@require_GET
def user(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Details of a user."""
    return _details(request, user_id)


def _details(request: ActorRequest, user_id: UUID, refusal: Refused | None = None) -> HttpResponse:
    found = user_of(request.actor, user_id)
    person, membership, sent = found.person, found.membership, request.POST
    typed = {
        "first_name": person.first_name, "last_name": person.last_name, "email": person.email,
        "ends_on": f"{membership.ends_on:%d/%m/%Y}" if membership.ends_on else "",
        "trained_on": f"{person.trained_on:%d/%m/%Y}" if person.trained_on else "",
    }  # fmt: skip
    values = {name: sent.get(name, value) for name, value in typed.items()}
    return _tab(request, found, "user", {"values": values}, refusal, otherwise="first_name")


def _tab(
    request: ActorRequest, found: User, tab: str, more: dict[str, Any], refusal: Refused | None = None, *,
    otherwise: str = "",
) -> HttpResponse:  # fmt: skip
    gone = found.state in listing.GONE
    errors = forms.errors_of(refusal, otherwise=otherwise) if refusal else {}
    context = {
        "user": found, "tabs": TABS, "tab": tab, "errors": errors, "facts": facts_of(found),
        "may_manage": holds(request.actor, Capability.USERS_MANAGE) and not gone,
    }  # fmt: skip
    page = f"accounts/users/{tab.replace('-', '_')}.html"
    return render(request, page, context | more, status=422 if refusal else 200)


@requires(Capability.USERS_MANAGE, fresh=True)
@require_POST
def change_details(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Save name, last day or day of training: each form says which."""
    sent, by = request.POST, request.actor
    changes: dict[str, Callable[[], object]] = {
        "name": lambda: users.rename_user(user_id, sent.get("first_name", ""), sent.get("last_name", ""), by=by),
        "email": lambda: users.change_email(user_id, sent.get("email", ""), by=by),
        "end": lambda: users.end_on(user_id, a_day(sent.get("ends_on", ""), code="end-day"), by=by),
        "training": lambda: users.note_training(user_id, a_day(sent.get("trained_on", ""), code="training"), by=by),
    }  # fmt: skip
    user_of(by, user_id)
    what = sent.get("what", "")
    if what not in changes:
        raise forms.NOT_WHOLE
    try:
        changes[what]()
    except Refused as refusal:
        return _details(request, user_id, refusal)
    asked = "A link to confirm the new address has been mailed there. Until it is used, the old one stays."
    messages.success(request, asked if what == "email" else "Saved.")
    return redirect("accounts:user", user_id)


@requires(Capability.USERS_VIEW)
@require_GET
def user_roles(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """The Roles tab: what that person can reach (A5)."""
    return _roles(request, user_id)


def _roles(request: ActorRequest, user_id: UUID, refusal: Refused | None = None) -> HttpResponse:
    found = user_of(request.actor, user_id)
    table, mine = role_table(), granting.roles_of(request.actor.roles)
    why = {role: granting.why_not_grant(role, by=mine, own=found.target.own) for role in table.roles}
    down = {role for role in found.roles if found.target.own and role.is_administrator}
    ticked = [role.value for role in found.roles] if refusal is None else request.POST.getlist("roles")
    context = {
        "roles": [(one, "" if one.role in down else why[one.role]) for one in table.described(table.roles)],
        "ticked": ticked, "patterns": listing.patterns(request.actor, found), "uses": last_uses([found.key])[found.key],
        "self_added": [role for role in granting.in_order(granting.SELF_ADDED) if role not in found.roles],
    }  # fmt: skip
    return _tab(request, found, "user-roles", context, refusal, otherwise="roles")


@requires(Capability.USERS_MANAGE, fresh=True)
@require_POST
def change_roles(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Save the roles that are ticked, or copy another user's."""
    sent, by = request.POST, request.actor
    try:
        if sent.get("what") == "copy":
            pattern = forms.keys_of([sent.get("pattern", "")])[0]
            users.copy_roles(user_id, pattern, by=by)
        else:
            users.change_roles(user_id, forms.roles_of(sent), by=by)
    except Refused as refusal:
        return _roles(request, user_id, refusal)
    messages.success(request, "The roles have been saved.")
    return redirect("accounts:user-roles", user_id) if _still_may(by) else redirect("site:welcome")


def _still_may(by: Actor) -> bool:
    with tenancy.reading(by):
        own = user_of(by, by.membership_id) if by.membership_id else None
    return own is None or any(role.is_administrator for role in own.roles)


@requires(Capability.USERS_VIEW)
@require_GET
def user_access(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Access and security: state, password, second factor, sessions, and what can be done about each."""
    found = user_of(request.actor, user_id)
    offered = [(name, doing) for name, doing in DOINGS.items() if found.state in doing.states(found)]
    reasons = {
        "password": granting.why_not_password(found.target), "factor": granting.why_not_factor(found.target),
        "end": granting.why_not_end(found.target),
    }  # fmt: skip
    context = {
        "offered": offered, "reasons": reasons, "sessions": sessions_of(found),
        "shared": signs_of_last_month(request.actor, found.person.pk),
    }  # fmt: skip
    return _tab(request, found, "user-access", context)


@requires(Capability.USERS_VIEW)
@require_GET
def user_history(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """What was done to a user's account here, newest first."""
    found = user_of(request.actor, user_id)
    return _tab(request, found, "user-history", {"events": events_about(request.actor, found)})


# ---------------------------------------------------------------- what can be done


@dataclass(frozen=True)
class Doing:
    """One thing that can be done to an account: a page that says what it does, and then does it (B9)."""

    label: str
    says: str
    verb: Callable[[Any], Verb]
    service: Callable[..., User]
    group: str
    move: str
    asks: str = ""
    danger: bool = False
    given: Callable[[Any], tuple[Any, ...]] = lambda _: ()

    def states(self, user: User) -> list[str]:
        """In which states of an account it is offered, where it is anybody's to do."""
        why = {
            "password": granting.why_not_password, "factor": granting.why_not_factor, "end": granting.why_not_end,
        }.get(self.group, lambda _: "")  # fmt: skip
        origins, _ = forms.MOVES[self.move]
        return [] if why(user.target) else sorted(origins)


DOINGS = {
    "invite": Doing(
        "Send the invitation again", "A new link is mailed, which works once, for 72 hours. Earlier links end.",
        lambda _: InviteAgain(), users.invite_again, "", "invite again",
    ),
    "extend-password": Doing(
        "Extend Password", "The password lasts another six months, and at most 12 months from its last change.",
        lambda sent: Extend(sent.get("why", "")), users.extend_password, "password", "extend", asks="extend",
        given=lambda sent: (sent.get("why", ""),),
    ),
    "reset-password": Doing(
        "Reset password", "A link to set a new password is mailed to the user. The old password stops working and all"
        " sessions end. You never see the password.",
        lambda _: Reset(), users.reset_password, "password", "reset",
    ),
    "unlock": Doing(
        "Unlock", "The user can try to sign in again at once.", lambda _: Unlock(), users.unlock_user, "password",
        "unlock",
    ),
    "reset-factor": Doing(
        "Reset second factor", "The user's app, keys and recovery codes stop working, and a new second factor is set up"
        " at the next sign-in. Make sure that it is this person: meet them, or ring a number you knew before.",
        lambda sent: ResetFactor(sent.get("why", "")), users.reset_factor, "factor", "lose factor", asks="how",
        danger=True, given=lambda sent: (sent.get("why", ""),),
    ),
    "end-sessions": Doing(
        "End all sessions", "The user is signed out everywhere and can sign in again.", lambda _: EndSessions(),
        users.end_sessions_of, "password", "reset", danger=True,
    ),
    "confirm": Doing(
        "Confirm that the account is needed", "The account is no longer dormant, and the user can sign in again.",
        lambda _: Confirm(), users.confirm_user, "end", "confirm",
    ),
    "suspend": Doing(
        "Suspend", "Nobody can sign in with this account until you restore it. All sessions, links and keys end at"
        " once.",
        lambda sent: Suspend(sent.get("why", ""), forms.until_of(sent)), users.suspend_user, "end", "suspend",
        asks="suspend", danger=True, given=lambda sent: (sent.get("why", ""), forms.until_of(sent)),
    ),
    "restore": Doing(
        "Restore", "The suspension ends, and the user can sign in again.", lambda _: Restore(), users.restore_user,
        "end", "restore",
    ),
    "remove": Doing(
        "Remove user", "The account is closed for good: all sessions, links and keys end at once, and all rights go."
        " What the person did stays on record with the name. To give access again, add the person anew.",
        lambda _: Remove(), users.remove_user, "end", "leave", asks="heir", danger=True,
        given=lambda sent: (forms.heir_of(sent),),
    ),
}  # fmt: skip


@requires(Capability.USERS_MANAGE, fresh=True)
@require_http_methods(["GET", "POST"])
def do(request: ActorRequest, user_id: UUID, doing: str) -> HttpResponse:
    """Say what would be done to this user, and on the second press do it."""
    found, wanted = user_of(request.actor, user_id), DOINGS.get(doing)
    if wanted is None:
        raise Http404
    if request.method == "GET":
        return _do_page(request, found, wanted)
    try:
        wanted.service(user_id, *wanted.given(request.POST), by=request.actor)
    except Refused as refusal:
        with tenancy.reading(request.actor):
            return _do_page(request, found, wanted, refusal)
    messages.success(request, f"{wanted.label}: {found.name}. Done.")
    return redirect("accounts:user-access", user_id)


def _do_page(
    request: ActorRequest, found: User, wanted: Doing, refusal: Refused | None = None
) -> HttpResponse:
    context = {
        "user": found, "doing": wanted,
        "values": {name: request.POST.get(name, "") for name in ("why", "until", "hand_over_to")},
        "errors": forms.errors_of(refusal, otherwise="") if refusal else {},
        "problem": _problem(wanted, found, request),
        "hand_over": handing_over(request.actor, found) if wanted.asks == "heir" else None,
    }  # fmt: skip
    return render(request, "accounts/users/do.html", context, status=422 if refusal else 200)


def _problem(wanted: Doing, found: User, request: ActorRequest) -> str:
    """Why it cannot be done, whatever the form says (4.6)."""
    reason = "to see" if wanted.asks else ""
    return preview_many(wanted.verb({"why": reason}), [found.key], by=request.actor).each[0].problem
