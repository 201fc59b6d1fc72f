"""The awarding body's doors to the rows of the catalogue."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.catalogue import forms
from interchange.catalogue.kinds import KINDS, label_of
from interchange.catalogue.models import Revision
from interchange.catalogue.queries import desk
from interchange.catalogue.services import editing
from interchange.catalogue.steps.revising import ChangedMeanwhile
from interchange.core.downloads import file_answer
from interchange.core.errors import Refused
from interchange.core.forms import Errors


@requires(Capability.CATALOGUE_MANAGE)
@require_GET
def catalogue(request: ActorRequest) -> HttpResponse:
    """The parts of the catalogue, with how much there is of each."""
    return render(request, "catalogue/desk.html", desk.overview())


@requires(Capability.CATALOGUE_MANAGE)
@require_GET
def changes(request: ActorRequest) -> HttpResponse:
    """Every change of the catalogue: what waits, what was made, what was withdrawn."""
    return render(request, "catalogue/desk_changes.html", desk.changes_page(request.GET.dict()))


@requires(Capability.CATALOGUE_MANAGE)
@require_GET
def rows(request: ActorRequest, table: str) -> HttpResponse:
    """The rows of one kind."""
    return render(request, "catalogue/desk_rows.html", desk.rows_page(table, request.GET.dict()))


@requires(Capability.CATALOGUE_MANAGE)
@gives_file
@require_GET
def rows_file(request: ActorRequest, table: str, kind: str) -> HttpResponse:
    """The rows of one kind as the file by which they can be loaded again."""
    return file_answer(*desk.rows_file(table, request.GET.dict(), kind, by=request.actor))


@requires(Capability.CATALOGUE_MANAGE)
@require_http_methods(["GET", "POST"])
def add_row(request: ActorRequest, table: str) -> HttpResponse:
    """Add a row of one kind."""
    names = desk.kind_of(table).names
    if request.method == "GET":
        return _form(request, table, None, dict.fromkeys(names, ""))
    typed = forms.typed_row(request.POST, names)
    try:
        edit = forms.read_change(table, typed, request.POST, None)
        revision = editing.add_row(table, typed, edit=edit, by=request.actor)
    except Refused as refusal:
        return _form(request, table, None, typed, forms.errors_in(refusal, names))
    _tell(request, revision, "added")
    return _back(table, revision)


@requires(Capability.CATALOGUE_MANAGE)
@require_http_methods(["GET", "POST"])
def row(request: ActorRequest, table: str, row_id: int) -> HttpResponse:
    """One row: what it is, its history, and the form to change it."""
    now = desk.row_cells(table, row_id)
    if request.method == "GET":
        return _form(request, table, row_id, now)
    typed = now | forms.typed_row(request.POST, {name for name in now if name in request.POST})
    try:
        edit = forms.read_change(table, typed, request.POST, now)
        revision = editing.change_row(table, row_id, typed, edit=edit, by=request.actor)
    except ChangedMeanwhile as moved:
        kept = {name: moved.now[name] if typed[name] == edit.shown.get(name) else typed[name] for name in now}
        return _form(request, table, row_id, kept, forms.errors_in(moved, now), shown=moved.now)
    except Refused as refusal:
        return _form(request, table, row_id, typed, forms.errors_in(refusal, now), shown=None)
    _tell(request, revision, "changed")
    return _back(table, revision)


def _form(
    request: ActorRequest, table: str, row_id: int | None, cells: dict[str, str], errors: Errors | None = None, *,
    shown: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    carried = forms.as_sent(shown or cells) if not errors or shown else request.POST.get("shown", "")
    page: dict[str, Any] = {
        "kind": desk.kind_of(table), "row_id": row_id, "errors": errors or Errors(), "shown": carried,
        "summary": forms.at_the_top(errors or Errors(), label_of),
        "fields": desk.fields_of(table, cells, is_new=row_id is None), "sent": request.POST if errors else {},
        "title": desk.kind_of(table).title(cells), "past": [] if row_id is None else desk.history(table, row_id),
    }  # fmt: skip
    return render(request, "catalogue/desk_row.html", page, status=422 if errors else 200)


@requires(Capability.CATALOGUE_MANAGE)
@require_http_methods(["GET", "POST"])
def take_out(request: ActorRequest, table: str, row_id: int) -> HttpResponse:
    """Take a row out, after a page that says what that means."""
    now = desk.row_cells(table, row_id)
    errors = Errors()
    if request.method == "POST":
        try:
            edit = forms.read_edit(request.POST)
            revision = editing.take_row_out(table, row_id, edit=edit, by=request.actor)
        except Refused as refusal:
            errors = forms.errors_in(refusal, ())
        else:
            _tell(request, revision, "taken out")
            return redirect("catalogue:desk-rows", table)
    kind = desk.kind_of(table)
    page = {
        "kind": kind, "row_id": row_id, "title": kind.title(now), "errors": errors, "shown": forms.as_sent(now),
        "summary": forms.at_the_top(errors, label_of),
        "fields": [one for one in desk.fields_of(table, now, is_new=False) if one.value], "sent": request.POST,
    }  # fmt: skip
    return render(request, "catalogue/desk_take_out.html", page, status=422 if errors else 200)


@requires(Capability.CATALOGUE_MANAGE)
@require_POST
def withdraw(request: ActorRequest, revision_id: int) -> HttpResponse:
    """Take back a change that waits."""
    revision = editing.withdraw_change(revision_id, by=request.actor)
    messages.success(
        request, f"The change of {revision.key} from {revision.effective_on:%-d %B %Y} is withdrawn."
    )
    return redirect("catalogue:desk-changes")


def _tell(request: ActorRequest, revision: Revision, done: str) -> None:
    what = f"{KINDS[revision.kind].label} {revision.key}"
    if revision.applied_at:
        messages.success(request, f"{what} is {done}.")
    else:
        messages.success(request, f"{what} will be {done} on {revision.effective_on:%-d %B %Y}.")


def _back(table: str, revision: Revision) -> HttpResponse:
    if revision.row_id is None:
        return redirect("catalogue:desk-rows", table)
    return redirect("catalogue:desk-row", table, revision.row_id)
