"""The awarding body's doors to messages of centres (3.3)."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.downloads import list_answer
from interchange.core.errors import Refused
from interchange.core.uploads import MESSAGE
from interchange.support import forms
from interchange.support.queries import threads
from interchange.support.queries.showing import staff_choices
from interchange.support.services import answering as services
from interchange.support.views.files import Uploads, give, take_files

ANSWERS = {"answer": "Your answer", "ask": "Your question", "note": "Your note"}


@requires(Capability.MESSAGES_ANSWER)
@require_GET
def desk_messages(request: ActorRequest) -> HttpResponse:
    """The queue: whoever waits longest first; starts with all that is not closed."""
    context = threads.desk_page(request.actor, request.GET.dict()) | {"results": []}
    return render(request, "support/desk_messages.html", context)


@requires(Capability.MESSAGES_ANSWER, look=Event.CASES_EXPORTED)
@require_GET
def desk_messages_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list as a file, under the filter of the page; the export is in the trail."""
    rows, about = threads.export_rows(request.actor, request.GET.dict())
    return list_answer(f"messages.{kind}", threads.EXPORT_HEADINGS, rows, about=about, by=request.actor)


@requires(Capability.MESSAGES_ANSWER)
@require_POST
def desk_messages_act(request: ActorRequest) -> HttpResponse:
    """Take or close many at once: each as if by itself, and what became of each is said (D3)."""
    verb = request.POST.get("do", "")
    filtered = forms.typed(request.POST, "state", "category", "centre", "whose", "q")
    with tenancy.reading(request.actor):
        every = threads.keys_matching(request.actor, filtered) if request.POST.get("every") else []
        chosen = every or forms.keys(request.POST.getlist("chosen"))[: threads.MOST_AT_ONCE]
        names = threads.references(request.actor, chosen)
    results = [(names[key], _act(verb, key, request)) for key in chosen if key in names]
    with tenancy.reading(request.actor):
        context = threads.desk_page(request.actor, filtered) | {
            "results": results,
            "none_chosen": not results,
        }
        return render(request, "support/desk_messages.html", context, status=200 if results else 422)


def _act(verb: str, key: UUID, request: ActorRequest) -> str:
    """What became of one, in a sentence."""
    try:
        if verb == "close":
            services.close_thread(key, by=request.actor)
            return "Closed."
        services.assign(key, request.actor.person_id, by=request.actor)
    except Refused as refusal:
        return refusal.message
    return "Yours to answer."


@requires(Capability.MESSAGES_ANSWER)
@require_http_methods(["GET", "POST"])
def desk_thread(request: ActorRequest, thread_id: UUID) -> HttpResponse:
    """One message: answer, ask the centre for something, or leave a note that the centre does not see."""
    if request.method == "GET":
        return _thread(request, thread_id, forms.Form({"text": ""}), Uploads())
    verb = request.POST.get("do", "answer")
    form, text = forms.read_text(request.POST, ANSWERS.get(verb, "your answer").casefold())
    uploads = take_files(request, lambda files: services.keep_files_for(thread_id, files, by=request.actor))
    if uploads.only or uploads.problems or form.errors:
        if uploads.only and not uploads.problems:
            form.errors.clear()
        return _thread(request, thread_id, form, uploads)
    do = services.note if verb == "note" else partial(services.answer, asks=verb == "ask")
    if not form.sent(lambda: do(thread_id, text, uploads.keys, by=request.actor), at="text"):
        return _thread(request, thread_id, form, uploads)
    messages.success(request, "Noted." if verb == "note" else "Sent. The centre's people are told.")
    return redirect("support:desk-thread", thread_id)


def _thread(request: ActorRequest, thread_id: UUID, form: forms.Form, uploads: Uploads) -> HttpResponse:
    with tenancy.reading(request.actor):
        page = threads.thread_page(request.actor, thread_id)
        people = staff_choices(Capability.MESSAGES_ANSWER)
        context = {**page, "form": form, "uploads": uploads, "use": MESSAGE, "people": people}
        wrong = bool(form.errors or uploads.problems)
        return render(request, "support/desk_thread.html", context, status=422 if wrong else 200)


@requires(Capability.MESSAGES_ANSWER)
@require_POST
def assign_thread(request: ActorRequest, thread_id: UUID) -> HttpResponse:
    """Give a message to somebody, or to nobody."""
    chosen = forms.keys([request.POST.get("person", "")])
    thread = services.assign(thread_id, chosen[0] if chosen else None, by=request.actor)
    messages.success(request, f"{thread.reference} is with {thread.assigned_to or 'nobody'}.")
    return redirect("support:desk-thread", thread_id)


@requires(Capability.MESSAGES_ANSWER)
@require_POST
def move_thread(request: ActorRequest, thread_id: UUID) -> HttpResponse:
    """Close a message, or take up a closed one."""
    if request.POST.get("do") == "reopen":
        services.reopen_thread(thread_id, by=request.actor)
        return redirect("support:desk-thread", thread_id)
    closed = services.close_thread(thread_id, by=request.actor)
    messages.success(request, f"{closed.reference} is closed. The centre's people are told.")
    return redirect(reverse("support:desk-messages"))


@requires(Capability.MESSAGES_ANSWER, look=Event.ATTACHMENT_DOWNLOADED)
@require_GET
def desk_attachment(request: ActorRequest, attachment_id: UUID) -> HttpResponse:
    """A file of any message, to be saved; each download is in the trail."""
    return give(threads.attachment(request.actor, attachment_id))
