"""The doors for files of entries: send, follow, answer, fetch (R-WAY-1, R-WAY-7)."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, prove_for_export, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.catalogue.queries import series_list
from interchange.core import tenancy, uploads
from interchange.core.downloads import list_answer
from interchange.core.errors import Refused
from interchange.exchange.queries import files
from interchange.exchange.queries.held import made_file_of, made_files
from interchange.exchange.rules.tables import bad_rows
from interchange.exchange.services.making import FORMS, make_file
from interchange.exchange.services.receiving import answer_differences, process_file, send_files
from interchange.exchange.steps.answering import waiting_files

MOST_FILES = 20
ANSWERED = {"loaded": "The file is loaded.", "rejected": "The file is set aside. Nothing of it was taken."}
ASKS_AGAIN = "Something changed meanwhile. Look at the question again."


@requires(Capability.ENTRIES_SUBMIT)
@require_http_methods(["GET", "POST"])
def send(request: ActorRequest) -> HttpResponse:
    """Send one file or several; what becomes of each is shown at once."""
    if request.method == "GET":
        return render(request, "exchange/send.html", {"refused": [], "taken": [], "summary": []})
    sent = request.FILES.getlist("files")[:MOST_FILES]
    if not sent:
        return _send_again(request, [("", "Choose a file.")], [])
    outcomes = send_files([(file, file.name or "") for file in sent], by=request.actor)
    refused = [("", outcome.message) for outcome in outcomes if isinstance(outcome, Refused)]
    taken = [outcome for outcome in outcomes if not isinstance(outcome, Refused)]
    if refused:
        return _send_again(request, refused, taken)
    if len(taken) == 1:
        return redirect("exchange:file", taken[0].pk)
    messages.success(request, f"{len(taken)} files received.")
    return redirect("exchange:files")


def _send_again(
    request: ActorRequest, refused: list[tuple[str, str]], taken: Sequence[object]
) -> HttpResponse:
    summary = [{"text": said, "href": "#files"} for _, said in refused]
    context = {"refused": refused, "taken": taken, "summary": summary}
    return render(request, "exchange/send.html", context, status=422)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def sent_files(request: ActorRequest) -> HttpResponse:
    """The files that the centre has sent, with what came of each."""
    return render(request, "exchange/files.html", files.files_page(request.actor, request.GET.dict()))


@requires(Capability.ENTRIES_VIEW)
@require_GET
def files_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list as a file, under the filter of the page."""
    rows, about = files.export_rows(request.actor, request.GET.dict())
    return list_answer(f"files.{kind}", files.HEADINGS, rows, about=about, by=request.actor)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def file(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """One file: its four steps, its problems, and what it asks."""
    return render(request, "exchange/file.html", files.file_page(request.actor, batch_id))


@requires(Capability.ENTRIES_SUBMIT)
@require_POST
def answer(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Keep or withdraw what a file does not contain, or set the file aside; files that waited for it come next."""
    try:
        batch = answer_differences(batch_id, request.POST.get("answer", ""), by=request.actor)
    except Refused as refusal:
        with tenancy.reading(request.actor):
            context = files.file_page(request.actor, batch_id) | {"error": refusal.message}
            return render(request, "exchange/file.html", context, status=422)
    with tenancy.reading(request.actor):
        waiting = waiting_files(request.actor, batch.centre_id)
    for other in waiting:
        process_file(other, by=request.actor)
    messages.success(request, ANSWERED.get(batch.state, ASKS_AGAIN))
    return redirect("exchange:file", batch_id)


def given(content: Any, name: str) -> HttpResponse:
    """A kept file, to be saved and never to be opened within the site; its name without what a name need not have."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "-", name)
    answer: Any = FileResponse(
        content, as_attachment=True, filename=plain, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer._csp_update = {"sandbox": True}  # noqa: SLF001  (django-csp reads it)
    return answer  # type: ignore[no-any-return]


@requires(Capability.ENTRIES_EXPORT, look=Event.FILE_DOWNLOADED)
@gives_file
@require_GET
def file_content(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """The bytes as they came."""
    batch = files.file_of(request.actor, batch_id)
    return given(uploads.opened(batch.kept), batch.name)


@requires(Capability.ENTRIES_VIEW)
@gives_file
@require_GET
def file_acknowledgement(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """What acknowledges the file, as text."""
    name, text = files.acknowledgement_of(request.actor, batch_id)
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@requires(Capability.ENTRIES_EXPORT, look=Event.FILE_DOWNLOADED)
@gives_file
@require_GET
def file_bad_rows(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """The rows of a table that were left out, each with what is wrong (R-WAY-8)."""
    batch = files.file_of(request.actor, batch_id)
    with uploads.opened(batch.kept) as content:
        text = bad_rows(batch.name, content, batch.size, batch.problems)  # type: ignore[arg-type]
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="to-put-right.csv"'
    return answer


# ---------------------------------------------------------------- what is held, as a file


@requires(Capability.ENTRIES_EXPORT)
@require_http_methods(["GET", "POST"])
def held_entries(request: ActorRequest) -> HttpResponse:
    """What the awarding body holds, as a file for the centre's own system (R-WAY-3)."""
    if request.method == "GET":
        return _held(request, "")
    try:
        made = make_file(request.POST.get("series", ""), request.POST.get("form", ""), by=request.actor)
    except Refused as refusal:
        with tenancy.reading(request.actor):
            return _held(request, refusal.message)
    messages.success(request, f"{made.name} is ready to download.")
    return redirect("exchange:held")


def _held(request: ActorRequest, error: str) -> HttpResponse:
    series = [("", "Choose a series"), *series_list().values_list("code", "name")]
    found = made_files(request.actor, request.GET.dict())
    context = {
        "list": found,
        "series": series,
        "forms": list(FORMS.items()),
        "error": error,
        "typed": request.POST,
    }
    return render(request, "exchange/held.html", context, status=422 if error else 200)


@requires(Capability.ENTRIES_EXPORT, look=Event.FILE_DOWNLOADED)
@gives_file
@require_GET
def made_file(request: ActorRequest, made_id: UUID) -> HttpResponse:
    """A file that was made, as it was kept (5.3.6)."""
    made = made_file_of(request.actor, made_id)
    prove_for_export(request, candidates=made.candidates)
    return given(uploads.opened(made.kept), made.name)
