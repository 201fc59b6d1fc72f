"""The doors to reviewing, submitting, and what was submitted: receipt, iMS1, print."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from interchange.accounts.access import ActorRequest, prove_for_export, requires
from interchange.accounts.roles import Capability
from interchange.assessment.queries import context, printing, reviewing
from interchange.assessment.queries.pages import KEPT_ORDER, Filter
from interchange.assessment.queries.places import Address, place_at
from interchange.assessment.queries.submissions import submission
from interchange.assessment.services.submitting import submit_sheet
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.sent import read_key
from interchange.documents.ims1 import render_ims1


@requires(Capability.MARKS_VIEW)
@require_GET
def review(request: ActorRequest, series: str, component: str) -> HttpResponse:
    """Review Incomplete: everything that is missing, each line leading to it (D6)."""
    place = place_at(request.actor, Address(series, component))
    return render(request, "assessment/review.html", reviewing.gaps(request.actor, place))


@requires(Capability.MARKS_SUBMIT)
@require_http_methods(["GET", "POST"])
def submit(request: ActorRequest, series: str, component: str) -> HttpResponse:
    """Check what will be sent, then send it (D7, B5)."""
    address = Address(series, component)
    if request.method == "POST":
        return _submit(request, address)
    place = place_at(request.actor, address)
    shown = reviewing.check_page(request.actor, place)
    if shown["gaps"] and not place.is_submitted:
        return redirect("assessment:review", series, component)
    return render(request, "assessment/submit.html", {**shown, "key": uuid4(), "error": ""})


def _submit(request: ActorRequest, address: Address) -> HttpResponse:
    key = read_key(request.POST)
    try:
        sent = submit_sheet(address, key=key, shown=request.POST.get("shown", ""), by=request.actor)
    except Refused as refusal:
        with tenancy.reading(request.actor):
            shown = reviewing.check_page(request.actor, place_at(request.actor, address))
            page = {**shown, "key": uuid4(), "error": refusal.message}
            return render(request, "assessment/submit.html", page, status=409)
    return redirect("assessment:receipt", sent.pk)


@requires(Capability.MARKS_SUBMITTED_VIEW)
@require_GET
def receipt(request: ActorRequest, submission_id: UUID) -> HttpResponse:
    """The receipt: number, time, who, what, and what happens next (B6)."""
    sent = submission(request.actor, submission_id)
    return render(request, "assessment/receipt.html", reviewing.receipt(request.actor, sent))


@requires(Capability.MARKS_SUBMITTED_VIEW, look=Event.FORM_PRINTED)
@require_GET
def ims1(request: ActorRequest, submission_id: UUID) -> HttpResponse:
    """The iMS1 as a page to print: what was submitted, never later edits (R-IMS-1, R-IMS-2)."""
    sent = submission(request.actor, submission_id)
    return render(
        request, "assessment/ims1.html", {"form": printing.ims1_of(request.actor, sent), "sent": sent}
    )


@requires(Capability.MARKS_SUBMITTED_VIEW, look=Event.FORM_PRINTED)
@require_GET
def ims1_pdf(request: ActorRequest, submission_id: UUID) -> HttpResponse:
    """The iMS1 as a tagged PDF of the same data (5.3.6)."""
    sent = submission(request.actor, submission_id)
    form = printing.ims1_of(request.actor, sent)
    prove_for_export(request, candidates=len(form.lines))
    response = HttpResponse(render_ims1(form), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="iMS1-{sent.heading["slug"]}-{sent.receipt}.pdf"'
    return response


@requires(Capability.MARKS_VIEW)
@require_GET
def print_sheet(request: ActorRequest, series: str, component: str) -> HttpResponse:
    """Print: the iMS1 where the sheet has been submitted, else the sheet as it stands, which says that it has not."""
    place = place_at(request.actor, Address(series, component))
    sent = reviewing.standing_submission(request.actor, place)
    if sent is not None:
        return redirect("assessment:ims1", sent.pk)
    shown = reviewing.check_page(request.actor, place)
    order = Filter.read({"sort": request.session.get(KEPT_ORDER, "")}).order
    printed = {**shown, "rows": sorted(shown["rows"], key=order), "links": context.links_of(place)}
    return render(request, "assessment/print.html", printed)
