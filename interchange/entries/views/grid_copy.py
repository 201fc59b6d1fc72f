"""The door for copying candidates from an earlier series (R-WAY-1)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.core import tenancy
from interchange.entries.forms import grid as forms
from interchange.entries.queries import choosing, copying
from interchange.entries.services.filling import Copied, copy_candidates
from interchange.entries.views.grid import grid_address

NOBODY = "Choose the candidates to copy."


@requires(Capability.ENTRIES_ENTER)
@require_http_methods(["GET", "POST"])
def copy(request: ActorRequest, series: str) -> HttpResponse:
    """Choose an earlier series and who of it comes along, with or without the codes."""
    if request.method == "GET":
        return _page(request, series)
    everybody = request.POST.get("who") == "all"
    numbers = [number[:4] for number in request.POST.getlist("number")]
    if not everybody and not numbers:
        with tenancy.reading(request.actor):
            return _page(request, series, error=NOBODY)
    result = copy_candidates(
        series, earlier=request.POST.get("earlier", ""), numbers=None if everybody else numbers,
        with_codes="with_codes" in request.POST, by=request.actor,
    )  # fmt: skip
    _tell(request, result)
    with tenancy.reading(request.actor):
        codes = forms.codes_asked(request.GET) or choosing.codes_begun(request.actor, series)
    return redirect(grid_address(series, codes))


def _tell(request: ActorRequest, result: Copied) -> None:
    said = f"{result.copied} {'candidate' if result.copied == 1 else 'candidates'} copied."
    if result.here:
        said += f" {result.here} {'was' if result.here == 1 else 'were'} in this series already."
    if result.left_out:
        was = "code has" if result.left_out == 1 else "codes have"
        said += f" {result.left_out} {was} no such option any more: type a new one."
    messages.success(request, f"{said} Nothing has been submitted yet.")


def _page(request: ActorRequest, series: str, *, error: str = "") -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    made = copying.copy_page(request.actor, series, asked.get("earlier", ""), asked.get("find", ""))
    shown = {
        "made": made, "error": error, "back": grid_address(series, forms.codes_asked(request.GET)),
        "ticked": set(request.POST.getlist("number")), "query": request.GET.urlencode(),
        "codes": ",".join(forms.codes_asked(request.GET)),
    }  # fmt: skip
    return render(request, "entries/copy.html", shown, status=422 if error else 200)
