"""Changing one mark of a submitted sheet, which makes a new version of the submission (R-CHG-4)."""

from datetime import datetime
from uuid import UUID

from interchange.assessment.models import Submission
from interchange.assessment.queries.places import Place, Row, rows_at
from interchange.assessment.rules.marks import Value, figure
from interchange.assessment.steps.marks import Change, write_marks
from interchange.assessment.steps.submitting import Sending, add_version
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import jobs
from interchange.core.actor import Actor


def apply_change(
    place: Place, row: Row, value: Value, *, key: UUID, why: str, by: Actor, at: datetime
) -> Submission:
    """Write the new value and send the sheet again as its next version, for the awarding body to receive."""
    sheet = place.sheet
    assert sheet is not None  # noqa: S101  (the caller holds it)
    change = Change(row.entry_id, value, True, by.name, row.version)
    write_marks([change], centre_id=place.centre_id, sheet_id=sheet.pk, at=at, by=by.name)
    line = [row.number, row.value.words, value.words, True, value.reason, list(map(figure, value.parts))]
    audit.record(
        Event.MARKS_SAVED, subject=place.subject, reason=why, centre_id=place.centre_id,
        data={**place.facts, "how": "change", "rows": [line]},
    )  # fmt: skip
    sent = add_version(place, sheet, rows_at(by, place), Sending(by, at, key, why), "amend")
    facts = {
        **place.facts,
        "version": sent.version,
        "receipt": sent.receipt,
        **sent.totals,
        "digest": sent.digest,
    }
    audit.record(
        Event.SHEET_SUBMITTED, subject=place.subject, data=facts, reason=why, centre_id=place.centre_id
    )
    jobs.enqueue("assessment.receive", submission_id=str(sent.pk), centre_id=sent.centre_id)
    return sent
