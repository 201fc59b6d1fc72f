"""The awarding body's doors to files: all centres' files, and what is known of the formats."""

from collections import defaultdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core import tenancy, uploads
from interchange.core.downloads import list_answer
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of
from interchange.exchange import forms
from interchange.exchange.queries import files, formats
from interchange.exchange.services import formats as services
from interchange.exchange.services.for_centres import answer_for_centre, send_for_centre
from interchange.exchange.views.files import ANSWERED, ASKS_AGAIN, given


@requires(Capability.ENTRIES_AMEND)
@require_GET
def desk_files(request: ActorRequest) -> HttpResponse:
    """The files of all centres, the newest first."""
    return render(request, "exchange/desk_files.html", files.files_page(request.actor, request.GET.dict()))


@requires(Capability.ENTRIES_AMEND)
@require_GET
def desk_files_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list as a file, under the filter of the page."""
    rows, about = files.export_rows(request.actor, request.GET.dict())
    return list_answer(f"files-of-centres.{kind}", files.HEADINGS, rows, about=about, by=request.actor)


@requires(Capability.ENTRIES_AMEND)
@require_GET
def desk_file(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """One file of a centre, as the centre sees it."""
    return render(request, "exchange/desk_file.html", files.file_page(request.actor, batch_id))


@requires(Capability.ENTRIES_AMEND)
@require_http_methods(["GET", "POST"])
def desk_send(request: ActorRequest) -> HttpResponse:
    """Send a file for a centre, with why; what becomes of it is shown at once."""
    typed = {name: request.POST.get(name, request.GET.get(name, "")) for name in ("centre", "reason")}
    if request.method == "GET":
        return render(request, "exchange/desk_send.html", {"typed": typed, "errors": Errors()})
    sent = request.FILES.get("file")
    try:
        batch = send_for_centre(
            sent, (sent.name if sent else "") or "", centre_number=typed["centre"], reason=typed["reason"],
            by=request.actor,
        )  # fmt: skip
    except Refused as refusal:
        errors = errors_of(refusal, lambda code: code if code in typed else "file")
        return render(request, "exchange/desk_send.html", {"typed": typed, "errors": errors}, status=422)
    return redirect("exchange:desk-file", batch.pk)


@requires(Capability.ENTRIES_AMEND)
@require_POST
def desk_answer(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Answer what a file asks that was sent for a centre; the centre's own files that waited for it come next."""
    try:
        batch = answer_for_centre(batch_id, request.POST.get("answer", ""), by=request.actor)
    except Refused as refusal:
        with tenancy.reading(request.actor):
            context = files.file_page(request.actor, batch_id) | {"error": refusal.message}
            return render(request, "exchange/desk_file.html", context, status=422)
    messages.success(request, ANSWERED.get(batch.state, ASKS_AGAIN))
    return redirect("exchange:desk-file", batch_id)


@requires(Capability.ENTRIES_AMEND, look=Event.FILE_DOWNLOADED)
@gives_file
@require_GET
def desk_file_content(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """The bytes as they came."""
    batch = files.file_of(request.actor, batch_id)
    return given(uploads.opened(batch.kept), batch.name)


@requires(Capability.CATALOGUE_MANAGE)
@require_http_methods(["GET", "POST"])
def desk_formats(request: ActorRequest) -> HttpResponse:
    """What the published page of formats leaves open: filled in from the awarding body's booklet, without code."""
    if request.method == "GET":
        return render(request, "exchange/desk_formats.html", _formats({}, {}))
    letter = request.POST.get("letter", "")
    try:
        if letter:
            services.set_columns(letter, forms.read_columns(request.POST, letter), by=request.actor)
        else:
            services.set_convention(forms.read_convention(request.POST), by=request.actor)
    except Refused as refusal:
        with tenancy.reading(request.actor):
            shown = _formats({letter: refusal.message}, request.POST.dict())
            return render(request, "exchange/desk_formats.html", shown, status=422)
    messages.success(request, "Kept. Files are read and written so from now on.")
    return redirect("exchange:desk-formats")


def _formats(errors: dict[str, str], typed: dict[str, str]) -> dict[str, object]:
    found = formats.layouts()
    summary = [
        {"text": said, "href": f"#format-{letter}" if letter else "#bodies"}
        for letter, said in errors.items()
    ]
    return {
        "layouts": found, "convention": formats.convention(), "errors": Errors(errors), "summary": summary,
        "typed": defaultdict(str, typed),
    }  # fmt: skip
