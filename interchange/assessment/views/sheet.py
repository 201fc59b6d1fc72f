"""The doors of one mark sheet: the page, its cells, its history, its declarations."""

import hashlib
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, holds, requires
from interchange.accounts.roles import Capability
from interchange.assessment import forms
from interchange.assessment.queries import answers, context
from interchange.assessment.queries.outcomes import How, Outcome, Saved
from interchange.assessment.queries.pages import KEPT_ORDER, NOTHING, Filter, Outcomes, sheet_page
from interchange.assessment.queries.places import Address, Place, latest_save, place_at, rows_at
from interchange.assessment.services.marks import declare, key_second_time, save_marks
from interchange.core import clock, tenancy
from interchange.core.errors import Refused
from interchange.core.sent import read_json


@requires(Capability.MARKS_VIEW)
@require_http_methods(["GET", "POST"])
def sheet(request: ActorRequest, series: str, component: str) -> HttpResponse:
    """The list of candidates entered for an assessment, to type into (D1 to D4)."""
    address = Address(series, component)
    if request.method == "POST":
        return _save(request, address)
    place = place_at(request.actor, address)
    return _page(request, place, _filter(request))


def _filter(request: ActorRequest) -> Filter:
    """The filter of the address; the order that a person chose last is kept for the sitting (C10)."""
    query = request.GET.dict()
    if "sort" in query:
        request.session[KEPT_ORDER] = query["sort"][:10]
    return Filter.read({"sort": request.session.get(KEPT_ORDER, ""), **query})


def _save(request: ActorRequest, address: Address) -> HttpResponse:
    """Save what was posted without script; what could not be saved comes back as it was typed."""
    with tenancy.reading(request.actor):
        place = place_at(request.actor, address)
    post = forms.read_post(request.POST, place.profile)
    saved = save_marks(address, post.rows, how=How.TYPING if post.checks_all else How.FORM, by=request.actor)
    bad = saved.having(Outcome.PROBLEM, Outcome.CONFLICT, Outcome.LOCKED)
    told = [answer for answer in saved.answers if answer.message]
    for answer in saved.answers:
        if answer.note:
            messages.info(request, answers.noted_line(answer))
    if not bad and not told:
        stored = len(saved.having(Outcome.SAVED))
        messages.success(request, _said(stored))
        return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)
    with tenancy.reading(request.actor):
        return _again(request, saved)


def _said(stored: int) -> str:
    if not stored:
        return "Nothing had changed since the last save. Nothing has been submitted yet."
    return f"{stored} {'row' if stored == 1 else 'rows'} saved. Nothing has been submitted yet."


def _again(request: ActorRequest, saved: Saved) -> HttpResponse:
    """The page after a save in which something was wrong: each problem at the top and in its row."""
    unkept = [answer for answer in saved.answers if not answer.kept]
    outcomes = Outcomes(
        {answer.typed.number: answer.typed for answer in unkept if answer.row is not None},
        {answer.typed.number: answer.message for answer in saved.answers if answer.message},
        {answer.typed.number: answer.message for answer in saved.having(Outcome.CONFLICT)},
    )
    place = place_at(request.actor, Address(saved.place.series_code, saved.place.slug))
    errors = [
        {"text": answers.problem_line(answer), "href": f"#r{answer.typed.number}"}
        for answer in saved.answers
        if answer.message
    ]
    extra = {"errors": errors, "conflicts": answers.conflicts(saved)}
    return _page(request, place, _filter(request), outcomes=outcomes, status=422, extra=extra)


def _page(
    request: ActorRequest, place: Place, shown: Filter, *, outcomes: Outcomes = NOTHING, status: int = 200,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    rows = rows_at(request.actor, place)
    page = sheet_page(place, rows, shown, at=clock.now(), outcomes=outcomes)
    shared = context.of_sheet(request.actor, page)
    outbox = hashlib.sha256(
        f"{request.actor.person_id}:{place.centre_id}:{place.slug}:{place.series_code}".encode()
    )
    token = latest_save(rows)
    return render(request, "assessment/sheet.html", {
        "errors": [], "conflicts": [], "outbox_key": outbox.hexdigest()[:24], **shared, **(extra or {}),
        "token": token.isoformat() if token else "",
    }, status=status)  # fmt: skip


@requires(Capability.MARKS_ENTER)
@require_http_methods(["GET", "POST"])
def cells(request: ActorRequest, series: str, component: str) -> HttpResponse:
    """What the script saves as somebody types, and asks for to see what others saved."""
    address = Address(series, component)
    if request.method == "POST":
        body = read_json(request)
        how = How(body["source"]) if body.get("source") in list(How) else How.TYPING
        saved = save_marks(address, forms.read_cells(body), how=how, by=request.actor)
        return JsonResponse(answers.as_json(saved, by=request.actor))
    place = place_at(request.actor, address)
    return JsonResponse(
        answers.since(
            rows_at(request.actor, place), place, _moment(request.GET.get("since", "")), by=request.actor
        )
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@requires(Capability.MARKS_VIEW)
@require_GET
def cell_history(request: ActorRequest, series: str, component: str, number: str) -> HttpResponse:
    """Who gave this candidate which mark, and when (C5)."""
    place = place_at(request.actor, Address(series, component))
    history = answers.history_of(request.actor, place, number)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse(history)
    return render(request, "assessment/cell_history.html", {"history": history, "place": place})


@requires(Capability.MARKS_VIEW)
@require_GET
def sheet_history(request: ActorRequest, series: str, component: str) -> HttpResponse:
    """Everything that happened to this sheet."""
    place = place_at(request.actor, Address(series, component))
    lines = answers.events_of_sheet(request.actor, place)
    may_enter = holds(request.actor, Capability.MARKS_ENTER) and not place.why_read_only(at=clock.now())
    return render(
        request, "assessment/sheet_history.html", {"place": place, "lines": lines, "may_enter": may_enter}
    )


@requires(Capability.MARKS_ENTER)
@require_POST
def declarations(request: ActorRequest, series: str, component: str) -> HttpResponse:
    """Set the three declarations of R-NEA-7."""
    declare(Address(series, component), request.POST.getlist("kind"), by=request.actor)
    messages.success(request, "Declarations saved.")
    return redirect(reverse("assessment:sheet", args=[series, component]) + "#declare-heading")


@requires(Capability.MARKS_ENTER)
@require_http_methods(["GET", "POST"])
def second_keying(request: ActorRequest, series: str, component: str) -> HttpResponse:
    """Key the marks a second time without seeing the first (R-MK-8)."""
    address = Address(series, component)
    if request.method == "GET":
        return render(
            request,
            "assessment/second.html",
            context.of_second(request.actor, place_at(request.actor, address)),
        )
    with tenancy.reading(request.actor):
        place = place_at(request.actor, address)
    post = forms.read_post(request.POST, place.profile)
    keyed = key_second_time(address, post.rows, by=request.actor)
    problems = [answer for answer in keyed if answer.message]
    if problems:
        raise Refused("second-problems", " ".join(answers.problem_line(answer) for answer in problems[:20]))
    return redirect("assessment:differences", series, component)


@requires(Capability.MARKS_ENTER)
@require_GET
def differences(request: ActorRequest, series: str, component: str) -> HttpResponse:
    """Where the second keying differs from the first (R-MK-8)."""
    place = place_at(request.actor, Address(series, component))
    return render(
        request,
        "assessment/differences.html",
        context.of_differences(request.actor, place, holds(request.actor, Capability.MARKS_ENTER)),
    )
