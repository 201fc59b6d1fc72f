"""Answers for what the domain refuses: a page with a sentence, or JSON to a script. Nothing typed is lost."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from interchange.accounts.access import SAFE_METHODS, SignedOut
from interchange.accounts.roles import Capability, roles_with
from interchange.core.errors import NotAllowed, Refused

FORM = "application/x-www-form-urlencoded"


class AnswerRefusals:
    """Turns `Refused` into 409, `NotAllowed` into 403 and `SignedOut` into the sign-in page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, SignedOut):
            return _signed_out(request)
        if isinstance(error, Refused):
            return _answer(request, 409, "refused", error.code, error.message)
        if isinstance(error, NotAllowed):
            return _not_allowed(request, error)
        return None


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which reads JSON."""
    return request.headers.get("Accept", "").startswith("application/json")


def _answer(request: HttpRequest, status: int, page: str, code: str, message: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"code": code, "message": message}, status=status)
    return render(request, f"site/{page}.html", {"message": message, "code": code}, status=status)


def _not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    roles = roles_with(Capability(error.capability), staff=actor.is_staff)
    titles = ", ".join(role.title for role in roles) or "none that a person can hold"
    return _answer(request, 403, "not_allowed", "not-allowed", titles)


def _signed_out(request: HttpRequest) -> HttpResponse:
    """The sign-in page in place of the one asked for; a form that was sent is kept and offered again afterwards."""
    if wants_json(request):
        return JsonResponse({"code": "signed-out", "message": "You have been signed out."}, status=401)
    target = f"{reverse('accounts:sign-in')}?{_query({'next': request.get_full_path()})}"
    if request.method in SAFE_METHODS:
        return HttpResponse(status=302, headers={"Location": target})
    held = request.body.decode("utf-8", "replace") if request.content_type == FORM else ""
    context = {"held": held, "held_path": request.path if held else "", "next": request.path, "values": {}}
    return render(request, "accounts/sign_in.html", context, status=401)


def _query(parts: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(parts)
    return query.urlencode(safe="/")
