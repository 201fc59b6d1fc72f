"""Requests about sheets: what a centre has asked for, and what waits for the awarding body."""

from typing import Any

from django.db.models import QuerySet

from interchange.assessment.models import ChangeRequest, ExtensionRequest
from interchange.assessment.queries.context import links_of
from interchange.assessment.queries.places import Place, rows_at
from interchange.assessment.rules import sheets
from interchange.assessment.rules.marks import ZERO_REASONS, Value
from interchange.assessment.rules.sheets import State
from interchange.centres import queries as centres
from interchange.core.actor import Actor

STATES = {
    sheets.REQUESTED: State("requested", "Waiting for a decision", "clock", "info"),
    sheets.NEEDS_WORK: State("needs-work", "The work has been asked for", "warning", "warning"),
    sheets.REFUSED: State("refused", "Refused", "cross", "danger"),
    sheets.APPLIED: State("applied", "Applied", "tick", "success"),
    sheets.GRANTED: State("granted", "Granted", "tick", "success"),
}


def changes(actor: Actor) -> QuerySet[ChangeRequest]:
    """Requests to change a mark that the actor may see, newest first."""
    found = ChangeRequest.objects.visible_to(actor).select_related("sheet__series", "sheet__component")
    return found.order_by("-requested_at")


def extensions(actor: Actor) -> QuerySet[ExtensionRequest]:
    """Requests for more time that the actor may see, newest first."""
    found = ExtensionRequest.objects.visible_to(actor).select_related("sheet__series", "sheet__component")
    return found.order_by("-requested_at")


def waiting_changes(actor: Actor) -> QuerySet[ChangeRequest]:
    """Those that somebody still has to decide."""
    return changes(actor).filter(state__in=[sheets.REQUESTED, sheets.NEEDS_WORK])


def waiting_extensions(actor: Actor) -> QuerySet[ExtensionRequest]:
    """Those that somebody still has to decide."""
    return extensions(actor).filter(state=sheets.REQUESTED)


def described(
    request: ChangeRequest | ExtensionRequest, centre: tuple[str, str] = ("", "")
) -> dict[str, Any]:
    """One request as a list shows it."""
    sheet = request.sheet
    new = (
        Value(request.mark, request.absent, request.grade).words if isinstance(request, ChangeRequest) else ""
    )
    return {
        "request": request, "state": STATES[request.state], "code": sheet.component.code,
        "title": sheet.component.title,
        "series": sheet.series.name, "series_code": sheet.series.code, "slug": sheet.component.slug, "new": new,
        "centre_number": centre[0], "centre_name": centre[1],
    }  # fmt: skip


def of_centre(actor: Actor) -> dict[str, Any]:
    """Everything a centre has asked for."""
    asked = [described(one) for one in changes(actor)[:200]]
    for one in asked:
        request = one["request"]
        waits = request.state in (sheets.REQUESTED, sheets.NEEDS_WORK) and not request.countersigned_by
        one["may_sign"] = waits and request.requested_by_id != actor.person_id
        one["needs_signature"] = waits
    return {"changes": asked, "extensions": [described(one) for one in extensions(actor)[:200]]}


def of_board(actor: Actor, found: list[Any]) -> list[dict[str, Any]]:
    """Requests with the names of their centres."""
    names = centres.names_of({one.centre_id for one in found})
    return [described(one, names.get(one.centre_id, ("", ""))) for one in found]


def change_page(actor: Actor, place: Place, number: str) -> dict[str, Any]:
    """The form to ask for a change: the candidate and what was submitted."""
    rows = [row for row in rows_at(actor, place) if row.standing]
    row = next((row for row in rows if row.number == number), None)
    return {
        "place": place, "links": links_of(place), "rows": rows, "row": row, "number": number,
        "zero_reasons": [("", "Choose where the mark is 0"), *ZERO_REASONS.items()],
        "grades": [("", ""), *((grade, grade) for grade in place.profile.grades)],
        "at_once": bool(place.sheet and place.sheet.moderation_began_at is None),
    }  # fmt: skip


def extension_page(actor: Actor, place: Place) -> dict[str, Any]:
    """The form to ask for more time, with what was asked before."""
    before = (
        [described(one) for one in extensions(actor).filter(sheet_id=place.sheet.pk)] if place.sheet else []
    )
    last = place.window.closes_on + sheets.LONGEST_EXTENSION
    return {"place": place, "links": links_of(place), "before": before, "last": last}
