"""The doors of the awarding body to entries of all centres: totals, rejections, UCIs, and acting for a centre."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.downloads import list_answer
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of
from interchange.core.spreadsheets import read_pasted
from interchange.entries.formats import ENTRIES
from interchange.entries.queries import desk, history, on_behalf
from interchange.entries.rules.holdings import Merge
from interchange.entries.services import single
from interchange.entries.services.ucis import merge_ucis
from interchange.entries.views.answers import DETAILS

NEEDS = Capability.ENTRIES_AMEND


@requires(NEEDS)
@require_GET
def overview(request: ActorRequest) -> HttpResponse:
    """Entries of all centres in a series."""
    return render(request, "entries/desk.html", desk.overview(request.actor, request.GET.dict()))


@requires(NEEDS)
@gives_file
@require_GET
def totals_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The options with their counts as a file."""
    rows, about = desk.totals_rows(request.actor, request.GET.dict())
    return list_answer(f"entries-by-code.{kind}", desk.TOTALS_HEADINGS, rows, by=request.actor, about=about)


@requires(NEEDS)
@require_GET
def rejections(request: ActorRequest) -> HttpResponse:
    """The rows of all centres that could not be taken."""
    return render(
        request, "entries/desk_rejections.html", desk.rejections_page(request.actor, request.GET.dict())
    )


@requires(NEEDS)
@gives_file
@require_GET
def rejections_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    rows, about = desk.rejection_rows(request.actor, request.GET.dict())
    return list_answer(f"not-taken.{kind}", desk.REJECTION_HEADINGS, rows, by=request.actor, about=about)


@requires(NEEDS)
@require_http_methods(["GET", "POST"])
def ucis(request: ActorRequest) -> HttpResponse:
    """Persons with several UCIs, and merging two of them."""
    sent = {name: request.POST.get(name, "") for name in ("gone", "kept", "reason")}
    errors = Errors()
    if request.method == "POST":
        try:
            number = merge_ucis(sent["gone"], sent["kept"], reason=sent["reason"], by=request.actor)
        except Refused as refusal:
            errors = Errors({"reason": refusal.message})
        else:
            have = "candidate has" if number == 1 else "candidates have"
            messages.success(request, f"{number} {have} UCI {sent['kept']} now.")
            return redirect("entries:desk-ucis")
    with tenancy.reading(request.actor):
        context = {
            **desk.ucis_page(request.actor, request.GET.get("page", "")),
            "errors": errors,
            "sent": sent,
        }
        return render(request, "entries/desk_ucis.html", context, status=422 if errors else 200)


# ---------------------------------------------------------------- for one candidate


@requires(NEEDS)
@require_GET
def candidates(request: ActorRequest) -> HttpResponse:
    """Find a candidate of any centre."""
    return render(
        request, "entries/desk_candidates.html", desk.candidates_page(request.actor, request.GET.dict())
    )


@requires(NEEDS, look=Event.CANDIDATE_SEEN)
@require_GET
def candidate(request: ActorRequest, candidate_id: UUID) -> HttpResponse:
    """One candidate with every entry, and what staff can change for the centre."""
    return _candidate(request, candidate_id)


def _candidate(
    request: ActorRequest, candidate_id: UUID, *, errors: Errors | None = None, at: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        **history.candidate_page(request.actor, candidate_id), "errors": errors or Errors(), "at": at,
        "typed": request.POST, "details": history.details_page(request.actor, candidate_id)["held"],
        "of": desk.centre_of(request.actor, candidate_id),
    }  # fmt: skip
    return render(request, "entries/desk_candidate.html", context, status=422 if errors else 200)


@requires(NEEDS)
@require_http_methods(["POST"])
def change_candidate(request: ActorRequest, candidate_id: UUID) -> HttpResponse:
    """Change a candidate's details for the centre, with a reason."""
    sent = request.POST
    try:
        typed = {name: sent.get(name, "") for name in DETAILS}
        single.change_details_for_centre(candidate_id, typed, reason=sent.get("reason", ""), by=request.actor)
    except Refused as refusal:
        with tenancy.reading(request.actor):
            return _candidate(request, candidate_id, errors=errors_of(refusal), at="details")
    messages.success(request, "The details have been changed, and the centre is told.")
    return redirect("entries:desk-candidate", candidate_id)


@requires(NEEDS)
@require_http_methods(["POST"])
def change_entry(request: ActorRequest, entry_id: UUID) -> HttpResponse:
    """Withdraw an entry for the centre, give it another option, or make it again: with a reason."""
    with tenancy.reading(request.actor):
        of = history.entry_page(request.actor, entry_id)["candidate"].pk
    try:
        merge = _done_for_centre(request, entry_id)
    except Refused as refusal:
        with tenancy.reading(request.actor):
            return _candidate(request, of, errors=errors_of(refusal), at=str(entry_id))
    messages.success(request, f"Done, and the centre is told. On its invoice: {merge.cost}.")
    return redirect("entries:desk-candidate", of)


def _done_for_centre(request: ActorRequest, entry_id: UUID) -> Merge:
    """What the pressed button does; refused for anything that is no button."""
    verb, why, by = request.POST.get("verb", ""), request.POST.get("reason", ""), request.actor
    if verb == "option":
        return single.change_option_for_centre(entry_id, request.POST.get("option", ""), reason=why, by=by)
    if verb == "again":
        return single.reinstate_for_centre(entry_id, reason=why, by=by)
    if verb in ("withdraw", "medical"):
        return single.withdraw_for_centre(entry_id, reason=why, medical=verb == "medical", by=by)
    raise Refused("verb", "Choose what becomes of the entry.")


# ---------------------------------------------------------------- rows for a centre


@requires(NEEDS)
@require_http_methods(["GET", "POST"])
def enter(request: ActorRequest) -> HttpResponse:
    """Late entries and others for a centre: rows first, then what they would do, then a reason and doing it."""
    if request.method == "GET":
        return _rows(request)
    number = request.POST.get("centre", "").strip()
    try:
        if "rows" in request.POST:
            return _accept(request, number)
        table = read_pasted(request.POST.get("text", ""), most=on_behalf.MOST)
        with tenancy.reading(request.actor):
            return _look(request, on_behalf.read_table(table, number, actor=request.actor))
    except Refused as refusal:
        return _rows(request, refusal)


def _rows(request: ActorRequest, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "values": {name: request.POST.get(name, request.GET.get(name, "")) for name in ("centre", "text")},
        "guide": ENTRIES.guide, "errors": errors_of(refusal) if refusal else Errors(),
    }  # fmt: skip
    return render(request, "entries/desk_enter.html", context, status=422 if refusal else 200)


def _look(request: ActorRequest, found: on_behalf.OnBehalf, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "found": found, "rows": json.dumps(found.cells), "reason": request.POST.get("reason", ""),
        "errors": errors_of(refusal) if refusal else Errors(),
    }  # fmt: skip
    return render(request, "entries/desk_enter_look.html", context, status=422 if refusal else 200)


def _accept(request: ActorRequest, number: str) -> HttpResponse:
    try:
        sent = json.loads(request.POST["rows"])
    except ValueError:
        sent = None
    with tenancy.reading(request.actor):
        found = on_behalf.read_cells(on_behalf.shaped(sent), number, actor=request.actor)
    try:
        merge = single.take_for_centre(
            found.rows, centre_id=found.centre_id, reason=request.POST.get("reason", ""),
            medical=request.POST.get("medical") == "yes", by=request.actor,
        )  # fmt: skip
    except Refused as refusal:
        with tenancy.reading(request.actor):
            return _look(request, found, refusal)
    counts = f"{len(merge.added)} added, {len(merge.changed)} changed, {len(merge.withdrawn)} withdrawn"
    messages.success(
        request, f"{counts} for centre {found.number}, which is told. On its invoice: {merge.cost}."
    )
    return redirect(f"/desk/entries/candidates/?centre={found.number}")
