"""The doors to users from a file: a template, a preview, and what it shows done (4.12, D8)."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.forms import users as forms
from interchange.accounts.roles import Capability
from interchange.accounts.rules.imports import USERS, Plan
from interchange.accounts.services.imports import MOST, import_users, preview_import
from interchange.core.downloads import template_answer
from interchange.core.errors import Refused
from interchange.core.spreadsheets import Table, read_pasted, read_table

LARGEST_FILE = 2_000_000


@requires(Capability.USERS_MANAGE, fresh=True)
@require_http_methods(["GET", "POST"])
def import_file(request: ActorRequest) -> HttpResponse:
    """Upload or paste users: always first a preview; nothing is written here."""
    if request.method == "GET":
        return _upload(request)
    try:
        plan = preview_import(_table(request), by=request.actor)
    except Refused as refusal:
        return _upload(request, refusal)
    return _preview(request, plan)


def _upload(request: ActorRequest, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "error": refusal.message if refusal else "", "text": request.POST.get("text", ""), "guide": USERS.guide,
    }  # fmt: skip
    return render(request, "accounts/users/import.html", context, status=422 if refusal else 200)


def _table(request: ActorRequest) -> Table:
    sent = request.FILES.get("file")
    if sent is None:
        if not request.POST.get("text", "").strip():
            raise Refused("no-file", "Choose a file, or paste a table.")
        return read_pasted(request.POST["text"], most=MOST)
    if sent.size is not None and sent.size > LARGEST_FILE:
        raise Refused("too-large", "The file is larger than 2 MB. Send only the columns that are needed.")
    return read_table(sent.read(), sent.name or "", most=MOST)


def _preview(request: ActorRequest, plan: Plan, refusal: Refused | None = None) -> HttpResponse:
    context = {"plan": plan, "rows": json.dumps(plan.rows), "error": refusal.message if refusal else ""}
    return render(request, "accounts/users/import_preview.html", context, status=422 if refusal else 200)


@requires(Capability.USERS_MANAGE, fresh=True)
@require_POST
def accept_file(request: ActorRequest) -> HttpResponse:
    """Do exactly what the preview showed."""
    try:
        plan = import_users(forms.lines_of(request.POST), request.POST.get("digest", ""), by=request.actor)
    except Refused as refusal:
        return _upload(request, refusal)
    done = len(plan.effects)
    messages.success(request, f"{done} {'line' if done == 1 else 'lines'} of the file done.")
    return redirect("accounts:users")


@requires(Capability.USERS_MANAGE)
@require_GET
def import_template(request: ActorRequest, kind: str) -> HttpResponse:
    """An empty file to fill in."""
    return template_answer(f"users-template.{kind}", USERS.titles)
