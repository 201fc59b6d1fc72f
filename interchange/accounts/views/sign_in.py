"""The doors to signing in and out. What comes between the password and the welcome page is in `stages`."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import (
    ActorRequest,
    address_of,
    browser_of,
    public,
    request_id_of,
    requires,
)
from interchange.accounts.roles import Capability
from interchange.accounts.rules.names import tidy_login_id
from interchange.accounts.services import signing_in
from interchange.accounts.steps.holding import unpack
from interchange.accounts.views.pending import COOKIE_LASTS, HELD, HELD_FOR, HELD_PATH, WELCOME, start
from interchange.core.errors import Refused

SENT_BACK = {
    "time": "That took too long, or was begun in another browser. Sign in again: nothing has changed.",
    "new-password": "Your password has been changed. Sign in with the new one.",
    "tries": "Five codes were wrong. Begin again with your password.",
}


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The front door: Login ID, username and password, in that order (A1, 2.1)."""
    if request.method == "GET":
        login_id = tidy_login_id(request.COOKIES.get(settings.LOGIN_ID_COOKIE, ""))[:10]
        why = request.GET.get("why", "")
        context = {
            "next": request.GET.get("next", ""), "why": SENT_BACK.get(why, ""), "done": why == "new-password",
            "values": {"login_id": login_id, "remember_login_id": bool(login_id)},
        }  # fmt: skip
        return render(request, "accounts/sign_in.html", context)
    sent = request.POST
    try:
        usable = signing_in.sign_in(
            sent.get("login_id", ""), sent.get("username", ""), sent.get("password", ""),
            address=address_of(request), request_id=request_id_of(request), browser=browser_of(request),
            token=request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, ""),
        )  # fmt: skip
    except Refused as refusal:
        return _sign_in_again(request, sent, refusal)
    asked = bool(sent.get("remember_login_id"))
    return _remembering(start(request, usable), usable[0].person.login_id, asked=asked)


def _remembering(response: HttpResponse, login_id: str, *, asked: bool) -> HttpResponse:
    """The Login ID, never more, stays on the computer where that was ticked (2.5)."""
    if asked:
        response.set_cookie(
            settings.LOGIN_ID_COOKIE, login_id, max_age=COOKIE_LASTS, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    else:
        response.delete_cookie(settings.LOGIN_ID_COOKIE, samesite="Lax")
    return response


def _sign_in_again(request: HttpRequest, sent: QueryDict, refusal: Refused) -> HttpResponse:
    kept = {name: sent.get(name, "") for name in ("next", "held", "held_path")}
    values = {name: sent.get(name, "") for name in ("login_id", "username", "remember_login_id")}
    context = {**kept, "values": values, "error": refusal.message}
    return render(request, "accounts/sign_in.html", context, status=422)


@requires(Capability.OWN_ACCOUNT)
@require_http_methods(["GET", "POST"])
def held(request: ActorRequest) -> HttpResponse:
    """Work that was sent when the session had ended, offered to be sent now; a POST lets it go."""
    path, fields = request.session.get(HELD_PATH), unpack(request.session.get(HELD, ""))
    if request.method == "GET" and path and fields:
        return render(request, "accounts/held.html", {"path": path, "fields": fields})
    for name in (HELD, HELD_PATH, HELD_FOR):
        request.session.pop(name, None)
    return redirect(path or WELCOME)


@requires(Capability.OWN_ACCOUNT)
@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    signing_in.record_sign_out(request.signed_in.pk, by=request.actor)
    request.session.flush()
    response = redirect("accounts:sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@requires(Capability.OWN_ACCOUNT)
@require_GET
def still_here(request: ActorRequest) -> HttpResponse:
    """Asked by a page on which somebody chose to stay signed in; asking counts as use."""
    return HttpResponse(status=204)
