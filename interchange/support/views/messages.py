"""The doors of people of centres to their messages, and the page that says how to reach the awarding body (B4, E3)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, holds, public, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.uploads import MESSAGE
from interchange.support import forms
from interchange.support.queries import threads
from interchange.support.rules.threads import Category
from interchange.support.services import messages as services
from interchange.support.views.files import Uploads, give, take_files

CATEGORIES = [(one.value, one.label) for one in Category]


@public
@require_GET
def contact(request: HttpRequest) -> HttpResponse:
    """Mail, telephone and hours; for people of centres also the form to write by."""
    actor = getattr(request, "actor", None)
    form = forms.empty_message(request.GET)
    writes = actor is not None and holds(actor, Capability.MESSAGES)
    return _contact(request, form, Uploads(), writes=writes)


@requires(Capability.MESSAGES)
@require_http_methods(["GET", "POST"])
def new_message(request: ActorRequest) -> HttpResponse:
    """Write to the awarding body; files are uploaded first, and go with the message when it is sent."""
    if request.method == "GET":
        return _contact(request, forms.empty_message(request.GET), Uploads())
    form, new = forms.read_message(request.POST)
    uploads = take_files(request, lambda files: services.keep_files(files, by=request.actor))
    if uploads.only or uploads.problems or form.errors:
        if uploads.only and not uploads.problems:
            form.errors.clear()
        return _contact(request, form, uploads)
    thread = services.write_message(new, uploads.keys, by=request.actor)
    messages.success(request, f"Sent. Your message has the number {thread.reference}.")
    return redirect("support:thread", thread.pk)


def _contact(
    request: HttpRequest, form: forms.Form, uploads: Uploads, *, writes: bool = True
) -> HttpResponse:
    context = {"form": form, "writes": writes, "categories": CATEGORIES, "use": MESSAGE, "uploads": uploads}
    wrong = bool(form.errors or uploads.problems)
    return render(request, "support/contact.html", context, status=422 if wrong else 200)


@requires(Capability.MESSAGES)
@require_GET
def own_messages(request: ActorRequest) -> HttpResponse:
    """A person's own messages, or, for administrators, all of the centre."""
    return render(request, "support/messages.html", threads.own_page(request.actor, request.GET.dict()))


@requires(Capability.MESSAGES)
@require_http_methods(["GET", "POST"])
def thread(request: ActorRequest, thread_id: UUID) -> HttpResponse:
    """One message with all that was written, and a reply to it, which opens a closed one again."""
    if request.method == "GET":
        return _thread(request, thread_id, forms.Form({"text": ""}), Uploads())
    form, text = forms.read_text(request.POST)
    with tenancy.reading(request.actor):
        is_closed = threads.is_closed(request.actor, thread_id)
    uploads = take_files(request, lambda files: services.keep_files(files, by=request.actor))
    if uploads.only or uploads.problems or form.errors:
        if uploads.only and not uploads.problems:
            form.errors.clear()
        return _thread(request, thread_id, form, uploads)
    send = services.reopen_message if is_closed else services.add_to_message
    if not form.sent(lambda: send(thread_id, text, uploads.keys, by=request.actor), at="text"):
        return _thread(request, thread_id, form, uploads)
    messages.success(request, "Sent.")
    return redirect("support:thread", thread_id)


def _thread(request: ActorRequest, thread_id: UUID, form: forms.Form, uploads: Uploads) -> HttpResponse:
    with tenancy.reading(request.actor):
        page = threads.thread_page(request.actor, thread_id)
        context = {**page, "form": form, "uploads": uploads, "use": MESSAGE}
        wrong = bool(form.errors or uploads.problems)
        return render(request, "support/thread.html", context, status=422 if wrong else 200)


@requires(Capability.MESSAGES)
@require_POST
def close_message(request: ActorRequest, thread_id: UUID) -> HttpResponse:
    """Say that nothing more is needed."""
    closed = services.close_message(thread_id, by=request.actor)
    messages.success(request, f"{closed.reference} is closed. To go on with it, write in it again.")
    return redirect("support:thread", thread_id)


@requires(Capability.MESSAGES, look=Event.ATTACHMENT_DOWNLOADED)
@require_GET
def attachment(request: ActorRequest, attachment_id: UUID) -> HttpResponse:
    """A file of one's own messages, to be saved; each download is in the trail."""
    return give(threads.attachment(request.actor, attachment_id))
