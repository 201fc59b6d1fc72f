"""The awarding body's doors to files of the catalogue: first a comparison, then just that (B7)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.catalogue import forms
from interchange.catalogue.folder import ALL_FILES
from interchange.catalogue.kinds import KINDS, OF_FILE
from interchange.catalogue.models import Load
from interchange.catalogue.services import loading
from interchange.catalogue.steps.loading import Comparison
from interchange.core.errors import Refused
from interchange.core.uploads.uses import CATALOGUE

SHOWN = 100


@requires(Capability.CATALOGUE_MANAGE)
@require_http_methods(["GET", "POST"])
def load(request: ActorRequest) -> HttpResponse:
    """Send files: always first a comparison; nothing of the catalogue is changed here."""
    if request.method == "GET":
        return _form(request, request.GET.get("of", ""))
    of = request.POST.get("of", "")
    try:
        files = forms.sent_files(request)
        made, found = loading.compare_files(files, of=of if of in KINDS else "", by=request.actor)
    except Refused as refusal:
        return _form(request, of, refusal)
    return _comparison(request, made, found)


def _form(request: ActorRequest, of: str, refusal: Refused | None = None) -> HttpResponse:
    told = [{"text": part.message, "href": "#files"} for part in refusal.parts] if refusal else []
    page = {
        "of": of, "errors": told, "use": CATALOGUE,
        "kinds": [("", "Find out by the name and the headings"), *((k.code, k.plural) for k in KINDS.values())],
        "files": [(shape, OF_FILE[shape.name]) for shape in ALL_FILES],
    }  # fmt: skip
    return render(request, "catalogue/desk_load.html", page, status=422 if refusal else 200)


def _comparison(request: ActorRequest, made: Load, found: Comparison, problem: str = "") -> HttpResponse:
    page = {"load": made, "found": found, "most": SHOWN, "problem": problem}
    return render(request, "catalogue/desk_comparison.html", page, status=422 if problem else 200)


@requires(Capability.CATALOGUE_MANAGE)
@require_POST
def apply(request: ActorRequest, load_id: UUID) -> HttpResponse:
    """Do what the comparison showed; where the catalogue has changed since, show the new comparison."""
    try:
        found = loading.apply_load(load_id, request.POST.get("shown", "") or "none", by=request.actor)
    except Refused as refusal:
        if refusal.code != "moved":
            raise
        return _comparison(request, *loading.compare_again(load_id, by=request.actor), refusal.message)
    added, changed = sum(len(one.added) for one in found.files), sum(len(one.changed) for one in found.files)
    left_out = len(found.problems)
    messages.success(request, f"Applied: {added:,} added, {changed:,} changed, {left_out:,} left out.")
    return redirect("catalogue:desk")
