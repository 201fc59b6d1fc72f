"""The doors to who sees which marks, and who may submit alone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.queries.reach import teacher, teachers
from interchange.accounts.roles import Capability
from interchange.assessment.queries.reach import groups_of_centre, needs_two_persons, sheets_to_choose
from interchange.assessment.services.reach import narrow_teacher, set_two_persons
from interchange.core import tenancy
from interchange.core.errors import Refused


@requires(Capability.MARKS_REACH)
@require_GET
def who_sees(request: ActorRequest) -> HttpResponse:
    """Admin > Who sees which marks."""
    actor = request.actor
    codes = {line.slug: line.code for line in sheets_to_choose(actor)}
    context = {
        "teachers": teachers(actor),
        "codes": codes,
        "two_persons": needs_two_persons(actor, actor.centre_id or 0),
    }
    return render(request, "assessment/who_sees.html", context)


@requires(Capability.MARKS_REACH, fresh=True)
@require_http_methods(["GET", "POST"])
def narrow(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    """Choose the components and teaching groups that one teacher sees."""
    error, components, groups = "", request.POST.getlist("components"), request.POST.getlist("groups")
    if request.method == "POST":
        try:
            name = narrow_teacher(membership_id, components, groups, by=request.actor)
        except Refused as refusal:
            error = refusal.message
        else:
            messages.success(request, f"What {name} sees has been changed.")
            return redirect("assessment:who-sees")
    with tenancy.reading(request.actor):
        one = teacher(request.actor, membership_id)
        context = {
            "one": one, "lines": sheets_to_choose(request.actor), "groups": groups_of_centre(request.actor),
            "chosen": components if error else one.components, "chosen_groups": groups if error else one.groups,
            "error": error,
        }  # fmt: skip
        return render(request, "assessment/narrow.html", context, status=422 if error else 200)


@requires(Capability.MARKS_REACH, fresh=True)
@require_POST
def two_persons(request: ActorRequest) -> HttpResponse:
    """The switch of note 4."""
    on = request.POST.get("two_persons") == "1"
    set_two_persons(on, by=request.actor)
    messages.success(
        request, "Two persons are needed from now on." if on else "One person may enter and submit."
    )
    return redirect("assessment:who-sees")
