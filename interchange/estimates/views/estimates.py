"""The doors of a centre's estimated entries."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.core import tenancy
from interchange.core.downloads import list_answer
from interchange.core.errors import Refused
from interchange.estimates import forms
from interchange.estimates.queries import asking, pages
from interchange.estimates.rules import files
from interchange.estimates.rules.saving import Outcome
from interchange.estimates.services import estimates as services


@requires(Capability.ESTIMATES_VIEW)
@require_GET
def estimates(request: ActorRequest) -> HttpResponse:
    """A centre's estimated entries in one series (C2)."""
    page = pages.estimates_page(request.actor, request.GET, new_lines=forms.NEW_LINES)
    return render(request, "estimates/estimates.html", page)


@requires(Capability.ESTIMATES_ENTER)
@require_POST
def save(request: ActorRequest, series: str) -> HttpResponse:
    """Save what was typed, and with “Confirm all” confirm the rest; what could not be saved comes back as typed."""
    typed = forms.read_estimates(request.POST)
    confirms = request.POST.get("do") == "confirm-all"
    saved = services.save_estimates(series, typed, confirm_rest=confirms, by=request.actor)
    if not saved.having(Outcome.PROBLEM, Outcome.CONFLICT):
        return _after(request, saved)
    return _again(request, saved)


def _again(request: ActorRequest, saved: services.Saved) -> HttpResponse:
    """The page with what could not be saved as it was typed, and how much was saved."""
    with tenancy.reading(request.actor):
        asked = {**request.GET.dict(), "series": saved.asking.code}
        unkept = pages.Unkept(saved.answers)
        page = pages.estimates_page(request.actor, asked, unkept=unkept, new_lines=forms.NEW_LINES)
    number = len(saved.having(Outcome.SAVED))
    if number:
        messages.success(
            request, f"{number} {'line' if number == 1 else 'lines'} saved; the others are below."
        )
    return render(request, "estimates/estimates.html", page, status=422)


def _after(request: ActorRequest, saved: services.Saved) -> HttpResponse:
    number = len(saved.having(Outcome.SAVED))
    said = f"{number} {'line' if number == 1 else 'lines'} saved." if number else "Nothing had changed."
    if saved.answered:
        said += " Every line is answered: nothing more is asked of you."
    messages.success(request, said)
    if saved.far:
        told = " ".join(f"{line.asked.code}: {line.far}" for line in saved.far[:10])
        messages.warning(request, f"Look at {'this' if len(saved.far) == 1 else 'these'} again. {told}")
    query = request.GET.copy()
    query["series"] = saved.asking.code
    return redirect(f"{reverse('estimates:estimates')}?{query.urlencode()}")


@requires(Capability.ESTIMATES_ENTER)
@require_POST
def nil_return(request: ActorRequest, series: str) -> HttpResponse:
    """Say that the centre will enter nobody."""
    services.give_nil_return(series, by=request.actor)
    messages.success(request, "Nil return given. You can change it while the list is open.")
    return redirect(f"{reverse('estimates:estimates')}?series={series}")


@requires(Capability.ESTIMATES_ENTER)
@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest, series: str) -> HttpResponse:
    """Upload or paste numbers: always first a preview; nothing is written here."""
    asked = asking.asking_at(series)
    page = {"asking": asked, "guide": files.ESTIMATES.guide, "error": "", "text": "",
            "back": f"{reverse('estimates:estimates')}?series={series}", "what": "estimates"}  # fmt: skip
    if request.method == "GET":
        return render(request, "estimates/upload.html", page)
    try:
        with tenancy.reading(request.actor):
            made = pages.preview_estimates(request.actor, series, forms.read_table_of(request))
    except Refused as refusal:
        page |= {"error": refusal.message, "text": request.POST.get("text", "")}
        return render(request, "estimates/upload.html", page, status=422)
    accept = reverse("estimates:accept", args=[series])
    shown = page | {"preview": made, "rows": json.dumps(made.rows), "accept": accept}
    return render(request, "estimates/preview.html", shown)


@requires(Capability.ESTIMATES_ENTER)
@require_POST
def accept(request: ActorRequest, series: str) -> HttpResponse:
    """Save exactly what the preview showed; what changed meanwhile is shown with both values."""
    typed = forms.read_accepted_estimates(request.POST)
    saved = services.save_estimates(series, typed, how=services.How.FILE, by=request.actor)
    if not saved.having(Outcome.PROBLEM, Outcome.CONFLICT):
        return _after(request, saved)
    return _again(request, saved)


@requires(Capability.ESTIMATES_VIEW)
@gives_file
@require_GET
def estimates_file(request: ActorRequest, series: str, kind: str) -> HttpResponse:
    """The list as a file to keep, or to fill in and send back; with `show=all` every code."""
    page = pages.estimates_page(request.actor, {**request.GET.dict(), "series": series})
    rows = pages.file_rows(page.get("lines", []))
    about = {"Centre": f"{request.actor.centre_number} {request.actor.centre_name}", "Series": series}
    name = f"estimated-entries-{asking.asking_at(series).code}.{kind}"
    return list_answer(name, files.ESTIMATES.titles, rows, by=request.actor, about=about)


@requires(Capability.ESTIMATES_VIEW)
@require_GET
def print_estimates(request: ActorRequest, series: str) -> HttpResponse:
    """The list to print, as it stands."""
    asking.asking_at(series)
    page = pages.estimates_page(request.actor, {"series": series})
    return render(request, "estimates/print_estimates.html", page)
