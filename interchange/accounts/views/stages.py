"""The pages between the password and the welcome page, one for each stage (2.7, 5.3)."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from interchange.accounts.access import public
from interchange.accounts.queries.proofs import passkeys_of
from interchange.accounts.queries.sessions import may_be_remembered, open_sessions
from interchange.accounts.rules.stages import Stage
from interchange.accounts.services import proving, sessions, signing_in
from interchange.accounts.views import setting_up
from interchange.accounts.views.pending import Visitor, at_stage, find, give_up, moved_on, onward
from interchange.accounts.views.showing import asked_for, given_in, token_of
from interchange.audit.rules import masked_email
from interchange.core import clock
from interchange.core.errors import Refused
from interchange.core.sealed import seal


@at_stage(Stage.FACTOR)
@require_http_methods(["GET", "POST"])
def code(request: Visitor) -> HttpResponse:
    """The second factor: a code, a passkey or a recovery code; five tries, then back to the password (5.2.3)."""
    if request.method == "GET":
        return _code_page(request)
    proof = proving.prove(given_in(request), token=token_of(request), by=request.by)
    if proof.kind:
        remember = bool(request.POST.get("remember")) and may_be_remembered(request.memberships)
        return moved_on(request, proved=proof.kind, remember=remember)
    left = request.pending.tries - 1
    if left < 1:
        return give_up(request, "tries")
    request.pending.keep(request, tries=left)
    return _code_page(request, error=proof.why_not)


def _code_page(request: Visitor, error: str = "") -> HttpResponse:
    context = {
        "error": error, "passkey": asked_for(request, passkeys_of(request.person.pk)), "person": request.person,
        "may_remember": may_be_remembered(request.memberships),
    }  # fmt: skip
    return render(request, "accounts/stages/code.html", context, status=422 if error else 200)


@at_stage(Stage.ENROL)
@require_http_methods(["GET", "POST"])
def enrol(request: Visitor) -> HttpResponse:
    """Setting up the first second factor: an app by its QR code, or a passkey (5.3.1, 5.3.4)."""
    problem = ""
    if request.method == "POST":
        try:
            added = setting_up.added(request, by=request.by)
        except Refused as refusal:
            problem = refusal.message
        else:
            return moved_on(request, proved=added.factor.kind, codes=seal(" ".join(added.codes)))
    request.pending.keep(request, slow=True)
    context = setting_up.shown(request, request.person) | {"error": problem}
    return render(request, "accounts/stages/enrol.html", context, status=422 if problem else 200)


@at_stage(Stage.CODES)
@require_http_methods(["GET", "POST"])
def keep_codes(request: Visitor) -> HttpResponse:
    """The ten recovery codes, until somebody says that they are kept; never again after that (5.3.2)."""
    if request.method == "POST":
        return moved_on(request, codes="")
    return render(
        request, "accounts/stages/codes.html", {"codes": setting_up.readable(request.pending.codes)}
    )


@at_stage(Stage.BROWSER)
@require_http_methods(["GET", "POST"])
def new_browser(request: Visitor) -> HttpResponse:
    """A link is mailed, and has to be opened in this browser (5.3.8). The page can send it again."""
    if request.method == "POST":
        signing_in.ask_to_confirm(request.pending.nonce, by=request.by)
        request.pending.keep(request, mailed=True, slow=True, moved=clock.real().timestamp())
        return redirect("accounts:new-browser")
    context = {"address": masked_email(request.person.email), "mailed": request.pending.mailed}
    return render(request, "accounts/stages/new_browser.html", context)


@public
@require_http_methods(["GET", "POST"])
def confirm_browser(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail. Opening it changes nothing by itself: programs that look at mails open links too."""
    stage = find(request)
    if stage is None or request.method == "GET":
        return render(request, "accounts/stages/confirm_browser.html", {"here": stage is not None})
    visitor: Visitor = request  # type: ignore[assignment]
    if stage is not Stage.BROWSER:
        return onward(request)
    signing_in.confirm_browser(token, visitor.pending.nonce, by=visitor.by)
    return moved_on(visitor, confirmed=True)


@at_stage(Stage.TERMS)
@require_http_methods(["GET", "POST"])
def accept_terms(request: Visitor) -> HttpResponse:
    """The terms of use, the first time and whenever they have changed (section 10)."""
    problem = ""
    if request.method == "POST":
        if request.POST.get("accept"):
            try:
                signing_in.accept_terms(request.POST.get("version", ""), by=request.by)
            except Refused as refusal:
                problem = refusal.message
            else:
                return moved_on(request)
        else:
            problem = "Tick the box to accept the terms. Without that nobody can use the site."
    context = {
        "error": problem,
        "version": settings.TERMS_VERSION,
        "again": bool(request.person.terms_version),
    }
    return render(request, "accounts/stages/terms.html", context, status=422 if problem else 200)


@public
@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    """The terms of use, for everybody to read."""
    return render(request, "accounts/terms.html", {"version": settings.TERMS_VERSION})


@at_stage(Stage.CENTRE)
@require_http_methods(["GET", "POST"])
def choose_centre(request: Visitor) -> HttpResponse:
    """People of several centres choose for which they work now (1.15, 2.7)."""
    chosen = request.POST.get("membership", "")
    if request.method == "POST" and chosen in {str(one.pk) for one in request.memberships}:
        return moved_on(request, membership=chosen)
    problem = "Choose a centre." if request.method == "POST" else ""
    context = {"memberships": request.memberships, "error": problem}
    return render(request, "accounts/stages/centre.html", context, status=422 if problem else 200)


@at_stage(Stage.SESSIONS)
@require_http_methods(["GET", "POST"])
def end_a_session(request: Visitor) -> HttpResponse:
    """Three sessions are open already: one of them has to go (5.4)."""
    found = list(open_sessions(request.person.pk))
    chosen = request.POST.get("session", "")
    if request.method == "POST" and chosen in {str(one.pk) for one in found}:
        sessions.end_session(UUID(chosen), by=request.by)
        return moved_on(request)
    problem = "Choose the session that shall end." if request.method == "POST" else ""
    context = {"sessions": found, "error": problem}
    return render(request, "accounts/stages/sessions.html", context, status=422 if problem else 200)
