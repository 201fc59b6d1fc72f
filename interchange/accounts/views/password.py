"""The doors to one's own password."""

from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from interchange.accounts.access import ActorRequest, address_of, public, request_id_of, requires
from interchange.accounts.roles import Capability
from interchange.accounts.services import passwords
from interchange.core.errors import Refused

WELCOME = "site:welcome"


@requires(Capability.OWN_ACCOUNT)
@require_http_methods(["GET", "POST"])
def change_password(request: ActorRequest) -> HttpResponse:
    """Admin > Change your password (A4)."""
    if request.method == "GET":
        return render(request, "accounts/change_password.html", {"errors": {}})
    try:
        person = passwords.change_password(
            request.POST.get("current", ""), request.POST.get("new", ""), by=request.actor
        )
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


@public
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest, token: str) -> HttpResponse:
    """The link in an invitation: set the first password (5.1.10)."""
    person = passwords.open_activation(token).person
    error = ""
    if request.method == "POST":
        try:
            passwords.activate(
                token, request.POST.get("new", ""),
                address=address_of(request), request_id=request_id_of(request),
            )  # fmt: skip
        except Refused as refusal:
            error = refusal.message
        else:
            return redirect("accounts:sign-in")
    return render(
        request, "accounts/activate.html", {"person": person, "error": error}, status=422 if error else 200
    )
