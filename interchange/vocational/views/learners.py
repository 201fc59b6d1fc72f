"""The doors to what has been entered: the list, one learner, and taking an entry back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from interchange.accounts.access import ActorRequest, gives_file, holds, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of
from interchange.vocational import queries, services
from interchange.vocational.rules.learners import LEARNERS
from interchange.vocational.views.files import entries_taken

C = Capability
FIELDS = [column.name for column in LEARNERS.columns[:-1]]


@requires(C.VQ_ENTRIES_VIEW)
@require_GET
def entries(request: ActorRequest) -> HttpResponse:
    """Entries > View vocational entries: by scheme, by state, by learner."""
    context = queries.page_of_entries(request.actor, request.GET.dict())
    may = {"may_enter": C.VQ_ENTRIES_SUBMIT, "may_export": C.VQ_ENTRIES_EXPORT}
    context |= {name: holds(request.actor, needs) for name, needs in may.items()}
    return render(request, "vocational/entries.html", context)


@requires(C.VQ_ENTRIES_EXPORT, look=Event.VOCATIONAL_EXPORTED)
@gives_file
@require_GET
def entries_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The same list as a file."""
    return entries_taken(request, kind)


@requires(C.VQ_ENTRIES_VIEW)
@require_GET
def learner(request: ActorRequest, learner_id: UUID) -> HttpResponse:
    """One learner: who it is, and every entry."""
    with tenancy.reading(request.actor):
        page = queries.learner_page(request.actor, learner_id)
        may = {"may_enter": holds(request.actor, C.VQ_ENTRIES_SUBMIT)}
        return render(request, "vocational/learner.html", page | may)


@requires(C.VQ_ENTRIES_SUBMIT)
@require_http_methods(["GET", "POST"])
def change_learner(request: ActorRequest, learner_id: UUID) -> HttpResponse:
    """A form for the details; a whole new name needs proof."""
    sent = [request.POST.get(name, "") for name in FIELDS]
    proof, errors = request.POST.get("proof", ""), Errors()
    if request.method == "POST":
        try:
            services.change_learner(learner_id, sent, proof, by=request.actor)
        except Refused as refusal:
            errors = errors_of(refusal)
        else:
            messages.success(request, "The details have been saved.")
            return redirect("vocational:learner", learner_id)
    with tenancy.reading(request.actor):
        found = queries.learner_page(request.actor, learner_id)["learner"]
        values = dict(zip(FIELDS, sent if errors else queries.as_cells(found), strict=True)) | {
            "proof": proof
        }
        context = {"learner": found, "values": values, "errors": errors}
        return render(request, "vocational/change_learner.html", context, status=422 if errors else 200)


@requires(C.VQ_ENTRIES_SUBMIT)
@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, scheme_entry_id: UUID) -> HttpResponse:
    """Say what will happen, ask why, and take the entry back."""
    errors = Errors()
    if request.method == "POST":
        try:
            entry = services.withdraw_from_scheme(
                scheme_entry_id, request.POST.get("reason", ""), by=request.actor
            )
        except Refused as refusal:
            errors = errors_of(refusal)
        else:
            messages.success(request, "The entry has been withdrawn.")
            return redirect("vocational:learner", entry.learner_id)
    with tenancy.reading(request.actor):
        context = {
            "line": queries.entry_page(request.actor, scheme_entry_id), "errors": errors,
            "reason": request.POST.get("reason", ""),
        }  # fmt: skip
        return render(request, "vocational/withdraw.html", context, status=422 if errors else 200)
