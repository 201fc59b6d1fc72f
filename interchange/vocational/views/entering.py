"""The doors to making vocational entries: a scheme, its learners by form, paste or file, a preview, and doing it."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.core import tenancy
from interchange.core.downloads import template_answer
from interchange.core.errors import Refused
from interchange.core.spreadsheets import Table, read_pasted, read_table
from interchange.vocational import queries, services
from interchange.vocational.rules.entering import Plan
from interchange.vocational.rules.learners import LEARNERS

LARGEST_FILE = 2_000_000
C = Capability


@requires(C.VQ_ENTRIES_SUBMIT)
@require_GET
def schemes(request: ActorRequest) -> HttpResponse:
    """Entries > Make vocational entries: the schemes that the centre is approved for."""
    return render(request, "vocational/schemes.html", {"schemes": queries.schemes_of(request.actor)})


@requires(C.VQ_ENTRIES_SUBMIT)
@require_GET
def template(request: ActorRequest, kind: str) -> HttpResponse:
    """An empty file to fill in."""
    return template_answer(f"learners.{kind}", LEARNERS.titles)


@requires(C.VQ_ENTRIES_SUBMIT)
@require_http_methods(["GET", "POST"])
def scheme(request: ActorRequest, scheme: str) -> HttpResponse:
    """Learners for one scheme: typed, pasted or uploaded; always first a preview, and nothing is written here."""
    if request.method == "GET":
        return _scheme(request, scheme)
    with tenancy.reading(request.actor):
        try:
            plan = services.preview_learners(_table(request), scheme, actor=request.actor)
        except Refused as refusal:
            return _scheme(request, scheme, refusal)
        return _preview(request, scheme, plan)


def _table(request: ActorRequest) -> Table:
    sent, typed = request.FILES.get("file"), request.POST.get("text", "")
    if sent is not None:
        if sent.size is not None and sent.size > LARGEST_FILE:
            raise Refused("file", "The file is larger than 2 MB. Send only the columns that are needed.")
        return read_table(sent.read(), sent.name or "", most=services.MOST)
    if typed.strip():
        return read_pasted(typed, most=services.MOST)
    one = [request.POST.get(column.name, "") for column in LEARNERS.columns]
    if not any(cell.strip() for cell in one):
        raise Refused("surname", "Type a learner, paste a table, or choose a file.")
    return Table([LEARNERS.titles, one])


def _scheme(request: ActorRequest, key: str, refusal: Refused | None = None) -> HttpResponse:
    line = queries.scheme_line(request.actor, key)
    context: dict[str, Any] = {
        "line": line, "scheme": queries.scheme(line), "guide": LEARNERS.guide, "text": request.POST.get("text", ""),
        "values": {column.name: request.POST.get(column.name, "") for column in LEARNERS.columns},
        "error": refusal.message if refusal else "", "error_at": refusal.code if refusal else "",
    }  # fmt: skip
    return render(request, "vocational/scheme.html", context, status=422 if refusal else 200)


def _preview(request: ActorRequest, key: str, plan: Plan) -> HttpResponse:
    context = {"line": queries.scheme_line(request.actor, key), "plan": plan, "rows": json.dumps(plan.rows)}
    return render(request, "vocational/preview.html", context, status=422 if plan.problems else 200)


@requires(C.VQ_ENTRIES_SUBMIT)
@require_POST
def enter(request: ActorRequest, scheme: str) -> HttpResponse:
    """Do exactly what the preview showed."""
    try:
        plan = services.enter_learners(
            scheme, _lines(request), request.POST.get("digest", ""), by=request.actor
        )
    except Refused as refusal:
        with tenancy.reading(request.actor):
            return _scheme(request, scheme, refusal)
    done = len(plan.effects)
    said = f"{done} {'line' if done == 1 else 'lines'} entered." if done else "Nothing had to be changed."
    messages.success(request, said)
    return redirect(f"/vocational/entries/?scheme={scheme}")


def _lines(request: ActorRequest) -> list[list[str]]:
    """The good lines of a preview as its page sends them back; refused where they are not such lines."""
    try:
        rows = json.loads(request.POST.get("rows", ""))
    except ValueError:
        raise services.CHANGED from None
    shaped = isinstance(rows, list) and all(
        isinstance(row, list) and row and all(isinstance(cell, str) for cell in row) for row in rows
    )
    if not shaped:
        raise services.CHANGED
    return rows  # type: ignore[no-any-return]
