"""The doors to guides to download (B4)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.core.uploads import GUIDE, download
from interchange.support import forms
from interchange.support.queries import audiences
from interchange.support.queries import guides as queries
from interchange.support.services import guides as services


@requires(Capability.WELCOME)
@require_GET
def guides(request: ActorRequest) -> HttpResponse:
    """What there is to download for this person."""
    return render(request, "support/guides.html", queries.guides_page(request.actor, request.GET.dict()))


@requires(Capability.WELCOME)
@require_GET
def guide_file(request: ActorRequest, guide_id: UUID) -> HttpResponse:
    """One guide, to be saved."""
    guide = queries.guide_file(request.actor, guide_id)
    return download(guide.stored, name=guide.name, kind=guide.kind)


@requires(Capability.GUIDES_PUBLISH)
@require_http_methods(["GET", "POST"])
def desk_guides(request: ActorRequest) -> HttpResponse:
    """Every guide that was published, and the form to publish one."""
    if request.method == "GET":
        return _page(request, forms.empty_guide())
    form, new, file = forms.read_guide(request)
    if form.errors or file is None:
        return _page(request, form)
    guide = services.publish_guide(new, file, by=request.actor)
    messages.success(request, f"“{guide.title}” is published.")
    return redirect("support:desk-guides")


def _page(request: ActorRequest, form: forms.Form) -> HttpResponse:
    context = queries.desk_page(request.GET.dict()) | {"form": form, "use": GUIDE} | audiences.choices()
    return render(request, "support/desk_guides.html", context, status=422 if form.errors else 200)


@requires(Capability.GUIDES_PUBLISH)
@require_POST
def withdraw_guide(request: ActorRequest, guide_id: UUID) -> HttpResponse:
    """Offer a guide no longer."""
    guide = services.withdraw_guide(guide_id, by=request.actor)
    messages.success(request, f"“{guide.title}” is withdrawn.")
    return redirect("support:desk-guides")
