"""What stands between a sheet and its submission, what would be sent, and the receipt of what was."""

from typing import Any

from interchange.assessment.models import Submission
from interchange.assessment.queries.context import declarations_of, links_of
from interchange.assessment.queries.pages import warnings_of
from interchange.assessment.queries.places import Place, counts_of, fingerprint, rows_at
from interchange.assessment.queries.submissions import latest_submission, lines_of, submissions_of
from interchange.assessment.rules.marks import gap
from interchange.core import clock
from interchange.core.actor import Actor


def gaps(actor: Actor, place: Place) -> dict[str, Any]:
    """Every row that lacks something, with what it lacks (R-RI-2)."""
    rows = [row for row in rows_at(actor, place) if row.standing]
    lacking = [(row, said) for row in rows if (said := gap(row.value, checked=row.checked))]
    kinds: dict[str, int] = {}
    for _, said in lacking:
        kinds[said] = kinds.get(said, 0) + 1
    missing = [one["words"] for one in declarations_of(place) if not one["made_by"]]
    return {
        "place": place, "gaps": lacking, "kinds": kinds, "counts": counts_of(rows), "links": links_of(place),
        "missing_declarations": missing,
    }  # fmt: skip


def check_page(actor: Actor, place: Place) -> dict[str, Any]:
    """Everything that would be sent, for a last look, and the fingerprint of exactly that (B5)."""
    rows = [row for row in rows_at(actor, place) if row.standing]
    return {
        **gaps(actor, place), "rows": rows, "shown": fingerprint(rows), "warnings": warnings_of(rows, place),
        "submission": standing_submission(actor, place),
        "open": place.window.may_submit(at=clock.now()), "absent": sum(row.value.absent for row in rows),
        "zero": sum(row.value.mark == 0 for row in rows if row.value.mark is not None),
    }  # fmt: skip


def standing_submission(actor: Actor, place: Place) -> Submission | None:
    """The submission that the awarding body holds for a sheet that is with it now."""
    return latest_submission(actor, place.sheet) if place.sheet and place.is_submitted else None


def receipt(actor: Actor, sent: Submission) -> dict[str, Any]:
    """The receipt's page: the submission, its lines and every other version of the same sheet."""
    return {
        "sent": sent, "heading": sent.heading, "lines": lines_of(actor, sent),
        "versions": submissions_of(actor, sent.sheet), "refresh": sent.received_at is None,
    }  # fmt: skip
