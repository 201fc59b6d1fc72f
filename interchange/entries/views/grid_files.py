"""The doors for entries from files and pasted tables: first what would change, then just that (D8)."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.core import tenancy
from interchange.core.downloads import file_answer
from interchange.core.errors import Refused, always
from interchange.core.sent import NOT_WHOLE, all_text, read_json
from interchange.core.spreadsheets import Table, read_pasted, read_table, write_csv
from interchange.entries.forms import grid as forms
from interchange.entries.queries import drafts
from interchange.entries.queries.grid_files import Preview, preview_of
from interchange.entries.services.drafts import save_drafts
from interchange.entries.views.grid import grid_address

LARGEST_FILE = 5_000_000
TOO_LARGE = always(
    "too-large", "The file is larger than 5 MB. Split it, or send only the columns that are needed."
)
NO_FILE = always("no-file", "Choose a file, or paste a table.")


@requires(Capability.ENTRIES_ENTER)
@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest, series: str) -> HttpResponse:
    """Upload or paste entries: always first a preview; nothing is kept here."""
    if request.method == "GET":
        return _form(request, series)
    scripted = request.content_type == "application/json"
    body = read_json(request) if scripted else {}
    with tenancy.reading(request.actor):
        try:
            made = preview_of(
                request.actor, drafts.window_of(series), _table(request, body, scripted=scripted)
            )
        except Refused as refusal:
            if scripted:
                raise
            return _form(request, series, error=refusal.message)
        return JsonResponse(_as_json(made)) if scripted else _preview(request, series, made)


def _table(request: ActorRequest, body: dict[str, Any], *, scripted: bool) -> Table:
    if scripted:
        return read_pasted(str(body.get("text", "")))
    sent = request.FILES.get("file")
    if sent is None:
        text = request.POST.get("text", "")
        if not text.strip():
            raise NO_FILE
        return read_pasted(text)
    if sent.size is not None and sent.size > LARGEST_FILE:
        raise TOO_LARGE
    return read_table(sent.read(), sent.name or "")


def _form(request: ActorRequest, series: str, *, error: str = "") -> HttpResponse:
    codes = forms.codes_asked(request.GET)
    shown = {
        "window": drafts.window_of(series), "error": error, "text": request.POST.get("text", ""), "series": series,
        "back": grid_address(series, codes), "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "entries/upload.html", shown, status=422 if error else 200)


def _preview(request: ActorRequest, series: str, made: Preview) -> HttpResponse:
    codes = list(dict.fromkeys([*forms.codes_asked(request.GET), *made.codes]))
    return render(request, "entries/upload_preview.html", {
        "window": drafts.window_of(series), "made": made, "rows": json.dumps(made.rows), "bad": json.dumps(made.bad),
        "codes": ",".join(codes), "back": grid_address(series, forms.codes_asked(request.GET)), "series": series,
        "query": request.GET.urlencode(),
    })  # fmt: skip


def _as_json(made: Preview) -> dict[str, Any]:
    return {
        "changed": [vars(change) for change in made.changed], "unchanged": made.unchanged, "notes": made.notes,
        "refused": [{"line": one.row, "message": f"{one.column}: {one.sentence}"} for one in made.problems],
        "rows": made.rows,
    }  # fmt: skip


@requires(Capability.ENTRIES_ENTER)
@require_POST
def accept_upload(request: ActorRequest, series: str) -> HttpResponse:
    """Keep exactly what the preview showed."""
    typed = forms.read_cells({"rows": _list(request.POST.get("rows", ""))})
    saved = save_drafts(series, typed, how="file", by=request.actor)
    unkept = [answer for answer in saved.answers if not answer.kept]
    if unkept:
        said = " ".join(answer.message for answer in unkept[:10])
        messages.warning(request, f"{len(unkept)} rows were not kept, because they changed meanwhile: {said}")
    kept = len(saved.answers) - len(unkept)
    messages.success(
        request, f"{kept} {'row' if kept == 1 else 'rows'} saved. Nothing has been submitted yet."
    )
    return redirect(grid_address(series, request.POST.get("codes", "")[:700].split(",")))


@requires(Capability.ENTRIES_ENTER)
@require_POST
def bad_rows(request: ActorRequest, series: str) -> HttpResponse:
    """The lines that could not be used, with a column that says why, to mend and send again (R-WAY-8)."""
    rows = _list(request.POST.get("bad", ""))
    if not rows or not all(isinstance(row, list) and all_text(row) for row in rows):
        raise NOT_WHOLE
    return file_answer(write_csv(rows[0], rows[1:]), "entries-to-mend.csv")


def _list(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise NOT_WHOLE from None
    if not isinstance(found, list):
        raise NOT_WHOLE
    return found
