"""The doors to requests for other details of candidates: the centre asks, the awarding body decides (R-ID-17)."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, list_with_proof, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core.forms import Errors
from interchange.core.sent import read_key
from interchange.entries.queries import corrections as queries
from interchange.entries.services import corrections as services
from interchange.entries.views.answers import DETAILS, shown, tried

NOTHING_WRONG = Errors()


@requires(Capability.ENTRIES_SUBMIT)
@require_http_methods(["GET", "POST"])
def ask_for_correction(request: ActorRequest, candidate_id: UUID) -> HttpResponse:
    """The form with which a centre asks, when it can no longer change details itself."""
    by, made = request.actor, []
    sent = {name: request.POST.get(name, "") for name in (*DETAILS, "reason", "proof")}

    def do() -> None:
        typed = {name: sent[name] for name in DETAILS}
        made.append(services.ask_for_correction(
            candidate_id, typed, reason=sent["reason"], proof=sent["proof"], key=read_key(request.POST), by=by
        ))  # fmt: skip

    errors = tried(request, do)
    if errors is None:
        messages.success(request, f"Sent. The number of your request is {made[0].reference}.")
        return redirect("entries:correction", made[0].pk)

    def page() -> dict[str, object]:
        found = queries.form_page(by, candidate_id)
        values = sent if request.method == "POST" else found["held"] | {"reason": "", "proof": ""}
        return found | {"values": values, "key": request.POST.get("key") or uuid4()}

    return shown(request, "entries/ask_for_correction.html", page, errors)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def corrections(request: ActorRequest) -> HttpResponse:
    """What the centre has asked for, the newest first."""
    page = queries.corrections_page(request.actor, request.GET.dict())
    return render(request, "entries/corrections.html", page)


@requires(Capability.ENTRIES_EXPORT, look=Event.ENTRIES_EXPORTED)
@gives_file
@require_GET
def corrections_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    return _file(request, kind)


def _file(request: ActorRequest, kind: str) -> HttpResponse:
    rows, about = queries.correction_rows(request.actor, request.GET.dict())
    candidates = len({row[0] for row in rows})
    return list_with_proof(
        request, f"corrections.{kind}", queries.HEADINGS, rows, about=about, candidates=candidates
    )


@requires(Capability.ENTRIES_VIEW)
@require_GET
def correction(request: ActorRequest, correction_id: UUID) -> HttpResponse:
    """One request."""
    return _correction(request, correction_id, "entries/correction.html")


def _correction(
    request: ActorRequest, correction_id: UUID, template: str, errors: Errors = NOTHING_WRONG
) -> HttpResponse:
    values = {"decision": request.POST.get("decision", "")}
    return shown(
        request, template, lambda: queries.correction_page(request.actor, correction_id) | {"values": values}, errors
    )  # fmt: skip


@requires(Capability.ENTRIES_SUBMIT)
@require_POST
def take_correction_back(request: ActorRequest, correction_id: UUID) -> HttpResponse:
    """Ask for it no longer."""
    errors = tried(request, lambda: services.take_correction_back(correction_id, by=request.actor))
    if errors:
        return _correction(request, correction_id, "entries/correction.html", errors)
    messages.success(request, "Taken back. The details stay as they are.")
    return redirect("entries:correction", correction_id)


# ---------------------------------------------------------------- the awarding body


@requires(Capability.ENTRIES_AMEND)
@require_GET
def desk_corrections(request: ActorRequest) -> HttpResponse:
    """The queue: whoever waits longest first."""
    page = queries.corrections_page(request.actor, request.GET.dict())
    return render(request, "entries/desk_corrections.html", page)


@requires(Capability.ENTRIES_AMEND, look=Event.ENTRIES_EXPORTED)
@gives_file
@require_GET
def desk_corrections_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    return _file(request, kind)


@requires(Capability.ENTRIES_AMEND, look=Event.CANDIDATE_SEEN)
@require_GET
def desk_correction(request: ActorRequest, correction_id: UUID) -> HttpResponse:
    """One request with all that is told of it."""
    return _correction(request, correction_id, "entries/desk_correction.html")


@requires(Capability.ENTRIES_AMEND)
@require_POST
def decide_correction(request: ActorRequest, correction_id: UUID) -> HttpResponse:
    """Agree, which changes the details, or refuse."""
    verb, decision = request.POST.get("verb", ""), request.POST.get("decision", "")
    errors = tried(
        request,
        lambda: services.decide_correction(correction_id, verb, decision=decision, by=request.actor),
    )
    if errors:
        return _correction(request, correction_id, "entries/desk_correction.html", errors)
    messages.success(request, "Decided. The centre has been told.")
    return redirect("entries:desk-corrections")
