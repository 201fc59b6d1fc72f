"""What is held on one candidate here, for a copy of it (section 9 of the rules of accounts)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from interchange.assessment.models import ChangeRequest, Mark, SubmittedMark
from interchange.catalogue import queries as catalogue
from interchange.core.about import About, rows
from interchange.core.actor import Actor

EVERY = Actor.system("subject access")
VALUE = ("mark", "absent", "grade", "reason", "parts")


def about_candidates(keys: Collection[UUID]) -> About:
    """The marks of these candidates as they stand and as they were submitted, and what was asked about them.

    Marks need not be given before the results are out (Data Protection Act 2018, schedule 2, paragraph 25): of those
    it is said how many are held. The open transaction must be one that sees every centre.
    """
    waiting = catalogue.series_before_results()
    marks = Mark.objects.visible_to(EVERY).filter(entry__candidate__in=keys)
    sent = SubmittedMark.objects.visible_to(EVERY).filter(entry__candidate__in=keys)
    asked = ChangeRequest.objects.visible_to(EVERY).filter(entry__candidate__in=keys)
    later = marks.filter(sheet__series__in=waiting).order_by().values("centre_id", "sheet__series__code")
    return {
        "Marks": _of_sheet(marks.exclude(sheet__series__in=waiting).order_by("saved_at"), "sheet", *VALUE, "saved_at"),
        "Marks as submitted": _of_sheet(
            sent.exclude(submission__sheet__series__in=waiting).order_by("submission__submitted_at"),
            "submission__sheet", "number", "name", *VALUE, "submission__version", "submission__submitted_at",
        ),
        "Requests to change a mark": _of_sheet(
            asked.exclude(sheet__series__in=waiting).order_by("requested_at"), "sheet", "old", *VALUE, "why",
            "evidence", "state", "requested_at", "decided_at", "decision",
        ),
        "Marks that are given when the results are out": [dict(row) for row in later.annotate(marks=Count("id"))],
    }  # fmt: skip


def _of_sheet(found: QuerySet[Any], sheet: str, *names: str) -> list[dict[str, Any]]:
    return rows(found, f"{sheet}__series__code", f"{sheet}__component__slug", *names)
