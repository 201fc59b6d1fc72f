"""One's own account: second factors, recovery codes, sessions and browsers (5.3, 5.4)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, is_fresh, requires
from interchange.accounts.queries import own
from interchange.accounts.queries.providers import linked_at
from interchange.accounts.queries.sessions import memberships_of
from interchange.accounts.roles import Capability
from interchange.accounts.services import factors, sessions
from interchange.accounts.views import setting_up
from interchange.accounts.views.pending import WELCOME
from interchange.core.errors import Refused
from interchange.core.sealed import seal

PAGE = "accounts:security"
CODES = "fresh_codes"


@requires(Capability.OWN_ACCOUNT)
@require_GET
def security(request: ActorRequest) -> HttpResponse:
    """Sign-in and security: with what one signs in, where one is signed in, and from which browsers."""
    context = own.security_of(request.actor, request.signed_in) | {
        "identity": linked_at(request.actor.person_id)
    }
    return render(request, "accounts/security.html", context)


@requires(Capability.OWN_ACCOUNT, fresh=True)
@require_http_methods(["GET", "POST"])
def add_factor(request: ActorRequest) -> HttpResponse:
    """Another authenticator app or passkey."""
    problem = ""
    if request.method == "POST":
        try:
            made = setting_up.added(request, by=request.actor)
        except Refused as refusal:
            problem = refusal.message
        else:
            messages.success(request, "Added. You can sign in with it from now on.")
            return _show_codes(request, made.codes) if made.codes else redirect(PAGE)
    context = setting_up.shown(request, own.person_of(request.actor)) | {"error": problem}
    return render(request, "accounts/add_factor.html", context, status=422 if problem else 200)


@requires(Capability.OWN_ACCOUNT)
@require_POST
def name_factor(request: ActorRequest, factor_id: UUID) -> HttpResponse:
    """Call it something that says which device it is."""
    factors.name_factor(factor_id, request.POST.get("label", ""), by=request.actor)
    return redirect(PAGE)


@requires(Capability.OWN_ACCOUNT, fresh=True)
@require_POST
def remove_factor(request: ActorRequest, factor_id: UUID) -> HttpResponse:
    """Take one away; never the last one."""
    factors.remove_factor(factor_id, by=request.actor)
    messages.success(request, "Removed. It does not open your account any more.")
    return redirect(PAGE)


@requires(Capability.OWN_ACCOUNT, fresh=True)
@require_http_methods(["GET", "POST"])
def recovery_codes(request: ActorRequest) -> HttpResponse:
    """New recovery codes: shown until they are put away, and never again (5.3.2)."""
    if request.method == "POST" and request.POST.get("kept"):
        request.session.pop(CODES, None)
        return redirect(PAGE)
    if request.method == "POST":
        return _show_codes(request, factors.make_recovery_codes(by=request.actor))
    codes = setting_up.readable(request.session.get(CODES, ""))
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


def _show_codes(request: ActorRequest, codes: list[str]) -> HttpResponse:
    request.session[CODES] = seal(" ".join(codes))
    return redirect("accounts:recovery-codes")


@requires(Capability.OWN_ACCOUNT, fresh=True)
@require_POST
def end_session(request: ActorRequest, session_id: UUID) -> HttpResponse:
    """End one of one's sessions, wherever it is (5.4)."""
    sessions.end_session(session_id, by=request.actor)
    messages.success(request, "That session has ended.")
    return redirect(PAGE)


@requires(Capability.OWN_ACCOUNT, fresh=True)
@require_POST
def end_other_sessions(request: ActorRequest) -> HttpResponse:
    """End all of them but this one."""
    ended = sessions.end_other_sessions(request.signed_in.pk, by=request.actor)
    messages.success(request, f"{ended} other {'session has' if ended == 1 else 'sessions have'} ended.")
    return redirect(PAGE)


@requires(Capability.OWN_ACCOUNT, fresh=True)
@require_POST
def forget_browser(request: ActorRequest, browser_id: int) -> HttpResponse:
    """A browser that is forgotten is a new one again."""
    sessions.forget_browser(browser_id, by=request.actor)
    messages.success(request, "That browser has been forgotten.")
    return redirect(PAGE)


@requires(Capability.OWN_ACCOUNT)
@require_http_methods(["GET", "POST"])
def change_centre(request: ActorRequest) -> HttpResponse:
    """People of several centres change to another one without signing out (1.15)."""
    found = memberships_of(request.signed_in.person_id)
    chosen = request.POST.get("membership", "")
    if request.method == "POST" and chosen in {str(one.pk) for one in found}:
        proved = is_fresh(request)
        sessions.change_centre(UUID(chosen), request.signed_in.pk, proved=proved, by=request.actor)
        request.session.cycle_key()
        return redirect(WELCOME)
    now = request.signed_in.membership_id
    return render(request, "accounts/change_centre.html", {"memberships": found, "now_at": now})
