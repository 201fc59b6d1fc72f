"""The doors of the entries grid: choosing what to enter, the grid, its cells, and what can be done with its rows."""

import hashlib
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, holds, list_with_proof, requires
from interchange.accounts.roles import Capability
from interchange.core import tenancy
from interchange.core.sent import read_json
from interchange.entries.forms import grid as forms
from interchange.entries.queries import choosing, drafts, grid_page
from interchange.entries.queries import grid as queries
from interchange.entries.rules import drafts as rules
from interchange.entries.rules.drafts import Outcome
from interchange.entries.services.drafts import save_drafts
from interchange.entries.services.filling import discard_drafts, make_ucis
from interchange.entries.steps.drafts import Answer, Saved


def grid_address(series: str, codes: list[str], **more: str) -> str:
    """The address of a grid: series and codes, and no candidate (A7)."""
    query = {name: value for name, value in {"codes": ",".join(codes), **more}.items() if value}
    address = reverse("entries:grid", args=[series])
    return f"{address}?{urlencode(query, safe=',')}" if query else address


@requires(Capability.ENTRIES_ENTER)
@require_GET
def make(request: ActorRequest) -> HttpResponse:
    """Choose the series and the entry codes; with both the grid follows."""
    asked = choosing.Asked.read(request.GET, forms.codes_asked(request.GET))
    chosen = choosing.choices(request.actor, asked)
    if "go" in request.GET and not chosen.error:
        return HttpResponseRedirect(grid_address(chosen.series, chosen.codes))
    status = 422 if chosen.error and "go" in request.GET else 200
    series = [(one.series.code, one.series.name) for one in chosen.windows]
    shown = {"chosen": chosen, "asked": asked, "series_choices": series}
    return render(request, "entries/make.html", shown, status=status)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def grid(request: ActorRequest, series: str) -> HttpResponse:
    """Candidates down, codes across: typed into, and kept as a draft until somebody submits it."""
    return _page(request, series)


@requires(Capability.ENTRIES_ENTER)
@require_http_methods(["GET", "POST"])
def save_grid(request: ActorRequest, series: str) -> HttpResponse:
    """Keep what was posted without script; what could not be kept comes back as it was typed; opened, the grid."""
    if request.method == "GET":
        return _to_grid(request, series)
    post = forms.read_post(request.POST)
    saved = save_drafts(series, post.rows, how="form", by=request.actor)
    answers = saved.answers
    if post.pressed == "ucis":
        answers = [*answers, *make_ucis(series, by=request.actor).answers]
    unkept = [answer for answer in answers if not answer.kept]
    if unkept:
        with tenancy.reading(request.actor):
            return _page(request, series, unkept=unkept)
    if post.pressed == "review":
        return redirect("entries:review", series)
    messages.success(request, _said(saved, answers))
    return _to_grid(request, series)


def _to_grid(request: ActorRequest, series: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('entries:grid', args=[series])}?{request.GET.urlencode()}")


def _said(saved: Saved, answers: list[Answer]) -> str:
    stored = len({answer.typed.key for answer in answers if answer.outcome is Outcome.SAVED})
    if not stored:
        return "Nothing had changed since the last save. Nothing has been submitted yet."
    return f"{stored} {'row' if stored == 1 else 'rows'} saved. Nothing has been submitted yet."


def _page(request: ActorRequest, series: str, *, unkept: list[Answer] | None = None) -> HttpResponse:
    shown = grid_page.Filter.read(request.GET)
    asked = forms.codes_asked(request.GET) or choosing.codes_begun(request.actor, series)
    page = grid_page.grid_page(request.actor, series, asked, shown, _whole(request.GET.get("page", ""), 1))
    codes = list(page.codes)
    if not codes and not unkept and holds(request.actor, Capability.ENTRIES_ENTER):
        return HttpResponseRedirect(f"{reverse('entries:make')}?series={series}")
    may_type = page.window.may_type and holds(request.actor, Capability.ENTRIES_ENTER)
    outcomes = _outcomes(unkept or [])
    names = queries.Names(page.columns, codes, forms.LETTERS)
    made = queries.lines_of(
        page, names, forms.shown_as, blank=_blank(request, page), may_type=may_type, outcomes=outcomes
    )
    outbox = hashlib.sha256(f"entries:{request.actor.person_id}:{request.actor.centre_id}:{series}".encode())
    return render(request, "entries/grid.html", {
        "page": page, "made": made, "codes": codes, "may_type": may_type, "hints": queries.HINTS,
        "labels": rules.DETAILS, "may_export": holds(request.actor, Capability.ENTRIES_EXPORT),
        "may_submit": holds(request.actor, Capability.ENTRIES_SUBMIT), "names": names,
        "errors": [{"text": f"{_called(one)}: {one.message}", "href": f"#r{one.typed.key}"} for one in unkept or []],
        "conflicts": [_conflict(one, page) for one in unkept or [] if one.outcome is Outcome.CONFLICT],
        "outbox_key": outbox.hexdigest()[:24], "links": _links(series, codes, request),
        "shows": list(grid_page.SHOWN.items()), "column_choices": list(grid_page.COLUMNS.items()),
        "unknown": [code for code in asked if code.upper() not in {known.upper() for known in codes}],
        "query": urlencode({"codes": ",".join(codes), "show": shown.show, "columns": shown.columns}, safe=","),
    }, status=422 if unkept else 200)  # fmt: skip


def _blank(request: ActorRequest, page: grid_page.GridPage) -> int:
    usual = queries.BLANK_ROWS if page.rows else queries.BLANK_ROWS_OF_NOBODY
    return min(_whole(request.GET.get("new", ""), usual), queries.MOST_BLANK_ROWS)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _links(series: str, codes: list[str], request: ActorRequest) -> dict[str, str]:
    """Every address of a grid."""
    routes = {
        "cells": "entries:cells", "ucis": "entries:ucis", "upload": "entries:upload", "review": "entries:review",
        "copy": "entries:copy", "discard": "entries:discard", "save": "entries:save-grid",
    }  # fmt: skip
    named = {name: reverse(route, args=[series]) for name, route in routes.items()}
    query = urlencode({"codes": ",".join(codes)}, safe=",")
    files = {
        kind: f"{reverse('entries:grid-file', args=[series, kind])}?{query}"
        for kind in ("csv", "xlsx", "ods")
    }
    here = grid_address(series, codes)
    choose = f"{reverse('entries:make')}?{urlencode({'series': series})}&{query}"
    return {
        **named, **files, "here": here, "choose": choose if holds(request.actor, Capability.ENTRIES_ENTER) else "",
        "cells": f"{named['cells']}?{query}", "upload": f"{named['upload']}?{query}",
        "copy_from": f"{named['copy']}?{query}", "discard": f"{named['discard']}?{query}",
        "review": f"{named['review']}?{query}", "save": f"{named['save']}?{request.GET.urlencode()}",
        "more_rows": grid_address(series, codes, new="25"),
    }  # fmt: skip


def _called(one: Answer) -> str:
    number, name = one.typed.cells.get("candidate_number", ""), one.typed.cells.get("surname", "")
    if one.row is not None:
        number, name = one.row.number or number, one.row.name or name
    return f"{number} {name}".strip() or "New candidate"


def _outcomes(unkept: list[Answer]) -> queries.Outcomes:
    return queries.Outcomes(
        {one.typed.key: one.typed.cells for one in unkept if one.outcome is not Outcome.LOCKED},
        {one.typed.key: one.message for one in unkept},
        frozenset(one.typed.key for one in unkept if one.outcome is Outcome.CONFLICT),
    )


def _conflict(one: Answer, page: grid_page.GridPage) -> dict[str, Any]:
    """Both values of each cell that two people changed, side by side (C8)."""
    row = one.row
    cells = [
        {"column": rules.DETAILS.get(column, column), "yours": text, "theirs": row.cell(column) if row else ""}
        for column, text in one.typed.cells.items() if row is None or text != row.cell(column)
    ]  # fmt: skip
    return {"key": one.typed.key, "called": _called(one), "cells": cells, "said": one.message}


@requires(Capability.ENTRIES_ENTER)
@require_http_methods(["GET", "POST"])
def cells(request: ActorRequest, series: str) -> HttpResponse:
    """What the script saves as somebody types, and asks for to see what others saved."""
    if request.method == "POST":
        body = read_json(request)
        how = body["source"] if body.get("source") in ("typing", "paste", "undo") else "typing"
        saved = save_drafts(series, forms.read_cells(body), how=how, by=request.actor)
        return JsonResponse(queries.answer(saved.answers, saved.window, saved.codes, by=request.actor))
    window = drafts.window_of(series)
    codes = drafts.codes_of(forms.codes_asked(request.GET)[: drafts.MOST_CODES])
    columns = [*rules.DETAILS, *codes]
    return JsonResponse(
        queries.since(request.actor, window, codes, columns, _moment(request.GET.get("since", "")))
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@requires(Capability.ENTRIES_ENTER)
@require_POST
def ucis(request: ActorRequest, series: str) -> HttpResponse:
    """Make a UCI for the rows that are named, or for every new candidate without one (R-ID-11)."""
    if request.content_type != "application/json":
        made = make_ucis(series, by=request.actor)
        count = sum(answer.kept for answer in made.answers)
        messages.success(request, f"{count} {'UCI' if count == 1 else 'UCIs'} made.")
        return redirect(grid_address(series, forms.codes_asked(request.GET)))
    body = read_json(request)
    keys = body.get("rows")
    wanted = [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else None
    made = make_ucis(series, wanted, by=request.actor)
    return JsonResponse(queries.answer(made.answers, made.window, made.codes, by=request.actor))


@requires(Capability.ENTRIES_ENTER)
@require_http_methods(["GET", "POST"])
def discard(request: ActorRequest, series: str) -> HttpResponse:
    """Take out everything that was typed and not submitted: first said, then done (B9)."""
    codes = forms.codes_asked(request.GET)
    if request.method == "POST":
        count = discard_drafts(series, by=request.actor)
        messages.success(
            request, f"{count} {'row' if count == 1 else 'rows'} taken out. What is held stands."
        )
        return redirect(grid_address(series, codes))
    window = drafts.window_of(series)
    rows = drafts.drafted(request.actor, window.series.pk)
    return render(request, "entries/discard.html", {
        "window": window, "rows": rows, "back": grid_address(series, codes),
    })  # fmt: skip


@requires(Capability.ENTRIES_EXPORT)
@gives_file
@require_GET
def grid_file(request: ActorRequest, series: str, kind: str) -> HttpResponse:
    """The grid as a file: to keep, or to fill in and send back (D9)."""
    window = drafts.window_of(series)
    codes = drafts.codes_of(forms.codes_asked(request.GET)[: drafts.MOST_CODES])
    headings, rows = queries.template_rows(request.actor, window, codes)
    about = {"Centre": request.actor.centre_number, "Series": window.series.name, "Codes": ", ".join(codes)}
    name = f"entries-{window.series.code}.{kind}"
    return list_with_proof(request, name, headings, rows, about=about, candidates=len(rows))
