"""The doors to one's own password: changing it, renewing it, the first one, and a forgotten one."""

import secrets

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from interchange.accounts.access import (
    ActorRequest,
    address_of,
    browser_of,
    public,
    request_id_of,
    requires,
)
from interchange.accounts.queries.sessions import memberships_of
from interchange.accounts.roles import Capability
from interchange.accounts.rules.stages import Stage
from interchange.accounts.services import passwords, resets
from interchange.accounts.steps.resets import RESET_LASTS
from interchange.accounts.views.pending import Visitor, at_stage, moved_on, start
from interchange.core.errors import Refused

WELCOME = "site:welcome"
LONGEST_TOKEN = 100


@requires(Capability.OWN_ACCOUNT, fresh=True)
@require_http_methods(["GET", "POST"])
def change_password(request: ActorRequest) -> HttpResponse:
    """Admin > Change your password (A4, 5.1.6, 5.3.6)."""
    if request.method == "GET":
        return render(request, "accounts/change_password.html", {"errors": {}})
    try:
        person = passwords.change_password(
            request.POST.get("current", ""), request.POST.get("new", ""), session=request.signed_in,
            by=request.actor,
        )  # fmt: skip
    except Refused as refusal:
        name = "current" if refusal.code.startswith("current") else "new"
        errors = {name: {"text": refusal.message, "href": f"#{name}"}}
        return render(request, "accounts/change_password.html", {"errors": errors}, status=422)
    request.session.cycle_key()
    request.session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    messages.success(
        request, "Your password has been changed. Other browsers signed in as you have been signed out."
    )
    return redirect(WELCOME)


@at_stage(Stage.PASSWORD)
@require_http_methods(["GET", "POST"])
def renew_password(request: Visitor) -> HttpResponse:
    """Within a sign-in: a new password where the old one has expired or has to go (5.1.1, 5.1.11)."""
    error = ""
    if request.method == "POST":
        try:
            person = passwords.renew_password(request.POST.get("new", ""), by=request.by)
        except Refused as refusal:
            error = refusal.message
        else:
            return moved_on(request, password=person.get_session_auth_hash())
    context = {"person": request.person, "expired": request.person.reset_required_at is None, "error": error}
    return render(request, "accounts/renew_password.html", context, status=422 if error else 200)


@public
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest, token: str) -> HttpResponse:
    """The link in an invitation: the first password, and then the rest of a first sign-in (5.1.10)."""
    person = passwords.open_activation(token).person
    error = ""
    if request.method == "POST":
        try:
            membership = passwords.activate(
                token, request.POST.get("new", ""), address=address_of(request),
                request_id=request_id_of(request), browser=browser_of(request),
            )  # fmt: skip
        except Refused as refusal:
            error = refusal.message
        else:
            return start(request, memberships_of(membership.person_id))
    return render(
        request, "accounts/activate.html", {"person": person, "error": error}, status=422 if error else 200
    )


@public
@require_http_methods(["GET", "POST"])
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link to a new password; one answer for every Login ID and username (5.1.11)."""
    if request.method == "GET":
        return render(request, "accounts/forgotten_password.html", {"sent": False})
    token = secrets.token_urlsafe(32)
    resets.ask_for_link(
        request.POST.get("login_id", ""), request.POST.get("username", ""), token=token,
        address=address_of(request), request_id=request_id_of(request), browser=browser_of(request),
    )  # fmt: skip
    response = render(request, "accounts/forgotten_password.html", {"sent": True})
    response.set_cookie(
        settings.RESET_COOKIE, token, max_age=int(RESET_LASTS.total_seconds()), httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


@public
@require_http_methods(["GET", "POST"])
def reset_password(request: HttpRequest, token: str) -> HttpResponse:
    """The link to a new password; after it people sign in, with the second factor as always (5.1.11)."""
    browser = request.COOKIES.get(settings.RESET_COOKIE, "")[:LONGEST_TOKEN]
    link = resets.open_reset(token, browser=browser)
    by = resets.holder_of(
        link, address=address_of(request), request_id=request_id_of(request), browser=browser_of(request)
    )
    error = ""
    if request.method == "POST":
        try:
            resets.use_reset(token, request.POST.get("new", ""), token_of_browser=browser, by=by)
        except Refused as refusal:
            error = refusal.message
        else:
            response = redirect(f"{reverse('accounts:sign-in')}?why=new-password")
            response.delete_cookie(settings.RESET_COOKIE)
            return response
    context = {"person": link.person, "error": error}
    return render(request, "accounts/reset_password.html", context, status=422 if error else 200)
