"""The demo's own pages: the cast, the clock and the mailbox. They exist only where the demo is installed."""

from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from interchange.accounts.access import begin_session, public
from interchange.core import clock
from interchange.demo import company, mailbox
from interchange.demo.cast import CAST, LEFT_TO_ENROL, PASSWORD
from interchange.demo.middleware import COOKIE, FURTHEST, shift_of

SECONDS_KEPT = int(timedelta(days=1).total_seconds())
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}


@public
@require_GET
def demo(request: HttpRequest) -> HttpResponse:
    """The cast with one click to sign in, and the clock."""
    shift = shift_of(request)
    chosen = clock.london(clock.now()).strftime("%Y-%m-%dT%H:%M")
    newcomers = [player.name for player in CAST if player.key in LEFT_TO_ENROL]
    context = {
        "sides": company.sides(), "password": PASSWORD, "shifted": bool(shift), "chosen": chosen,
        "newcomers": newcomers,
    }  # fmt: skip
    return render(request, "demo/demo.html", context)


@public
@require_POST
def sign_in_as(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """One click instead of three fields."""
    membership = get_object_or_404(company.people(), pk=membership_id)
    company.note_sign_in(membership)
    begin_session(request, membership, factor="demo")
    return redirect("site:welcome")


@public
@require_POST
def set_clock(request: HttpRequest) -> HttpResponse:
    """Set this browser's clock to a moment, a step onwards, or back to the real time."""
    shift = _wanted_shift(request)
    response = redirect("demo:demo")
    if shift is None:
        messages.error(request, "That is not a moment. Choose a day and a time.")
        return response
    if request.session.get("signed_in"):  # nobody shall be signed out because the clock jumped
        company.note_seen(request.session["signed_in"], at=clock.now() - shift_of(request) + shift)
    if shift:
        seconds = str(ceil(shift.total_seconds()))
        response.set_cookie(COOKIE, seconds, max_age=SECONDS_KEPT, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _wanted_shift(request: HttpRequest) -> timedelta | None:
    step = request.POST.get("step", "")
    if step == "real":
        return timedelta(0)
    if step in STEPS:
        return min(FURTHEST, shift_of(request) + STEPS[step])
    try:
        moment = datetime.fromisoformat(request.POST.get("moment", "")).replace(tzinfo=clock.LONDON)
        shift = moment - (clock.now() - shift_of(request))
    except (ValueError, OverflowError):
        return None
    return shift if abs(shift) <= FURTHEST else None


@public
@require_GET
def mail(request: HttpRequest) -> HttpResponse:
    """What would have been sent."""
    return render(request, "demo/mail.html", {"mails": mailbox.mails()})


@public
@require_GET
def one_mail(request: HttpRequest, name: str) -> HttpResponse:
    """One message."""
    for found in mailbox.mails():
        if found.name == name:
            return render(request, "demo/one_mail.html", {"mail": found})
    raise Http404
