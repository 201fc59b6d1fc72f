"""The doors for marks from files and pastes, and for files to download."""

import json
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, holds, prove_for_export, requires
from interchange.accounts.roles import Capability
from interchange.assessment import forms
from interchange.assessment.queries import answers, context, files
from interchange.assessment.queries.outcomes import How
from interchange.assessment.queries.places import Address, place_at
from interchange.assessment.rules.imports import Preview
from interchange.assessment.services.marks import save_marks
from interchange.core import tenancy
from interchange.core.downloads import file_answer
from interchange.core.errors import Refused
from interchange.core.sent import NOT_WHOLE, read_json
from interchange.core.spreadsheets import Table, read_pasted, read_table

LARGEST_FILE = 5_000_000


@requires(Capability.MARKS_ENTER)
@require_http_methods(["GET", "POST"])
def import_marks(request: ActorRequest, series: str, component: str) -> HttpResponse:
    """Upload or paste marks: always first a preview; nothing is written here (C3)."""
    address = Address(series, component)
    if request.method == "GET":
        place = place_at(request.actor, address)
        return render(
            request,
            "assessment/import.html",
            {"place": place, "links": context.links_of(place), "error": "", "text": ""},
        )
    scripted = request.content_type == "application/json"
    body = read_json(request) if scripted else {}
    with tenancy.reading(request.actor):
        try:
            made = files.preview_of(
                request.actor, address, _table(request, body), start=str(body.get("start", ""))
            )
        except Refused as refusal:
            if scripted:
                raise
            return _import_again(request, address, refusal)
        return JsonResponse(_as_json(made)) if scripted else _preview_page(request, address, made)


def _table(request: ActorRequest, body: dict[str, Any]) -> Table:
    if body or request.content_type == "application/json":
        return read_pasted(str(body.get("text", "")))
    sent = request.FILES.get("file")
    if sent is None:
        return read_pasted(request.POST.get("text", ""))
    if sent.size is not None and sent.size > LARGEST_FILE:
        raise Refused(
            "too-large", "The file is larger than 5 MB. Split it, or send only the columns that are needed."
        )
    return read_table(sent.read(), sent.name or "")


def _import_again(request: ActorRequest, address: Address, refusal: Refused) -> HttpResponse:
    place = place_at(request.actor, address)
    shown = {
        "place": place,
        "links": context.links_of(place),
        "error": refusal.message,
        "text": request.POST.get("text", ""),
    }
    return render(request, "assessment/import.html", shown, status=422)


def _preview_page(
    request: ActorRequest, address: Address, made: Preview, *, how: How = How.FILE
) -> HttpResponse:
    place = place_at(request.actor, address)
    rows = json.dumps([{**row._asdict(), "parts": list(row.parts)} for row in made.rows])
    shown = {
        "place": place,
        "links": context.links_of(place),
        "preview": made,
        "rows": rows,
        "how": how.value,
    }
    return render(request, "assessment/import_preview.html", shown)


def _as_json(made: Preview) -> dict[str, Any]:
    return asdict(made) | {"rows": [{**row._asdict(), "parts": list(row.parts)} for row in made.rows]}


@requires(Capability.MARKS_ENTER)
@require_GET
def restore(request: ActorRequest, series: str, component: str, link_number: int) -> HttpResponse:
    """Put the sheet back to an earlier point of its history: first a preview, like any other import (C5)."""
    address = Address(series, component)
    made = files.preview_of_earlier(request.actor, address, link_number)
    return _preview_page(request, address, made, how=How.UNDO)


@requires(Capability.MARKS_ENTER)
@require_POST
def accept_import(request: ActorRequest, series: str, component: str) -> HttpResponse:
    """Save exactly what the preview showed."""
    try:
        rows = json.loads(request.POST.get("rows", ""))
    except (ValueError, RecursionError):
        raise NOT_WHOLE from None
    how = How.UNDO if request.POST.get("how") == How.UNDO else How.FILE
    saved = save_marks(
        Address(series, component), forms.read_cells({"rows": rows}), how=how, by=request.actor
    )
    unkept = [answer for answer in saved.answers if not answer.kept]
    if unkept:
        said = " ".join(answers.problem_line(answer) for answer in unkept[:20])
        messages.warning(
            request, f"{len(unkept)} rows were not saved, because they changed meanwhile: {said}"
        )
    messages.success(
        request,
        f"{len(saved.answers) - len(unkept)} rows saved. Nothing has been submitted yet.",
    )
    return redirect("assessment:sheet", series, component)


@requires(Capability.MARKS_VIEW)
@gives_file
@require_GET
def sheet_file(request: ActorRequest, series: str, component: str, kind: str) -> HttpResponse:
    """The sheet as a file to fill in and send back; with the marks for who may export them (matrix 08; 5.3.6)."""
    place = place_at(request.actor, Address(series, component))
    rows = files.rows_of_file(request.actor, place)
    prove_for_export(request, candidates=len(rows))
    with_marks = holds(request.actor, Capability.MARKS_EXPORT)
    return file_answer(*files.sheet_file(request.actor, place, rows, kind, with_marks=with_marks))
