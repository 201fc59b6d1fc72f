"""The doors to the status page, and to what is posted there (section 10)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, public, requires
from interchange.accounts.roles import Capability
from interchange.support import forms
from interchange.support.queries import status as queries
from interchange.support.services import status as services


@public
@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """Whether the service works, for everybody; a page of text alone."""
    return render(request, "support/status.html", queries.status_page())


@public
@require_GET
def status_feed(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    return JsonResponse(queries.feed())


@requires(Capability.STATUS_POST)
@require_http_methods(["GET", "POST"])
def desk_status(request: ActorRequest) -> HttpResponse:
    """Everything that was posted, and the form to post a problem or planned work."""
    if request.method == "GET":
        return _page(request, forms.empty_notice())
    form, new = forms.read_notice(request.POST)
    if form.errors:
        return _page(request, form)
    services.post_notice(new, by=request.actor)
    messages.success(request, "Posted. It is on the status page, and every page shows it within 30 seconds.")
    return redirect("support:desk-status")


def _page(request: ActorRequest, form: forms.Form) -> HttpResponse:
    context = queries.desk_page(request.GET.dict()) | {"form": form}
    return render(request, "support/desk_status.html", context, status=422 if form.errors else 200)


@requires(Capability.STATUS_POST)
@require_POST
def update_status(request: ActorRequest, status_id: UUID) -> HttpResponse:
    """Say how things stand, or that it is over."""
    do = services.end_notice if request.POST.get("do") == "end" else services.update_notice
    form, name, text = forms.empty_notice(), f"update-{status_id}", request.POST.get("text", "")
    form.values[name] = text
    if not form.sent(lambda: do(status_id, text, by=request.actor), at=name):
        return _page(request, form)
    messages.success(request, "Posted.")
    return redirect("support:desk-status")
