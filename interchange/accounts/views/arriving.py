"""The doors of links that are mailed to people: joining another centre, confirming an address (1.15, 4.10)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from interchange.accounts.access import ActorRequest, address_of, public, requires
from interchange.accounts.queries.administrators import address_of as address_of_person
from interchange.accounts.roles import Capability
from interchange.accounts.services import users
from interchange.core.errors import Refused


@requires(Capability.OWN_ACCOUNT)
@require_http_methods(["GET", "POST"])
def join(request: ActorRequest, token: str) -> HttpResponse:
    """Somebody who has an account joins the centre that invites them, after a full sign-in."""
    link, error = users.open_joining(token), ""
    if request.method == "POST":
        try:
            joined = users.join(token, by=request.actor)
        except Refused as refusal:
            error = refusal.message
        else:
            messages.success(request, f"You have joined {joined.centre}. Choose it after your next sign-in.")
            return redirect("site:welcome")
    centre = link.membership.centre if link.membership else None
    context = {"centre": centre, "error": error}
    return render(request, "accounts/users/join.html", context, status=422 if error else 200)


@requires(Capability.OWN_ACCOUNT, fresh=True)
@require_http_methods(["GET", "POST"])
def change_email(request: ActorRequest) -> HttpResponse:
    """Another address for one's own account."""
    error = ""
    if request.method == "POST":
        try:
            address = users.change_own_email(request.POST.get("email", ""), by=request.actor)
        except Refused as refusal:
            error = refusal.message
        else:
            messages.success(
                request, f"A link has been mailed to {address}. Until it is used, the old address stays."
            )
            return redirect("accounts:security")
    now = address_of_person(request.actor.person_id)
    context = {"error": error, "value": request.POST.get("email", ""), "address": now}
    return render(request, "accounts/change_email.html", context, status=422 if error else 200)


@public
@require_http_methods(["GET", "POST"])
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a mail to a new address: from now on it is the one we write to."""
    link = users.open_confirmation(token)
    if request.method == "POST":
        request_id = str(getattr(request, "request_id", ""))
        users.confirm_email(token, address=address_of(request), request_id=request_id)
        return render(request, "accounts/users/confirm_email.html", {"address": link.address, "done": True})
    return render(request, "accounts/users/confirm_email.html", {"address": link.address, "done": False})
