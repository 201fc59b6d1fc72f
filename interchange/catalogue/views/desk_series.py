"""The awarding body's doors to series and their profiles (section 13)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.catalogue import forms
from interchange.catalogue.models import Series
from interchange.catalogue.queries import desk, desk_series, series_by_code
from interchange.catalogue.rules.profile import settings
from interchange.catalogue.services import series as services
from interchange.catalogue.steps.editing import PROFILE
from interchange.catalogue.steps.revising import ChangedMeanwhile
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of
from interchange.core.typed import a_reason


@requires(Capability.SERIES_MANAGE)
@require_http_methods(["GET", "POST"])
def series_list(request: ActorRequest) -> HttpResponse:
    """Every series with its days, and the form to open one."""
    errors = Errors()
    if request.method == "POST":
        try:
            code, opens_on, closes_on = forms.code_of(request.POST)
            made = services.open_series(code, opens_on=opens_on, closes_on=closes_on, by=request.actor)
        except Refused as refusal:
            errors = errors_of(refusal, lambda code: FIELD_OF.get(code, code))
        else:
            messages.success(
                request, f"{made.name} is open. Windows for marks: {made.mark_windows.count():,}."
            )
            return redirect("catalogue:desk-profile", made.code)
    page = {"lines": desk_series.series_page(), "errors": errors, "sent": request.POST}
    return render(request, "catalogue/desk_series.html", page, status=422 if errors else 200)


FIELD_OF = {"series-code": "code", "window-closes-first": "opens_on"}


@requires(Capability.SERIES_MANAGE)
@require_http_methods(["GET", "POST"])
def profile(request: ActorRequest, series: str) -> HttpResponse:
    """What holds for a series, with its history, and the form to change it."""
    found = series_by_code(series)
    now = desk_series.profile_cells(found)
    if request.method == "GET":
        return _form(request, found, now)
    names = [setting.name for setting in settings()]
    typed = forms.typed_row(request.POST, names)
    try:
        edit = forms.read_change(desk.PROFILE, typed, request.POST, now)
        revision = services.change_profile(series, typed, edit=edit, by=request.actor)
    except ChangedMeanwhile as moved:
        kept = {
            name: moved.now[name] if typed[name] == edit.shown.get(name) else typed[name] for name in names
        }
        return _form(request, found, kept, forms.errors_in(moved, names), shown=moved.now)
    except Refused as refusal:
        return _form(request, found, typed, forms.errors_in(refusal, names))
    when = "now" if revision.applied_at else f"from {revision.effective_on:%-d %B %Y}"
    messages.success(request, f"The profile of {found.name} is changed {when}.")
    return redirect("catalogue:desk-profile", series)


def _form(
    request: ActorRequest, series: Series, cells: dict[str, str], errors: Errors | None = None, *,
    shown: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    page = {
        "series": series, "fields": list(desk_series.profile_fields(series, cells)), "errors": errors or Errors(),
        "summary": forms.at_the_top(errors or Errors(), PROFILE.label_of),
        "shown": forms.as_sent(shown or cells) if not errors or shown else request.POST.get("shown", ""),
        "past": desk.history(desk.PROFILE, series.pk), "sent": request.POST if errors else {},
    }  # fmt: skip
    return render(request, "catalogue/desk_profile.html", page, status=422 if errors else 200)


@requires(Capability.SERIES_MANAGE)
@require_POST
def close(request: ActorRequest, series: str) -> HttpResponse:
    """Close a series, with the reason."""
    made = services.close_series(series, reason=_reason(request), by=request.actor)
    messages.success(request, f"{made.name} is closed.")
    return redirect("catalogue:desk-series")


@requires(Capability.SERIES_MANAGE)
@require_POST
def reopen(request: ActorRequest, series: str) -> HttpResponse:
    """Open a series again that was closed."""
    made = services.reopen_series(series, reason=_reason(request), by=request.actor)
    messages.success(request, f"{made.name} is open again.")
    return redirect("catalogue:desk-series")


def _reason(request: ActorRequest) -> str:
    return a_reason(request.POST.get("reason", ""), ask="Say why the series is opened or closed.")


@requires(Capability.SERIES_MANAGE)
@require_POST
def withdraw(request: ActorRequest, series: str, revision_id: int) -> HttpResponse:
    """Take back a change of the profile that waits."""
    services.withdraw_profile_change(revision_id, by=request.actor)
    messages.success(request, "The change is withdrawn.")
    return redirect("catalogue:desk-profile", series)
