"""What the templates of one sheet need beside its rows."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.assessment.models import Declaration, SecondMark, SubmittedMark
from interchange.assessment.queries.pages import SHOWN, SORTS, Filter, Sheet, sheet_page
from interchange.assessment.queries.places import Place, rows_at
from interchange.assessment.queries.submissions import latest_submission
from interchange.assessment.rules import sheets
from interchange.assessment.rules.figures import figures_of
from interchange.assessment.rules.marks import ZERO_REASONS, Value
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.prepared import GivenCentre, Prepared, given
from interchange.entries import queries as entries


def links_of(place: Place) -> dict[str, str]:
    """Every address of a sheet."""
    where = [place.series_code, place.slug]
    named = {
        "here": "sheet", "cells": "cells", "upload": "import", "preview": "import", "declare": "declarations",
        "second": "second", "history": "sheet-history", "review": "review", "submit": "submit", "print": "print",
        "extension": "ask-extension", "change": "ask-change",
    }  # fmt: skip
    links = {key: reverse(f"assessment:{name}", args=where) for key, name in named.items()}
    template = reverse("assessment:sheet-file", args=[*where, "xlsx"])
    return {
        **links, "template_xlsx": template, "template_csv": template.removesuffix("xlsx/") + "csv/",
        "cell_history": reverse("assessment:cell-history", args=[*where, "0000"]),
    }  # fmt: skip


def of_sheet(actor: Actor, page: Sheet) -> dict[str, Any]:
    """The context of a sheet's page."""
    place = page.place
    sheet = place.sheet
    may_submit = holds(actor, Capability.MARKS_SUBMIT)
    return {
        "sheet": page, "links": links_of(place), "zero_reasons": ZERO_REASONS, "shows": list(SHOWN.items()),
        "sorts": list(SORTS.items()), "group_choices": [("", "All groups"), *((g, g) for g in page.groups)],
        "can_submit": may_submit, "can_ask": holds(actor, Capability.EXTENSION_REQUEST),
        "may_change": place.state == sheets.RECEIVED and holds(actor, Capability.MARKS_CHANGE_REQUEST),
        "declarations": declarations_of(place), "days_left": place.window.days_left(at=clock.now()),
        "submission": latest_submission(actor, sheet) if sheet and place.is_submitted else None,
        "carried_forward": carried_forward(actor, place), "last_year": last_year(place),
    }  # fmt: skip


MADE = Prepared(
    lambda: Declaration.objects.visible_to(GivenCentre()).filter(sheet_id=given("sheet")).order_by()
)


def declarations_of(place: Place) -> list[dict[str, Any]]:
    """The three declarations of R-NEA-7, each with who made it, or nobody."""
    made = {}
    if place.sheet:
        made = {one.kind: one for one in MADE(centre_id=place.centre_id, sheet=place.sheet.pk)}
    return [
        {
            "kind": kind, "words": words, "made_by": made[kind].made_by if kind in made else "",
            "made_at": made[kind].made_at if kind in made else None,
            "address": made[kind].address if kind in made else None,
        }
        for kind, words in sheets.DECLARATIONS.items()
    ]  # fmt: skip


def carried_forward(actor: Actor, place: Place) -> list[dict[str, str]]:
    """Who carries the grade of this endorsement forward, and so is not on the list (R-CF-3)."""
    if not place.profile.graded:
        return []
    found = entries.carried_forward(actor, place.centre_id, place.series_id, place.component_id)
    if actor.groups:
        found = found.filter(teaching_group__in=actor.groups)
    return [{"number": number, "name": name} for _, number, name, *_ in found]


def _submitted() -> QuerySet[SubmittedMark, Decimal | None]:
    marks = SubmittedMark.objects.visible_to(GivenCentre()).filter(
        submission__sheet__component_id=given("component"), submission__sheet__series__code=given("series"),
        mark__isnull=False,
    )  # fmt: skip
    return marks.order_by().values_list("mark", flat=True)


SUBMITTED = Prepared(_submitted)


def last_year(place: Place) -> dict[str, str] | None:
    """The mean of the same component's last submission a year before, if there was one (C11)."""
    if place.profile.graded:
        return None
    year, month = place.series_code.split("-")
    earlier = f"{int(year) - 1}-{month}"
    marks = SUBMITTED(centre_id=place.centre_id, component=place.component_id, series=earlier)
    figures = figures_of([mark for mark in marks if mark is not None])
    return {"series": earlier, "mean": figures.mean} if figures.count else None


def of_second(actor: Actor, place: Place) -> dict[str, Any]:
    """The page for keying blind: the candidates, and none of the first marks."""
    rows = [
        row._replace(value=Value(), checked=False, version=0) for row in rows_at(actor, place) if row.standing
    ]
    page = sheet_page(place, rows, Filter(), at=clock.now())
    return {"sheet": page, "links": links_of(place), "errors": []}


def of_differences(actor: Actor, place: Place, may_enter: bool) -> dict[str, Any]:
    """Where the second keying differs from the first, side by side."""
    second = {}
    if place.sheet:
        found = SecondMark.objects.visible_to(actor).filter(
            centre_id=place.centre_id, sheet_id=place.sheet.pk
        )
        second = {one.entry_id: one for one in found}
    lines = []
    for row in rows_at(actor, place):
        other = second.get(row.entry_id)
        value = Value(other.mark, other.absent, other.grade) if other else Value()
        if other and value.words != row.value.words:
            lines.append({
                "number": row.number, "name": row.name, "first": row.value.words or "nothing", "first_by": row.saved_by,
                "second": value.words or "nothing", "second_by": other.keyed_by,
            })  # fmt: skip
    return {
        "place": place,
        "lines": lines,
        "keyed": len(second),
        "links": links_of(place),
        "may_enter": may_enter,
    }
