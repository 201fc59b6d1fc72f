"""The doors of the awarding body to the vocational entries of all centres."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.vocational import queries
from interchange.vocational.views.files import entries_taken

C = Capability


@requires(C.ENTRIES_AMEND)
@require_GET
def entries(request: ActorRequest) -> HttpResponse:
    """Vocational entries of all centres."""
    return render(
        request, "vocational/desk_entries.html", queries.page_of_entries(request.actor, request.GET.dict())
    )


@requires(C.ENTRIES_AMEND, look=Event.VOCATIONAL_EXPORTED)
@gives_file
@require_GET
def entries_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The same list as a file."""
    return entries_taken(request, kind)
