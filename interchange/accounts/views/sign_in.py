"""The doors to signing in and out."""

from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import (
    ActorRequest,
    address_of,
    begin_session,
    public,
    request_id_of,
    requires,
)
from interchange.accounts.middleware import actor_of
from interchange.accounts.models import Membership
from interchange.accounts.roles import Capability
from interchange.accounts.services import signing_in
from interchange.core.errors import Refused

WELCOME = "site:welcome"


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The front door: Login ID, username and password, in that order (A1, 2.1)."""
    if request.method == "GET":
        return render(request, "accounts/sign_in.html", {"next": request.GET.get("next", ""), "values": {}})
    sent = request.POST
    try:
        membership = signing_in.sign_in(
            sent.get("login_id", ""), sent.get("username", ""), sent.get("password", ""),
            address=address_of(request), request_id=request_id_of(request),
        )  # fmt: skip
    except Refused as refusal:
        return _sign_in_again(request, sent, refusal)
    begin_session(request, membership)
    return _onward(cast(ActorRequest, request), sent, membership)


def _sign_in_again(request: HttpRequest, sent: QueryDict, refusal: Refused) -> HttpResponse:
    kept = {name: sent.get(name, "") for name in ("next", "held", "held_path")}
    values = {name: sent.get(name, "") for name in ("login_id", "username")}
    context = {**kept, "values": values, "error": refusal.message}
    return render(request, "accounts/sign_in.html", context, status=422)


def _onward(request: ActorRequest, sent: QueryDict, membership: Membership) -> HttpResponse:
    """To the page asked for; or, with work that was held over a lapse, to the page that offers to save it."""
    path = sent.get("held_path", "")
    held = sent.get("held", "")
    if held and _is_ours(request, path):
        request.actor = actor_of(membership, request)
        fields = [(name, value) for name, values in QueryDict(str(held)).lists() for value in values]
        kept = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
        return render(request, "accounts/held.html", {"path": path, "fields": kept})
    target = sent.get("next", "")
    return redirect(target if target and _is_ours(request, target) else WELCOME)


def _is_ours(request: HttpRequest, address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, {request.get_host()})


@requires(Capability.OWN_ACCOUNT)
@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    signing_in.record_sign_out(by=request.actor)
    request.session.flush()
    response = redirect("accounts:sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@requires(Capability.OWN_ACCOUNT)
@require_GET
def still_here(request: ActorRequest) -> HttpResponse:
    """Asked by a page on which somebody chose to stay signed in; asking counts as use."""
    return HttpResponse(status=204)
