"""The doors for looking through what was typed, submitting it, and its receipt."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from interchange.accounts.access import ActorRequest, holds, requires
from interchange.accounts.roles import Capability
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.money import Money
from interchange.core.sent import read_key
from interchange.entries.forms import grid as forms
from interchange.entries.queries import reviewing
from interchange.entries.queries.batches import batches
from interchange.entries.queries.choosing import codes_begun
from interchange.entries.queries.drafts import MOST_CODES
from interchange.entries.rules.receipts import receipt_number
from interchange.entries.services.submitting import submit_drafts
from interchange.entries.views.grid import grid_address


@requires(Capability.ENTRIES_ENTER)
@require_GET
def review(request: ActorRequest, series: str) -> HttpResponse:
    """What would be sent, what is wrong with it and what it costs; submitting is its button (B5)."""
    return _page(request, series)


@requires(Capability.ENTRIES_SUBMIT)
@require_http_methods(["GET", "POST"])
def submit(request: ActorRequest, series: str) -> HttpResponse:
    """Send it; what stays behind is said, what is refused comes back with the page. Opened, it is the page."""
    if request.method == "GET":
        return redirect("entries:review", series)
    try:
        batch = submit_drafts(
            series, key=read_key(request.POST), shown=request.POST.get("shown", ""),
            accepted=request.POST.getlist("accept"), everything="accept_all" in request.POST, by=request.actor,
        )  # fmt: skip
    except Refused as refusal:
        with tenancy.reading(request.actor):
            return _page(request, series, error=refusal.message)
    if batch.counts.get("stayed"):
        count = batch.counts["stayed"]
        messages.warning(
            request, f"{count} {'row was' if count == 1 else 'rows were'} not sent and wait in the grid."
        )
    return redirect("entries:receipt", batch.pk)


def _page(request: ActorRequest, series: str, *, error: str = "") -> HttpResponse:
    made = reviewing.review_page(request.actor, series)
    codes = forms.codes_asked(request.GET) or sorted({code for row in made.rows for code in row.codes})
    codes = codes or codes_begun(request.actor, series)
    back = grid_address(series, codes[:MOST_CODES])
    used = {told.place.column for told in made.problems} | {one.told.place.column for one in made.warnings}
    everything = grid_address(
        series, list(dict.fromkeys([*codes, *(used - forms.LETTERS.keys())]))[:MOST_CODES]
    )
    return render(request, "entries/review.html", {
        "made": made, "back": back, "cells": everything, "error": error, "key": request.POST.get("key") or uuid4(),
        "may_submit": holds(request.actor, Capability.ENTRIES_SUBMIT), "accepted": request.POST.getlist("accept"),
        "earlier": reviewing.submissions(request.actor, made.window.series.pk), "number_of": _number_of(request),
        "shown": made.deeds[: reviewing.MOST_SHOWN],
    }, status=422 if error else 200)  # fmt: skip


def _number_of(request: ActorRequest) -> object:
    return lambda batch: receipt_number(request.actor.centre_number, batch.pk)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def receipt(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """What was submitted, when, by whom, and what it costs: to keep and to print (B6)."""
    batch = get_object_or_404(batches(request.actor), pk=batch_id)
    lines = reviewing.lines_of_batch(request.actor, batch)
    codes = sorted({line.code for line in lines})
    return render(request, "entries/receipt.html", {
        "batch": batch, "lines": lines, "number": receipt_number(request.actor.centre_number, batch.pk),
        "cost": Money(batch.counts.get("pence") or 0), "unpriced": batch.counts.get("unpriced", 0),
        "grid": grid_address(batch.series.code, codes[:MOST_CODES]) if batch.series else "",
    })  # fmt: skip
