"""Answers for what the domain refuses: a page with a sentence, or JSON to a script. Nothing typed is lost."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from interchange.accounts.access import SAFE_METHODS, ProofNeeded, SignedOut
from interchange.accounts.queries.people import administrators_of
from interchange.accounts.roles import Capability, roles_with
from interchange.accounts.steps.holding import hold_for_step_up
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed, Refused
from interchange.site.answers import refusal, wants_json

FORM, FORM_WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"
NOT_ALLOWED = 405
HEADINGS = {
    "link-ended": "This link does not work any more",
    "other-browser": "This link belongs to another browser",
}
"""What is written above a refusal where more can be said than that this cannot be done."""


class AnswerRefusals:
    """Turns `Refused` into 409 and `NotAllowed` into 403; `SignedOut` and `ProofNeeded` into pages that ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        bare = answer.status_code == NOT_ALLOWED and not answer.content
        return _not_a_page(request, answer) if bare and request.method == "GET" else answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, SignedOut):
            return _signed_out(request)
        if isinstance(error, ProofNeeded):
            return _proof_needed(request)
        if isinstance(error, Refused):
            heading = HEADINGS.get(error.code, "This cannot be done")
            return refusal(request, 409, error.code, error.message, heading=heading)
        if isinstance(error, NotAllowed):
            return _not_allowed(request, error)
        return None


def _not_a_page(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """An address that only takes forms, opened as if it were a page, as after a reload or a sign-in."""
    message = "This address takes only what is sent from a page. Nothing was changed. Go back, and send it from there."
    said = refusal(request, NOT_ALLOWED, "not-a-page", message, heading="There is no page at this address")
    said["Allow"] = answer.get("Allow", "")
    return said


def _not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    """Which role is needed, and who in the centre can give it (A2)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    titles = [role.label for role in roles_with(_named(error.capability), staff=actor.is_staff)]
    others = "people of centres" if actor.is_staff else f"the staff of {settings.AWARDING_BODY}"
    message = f"It needs the role {' or '.join(titles)}." if titles else f"This page is for {others} only."
    givers = administrators_of(actor.centre_id) if titles and actor.centre_id is not None else []
    return refusal(
        request, 403, "not-allowed", message, heading="Your roles do not open this", page="site/not_allowed.html",
        titles=titles, givers=givers,
    )  # fmt: skip


def _named(capability: str) -> Capability:
    return next(one for one in Capability if one.value == capability)


def _signed_out(request: HttpRequest) -> HttpResponse:
    """The sign-in page in place of the one asked for; a form that was sent is kept and offered again afterwards."""
    if wants_json(request):
        return JsonResponse({"code": "signed-out", "message": "You have been signed out."}, status=401)
    target = f"{reverse('accounts:sign-in')}?{_query({'next': request.get_full_path()})}"
    if request.method in SAFE_METHODS:
        return HttpResponse(status=302, headers={"Location": target})
    held = _held(request)
    context = {"held": held, "held_path": request.path if held else "", "next": request.path, "values": {}}
    return render(request, "accounts/sign_in.html", context, status=401)


def _proof_needed(request: HttpRequest) -> HttpResponse:
    """The page that asks for the second factor again (5.3.6), and then goes on; a form that was sent goes with it."""
    if wants_json(request):
        message = "Show your second factor again, then repeat this."
        return JsonResponse({"code": "proof-needed", "message": message}, status=401)
    onto = request.get_full_path() if request.method in SAFE_METHODS else request.path
    if held := _held(request):
        hold_for_step_up(request.session, held, onto)
    target = f"{reverse('accounts:step-up')}?{_query({'next': onto})}"
    return HttpResponse(status=303, headers={"Location": target})


def _held(request: HttpRequest) -> str:
    """The form that was sent, as text; none of one with files, which a page cannot carry on."""
    if request.method in SAFE_METHODS or request.content_type not in (FORM, FORM_WITH_FILES):
        return ""
    if request.content_type == FORM:
        return request.body.decode("utf-8", "replace")
    return "" if request.FILES else request.POST.urlencode()


def _query(parts: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(parts)
    return query.urlencode(safe="/")
