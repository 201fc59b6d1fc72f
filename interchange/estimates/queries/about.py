"""What is held on one candidate here, for a copy of it (section 9 of the rules of accounts)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from interchange.catalogue import queries as catalogue
from interchange.core.about import About, rows
from interchange.core.actor import Actor
from interchange.estimates.models import Forecast, ForecastSubmission

EVERY = Actor.system("subject access")


def about_candidates(keys: Collection[UUID]) -> About:
    """The grades that were expected of these candidates, and each as it was submitted; none of a series before its
    results, as with marks. The open transaction must be one that sees every centre."""
    waiting = catalogue.series_before_results()
    own = Forecast.objects.visible_to(EVERY).filter(candidate__in=keys).exclude(sheet__series__in=waiting)
    held = rows(
        own.order_by("sheet__series__code", "sheet__entry_code"), "sheet_id", "sheet__series__code",
        "sheet__entry_code", "grade", "saved_at", "candidate__number", "candidate__uci",
    )  # fmt: skip
    sent = ForecastSubmission.objects.visible_to(EVERY).filter(sheet__in={one["sheet_id"] for one in held})
    by_sheet = {(one.pop("sheet_id"), one["candidate__number"], one["candidate__uci"]): one for one in held}
    return {
        "Forecast grades": held,
        "Forecast grades as submitted": _sent(sent.order_by("sent_at"), by_sheet),
    }


def _sent(sent: Any, own: dict[tuple[UUID, str, str], dict[str, Any]]) -> list[dict[str, Any]]:
    """This person's line of each version."""
    found = []
    for one in sent:
        for number, name, uci, group, option, grade in one.grades:
            known = own.get((one.sheet_id, number, uci))
            if known:
                found.append({
                    "centre_id": one.centre_id, "series__code": known["sheet__series__code"], "option": option,
                    "number": number, "name": name, "teaching_group": group, "grade": grade, "version": one.version,
                    "sent_at": one.sent_at,
                })  # fmt: skip
    return found
