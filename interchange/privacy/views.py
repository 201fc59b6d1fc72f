"""The doors to the schedule, to holds, and to copies of what is held on a person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.core import clock, tenancy
from interchange.core.downloads import file_answer
from interchange.core.errors import Refused
from interchange.privacy import forms, queries, services
from interchange.privacy.models import LegalHold


@requires(Capability.RETENTION_VIEW)
@require_GET
def retention(request: ActorRequest) -> HttpResponse:
    """What is kept for how long, and what the next night lets go of (8)."""
    page = {
        "lines": queries.schedule_now(),
        "last": queries.last_run(request.actor),
        "holds": queries.holds_now(),
    }
    return render(request, "privacy/retention.html", page)


@requires(Capability.LEGAL_HOLD)
@require_http_methods(["GET", "POST"])
def holds(request: ActorRequest) -> HttpResponse:
    """What may not be let go of, and the form to hold more."""
    form = forms.read_hold(request.POST) if request.method == "POST" else forms.empty_hold(request.GET)
    if request.method == "POST" and not form.errors and form.review_on:
        typed = form.values
        try:
            hold = services.place_hold(
                typed["kind"], typed["key"], owner=typed["owner"], reason=typed["reason"], review_on=form.review_on,
                by=request.actor,
            )  # fmt: skip
        except Refused as refusal:
            form.errors["review_on" if refusal.code == "review-past" else "key"] = refusal.message
        else:
            messages.success(request, f"{hold.title} is on hold.")
            return redirect("privacy:holds")
    with tenancy.reading(request.actor):
        page = {
            "form": form,
            "standing": list(queries.holds_now()),
            "ended": list(queries.ended_holds()[:50]),
        }
    page |= {"kinds": LegalHold.Kind.choices, "today": clock.today()}
    return render(request, "privacy/holds.html", page, status=422 if form.errors else 200)


@requires(Capability.LEGAL_HOLD)
@require_http_methods(["GET", "POST"])
def hold(request: ActorRequest, hold_id: UUID) -> HttpResponse:
    """One hold: review it, which sets the next date."""
    form = (
        forms.read_review(request.POST)
        if request.method == "POST"
        else forms.Form({"review_on": "", "reason": ""})
    )
    if request.method == "POST" and not form.errors and form.review_on:
        try:
            services.review_hold(
                hold_id, review_on=form.review_on, reason=form.values["reason"], by=request.actor
            )
        except Refused as refusal:
            form.errors["review_on"] = refusal.message
        else:
            messages.success(request, "Reviewed.")
            return redirect("privacy:hold", hold_id)
    return _hold_page(request, hold_id, form)


def _hold_page(request: ActorRequest, hold_id: UUID, form: forms.Form) -> HttpResponse:
    with tenancy.reading(request.actor):
        page = {"hold": queries.hold(hold_id), "form": form, "today": clock.today()}
    return render(request, "privacy/hold.html", page, status=422 if form.errors else 200)


@requires(Capability.LEGAL_HOLD, fresh=True)
@require_POST
def end_hold(request: ActorRequest, hold_id: UUID) -> HttpResponse:
    """End a hold, with the reason."""
    form = forms.read_ending(request.POST)
    if form.errors:
        return _hold_page(request, hold_id, form)
    ended = services.end_hold(hold_id, reason=form.values["ending"], by=request.actor)
    messages.success(request, f"The hold on {ended.title} has ended.")
    return redirect("privacy:holds")


@requires(Capability.SUBJECT_ACCESS, fresh=True)
@require_http_methods(["GET", "POST"])
def subject_access(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """A copy of everything held on one person, with the reason for making it (section 9)."""
    name = queries.name_of(person_id)
    if not name:
        raise Http404
    form = forms.read_reason(request.POST) if request.method == "POST" else forms.Form({"reason": ""})
    if request.method == "GET" or form.errors:
        page = {"name": name, "form": form}
        return render(request, "privacy/subject_access.html", page, status=422 if form.errors else 200)
    packed = services.give_subject_access(person_id, reason=form.values["reason"], by=request.actor)
    return file_answer(packed, f"what-is-held-{person_id}.zip")


@requires(Capability.SUBJECT_ACCESS, fresh=True)
@require_GET
def candidate_access(request: ActorRequest) -> HttpResponse:
    """The candidates and learners who may be the person who asks for a copy of their data (section 9)."""
    return _candidate_page(request, forms.read_who(request.GET), forms.Form({"reason": ""}))


@requires(Capability.SUBJECT_ACCESS, fresh=True)
@require_POST
def give_candidate_access(request: ActorRequest) -> HttpResponse:
    """A copy of everything held under the lines that were ticked, with the reason for making it."""
    form, candidates, learners = forms.read_chosen(request.POST)
    if form.errors:
        return _candidate_page(request, forms.read_who(request.POST), form)
    reason, by = form.values["reason"], request.actor
    packed = services.give_candidate_access(candidates, learners, reason=reason, by=by)
    return file_answer(packed, f"what-is-held-{(candidates or learners)[0]}.zip")


def _candidate_page(request: ActorRequest, who: forms.Form, form: forms.Form) -> HttpResponse:
    looked = any(who.values.values()) and not who.errors
    with tenancy.reading(request.actor):
        found = queries.people_found(request.actor, forms.who_of(who)) if looked else []
    page = {
        "who": who, "form": form, "found": found, "looked": looked, "most": queries.MOST_FOUND,
        "chosen": request.POST.getlist("who"), "errors": [*who.summary, *form.summary],
    }  # fmt: skip
    return render(request, "privacy/candidate_access.html", page, status=422 if page["errors"] else 200)


@requires(Capability.OWN_ACCOUNT, fresh=True)
@require_http_methods(["GET", "POST"])
def own_data(request: ActorRequest) -> HttpResponse:
    """A copy of everything held on oneself."""
    if request.method == "GET":
        return render(request, "privacy/own_data.html")
    return file_answer(services.download_own_data(by=request.actor), "what-is-held-on-you.zip")
