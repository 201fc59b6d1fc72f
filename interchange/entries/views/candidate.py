"""The doors to one candidate: details, entries, history; each change says what it does before its button (R-FEE-6)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from interchange.accounts.access import ActorRequest, holds, requires
from interchange.accounts.roles import Capability
from interchange.core import tenancy
from interchange.core.forms import Errors
from interchange.entries.queries import corrections, history
from interchange.entries.queries.warnings import warnings_of
from interchange.entries.rules.holdings import Merge
from interchange.entries.rules.single import Seen
from interchange.entries.services import single
from interchange.entries.views.answers import DETAILS, shown, tried


@requires(Capability.ENTRIES_VIEW)
@require_GET
def candidate(request: ActorRequest, candidate_id: UUID) -> HttpResponse:
    """One candidate in one series, as the awarding body holds it."""
    return shown_candidate(request, candidate_id)


def shown_candidate(request: ActorRequest, candidate_id: UUID, errors: Errors | None = None) -> HttpResponse:
    """The page of a candidate: also with what is wrong with a form of it."""
    page = history.candidate_page(request.actor, candidate_id)
    held = page["candidate"]
    may_submit = holds(request.actor, Capability.ENTRIES_SUBMIT)
    page |= {
        "warnings": warnings_of(request.actor, held.series, held.pk), "may_accept": may_submit,
        "may_change": may_submit and page["window"].may_submit, "errors": errors or Errors(),
        "may_ask": may_submit and corrections.may_ask(held),
        "corrections": corrections.of_candidate(request.actor, held),
        "may_export": holds(request.actor, Capability.ENTRIES_EXPORT),
    }  # fmt: skip
    return render(request, "entries/candidate.html", page, status=422 if errors else 200)


@requires(Capability.ENTRIES_SUBMIT)
@require_http_methods(["GET", "POST"])
def change_details(request: ActorRequest, candidate_id: UUID) -> HttpResponse:
    """Other personal details; another name or UCI needs proof (R-ID-15 to R-ID-17)."""
    sent = {name: request.POST.get(name, "") for name in (*DETAILS, "proof")}

    def do() -> None:
        typed = {name: sent[name] for name in DETAILS}
        single.change_details(candidate_id, typed, proof=sent["proof"], seen=_seen(request), by=request.actor)

    errors = tried(request, do)
    if errors is None:
        messages.success(request, "The details have been changed.")
        return redirect("entries:candidate", candidate_id)

    def page() -> dict[str, Any]:
        made = history.details_page(request.actor, candidate_id)
        made["may_ask"] = corrections.may_ask(made["candidate"])
        return made | {"values": sent if request.method == "POST" else made["held"] | {"proof": ""}}

    return shown(request, "entries/change_details.html", page, errors)


@requires(Capability.ENTRIES_SUBMIT)
@require_http_methods(["GET", "POST"])
def change_option(request: ActorRequest, entry_id: UUID) -> HttpResponse:
    """Another option or tier: first chosen, then with what it costs."""
    made: list[Merge] = []
    option = request.POST.get("option_code") if request.method == "POST" else request.GET.get("option_code")
    errors = tried(
        request,
        lambda: made.append(
            single.change_option(entry_id, option or "", seen=_seen(request), by=request.actor)
        ),
    )  # fmt: skip
    if errors is None:
        return _done(request, entry_id, "The option has been changed.", made[0])
    return shown(
        request, "entries/change_option.html",
        lambda: history.change_page(request.actor, entry_id, option) | {"asked": option is not None}, errors,
    )  # fmt: skip


@requires(Capability.ENTRIES_SUBMIT)
@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, entry_id: UUID) -> HttpResponse:
    """Take an entry back: whether it is refunded stands before the button (R-WD-1, R-FEE-4, R-FEE-5)."""
    made: list[Merge] = []
    medical, evidence = request.POST.get("why") == "medical", request.POST.get("evidence", "")
    errors = tried(
        request,
        lambda: made.append(single.withdraw_entry(
            entry_id, medical=medical, evidence=evidence, seen=_seen(request, "pence_medical" if medical else "pence"),
            by=request.actor,
        )),
    )  # fmt: skip
    if errors is None:
        return _done(request, entry_id, "The entry has been withdrawn.", made[0])
    values = {"why": request.POST.get("why", "plain"), "evidence": evidence}
    return shown(
        request, "entries/withdraw.html",
        lambda: history.withdraw_page(request.actor, entry_id) | {"values": values}, errors,
    )  # fmt: skip


@requires(Capability.ENTRIES_SUBMIT)
@require_http_methods(["GET", "POST"])
def reinstate(request: ActorRequest, entry_id: UUID) -> HttpResponse:
    """Make a withdrawn entry again, at what it costs now."""
    made: list[Merge] = []
    errors = tried(
        request, lambda: made.append(single.reinstate_entry(entry_id, seen=_seen(request), by=request.actor))
    )
    if errors is None:
        return _done(request, entry_id, "The entry has been made again.", made[0])
    return shown(
        request, "entries/reinstate.html", lambda: history.reinstate_page(request.actor, entry_id), errors
    )


def _seen(request: ActorRequest, pence: str = "pence") -> Seen:
    return Seen(request.POST.get("version", ""), request.POST.get(pence, ""))


def _done(request: ActorRequest, entry_id: UUID, words: str, merge: Merge) -> HttpResponse:
    told = " ".join(version.told for version in merge.versions)
    messages.success(request, f"{words} {told}".strip())
    with tenancy.reading(request.actor):
        candidate_id = history.entry_page(request.actor, entry_id)["candidate"].pk
    return redirect("entries:candidate", candidate_id)
