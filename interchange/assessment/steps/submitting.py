"""Making a version of a sheet: the copy that the awarding body gets, and that never changes afterwards."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from interchange.assessment.models import Declaration, MarkSheet, Submission, SubmittedMark
from interchange.assessment.queries.places import Place, Row
from interchange.assessment.queries.submissions import digest_lines, latest_submission, lines_of, value_of
from interchange.assessment.rules import receipts, sheets
from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.entries import queries as entries


@dataclass(frozen=True)
class Sending:
    """What makes a version besides its rows: who, when, by which key, and why if it is not the first."""

    by: Actor
    at: datetime
    key: UUID
    why: str = ""


def add_version(
    place: Place, sheet: MarkSheet, rows: Sequence[Row], sending: Sending, move: str
) -> Submission:
    """Store the rows as the sheet's next version and move the sheet on; the sheet is held alone by the caller."""
    before = latest_submission(sending.by, sheet)
    sheet.state = sheets.MARK_SHEET.after(move, sheet.state)
    sheet.version += 1
    lines = _lines(place, rows, before, sending.by)
    heading = _heading(place, sending.by)
    sent = _submission(place, sheet, heading, lines, sending)
    sent.save(force_insert=True)
    for line in lines:
        line.submission = sent
    SubmittedMark.unscoped.bulk_create(lines)
    sheet.save(update_fields=["state", "version"])
    return sent


def _submission(
    place: Place, sheet: MarkSheet, heading: dict[str, Any], lines: list[SubmittedMark], sending: Sending
) -> Submission:
    digest = receipts.digest_of(heading, digest_lines(lines))
    receipt = receipts.receipt_number(heading["centre_number"], secrets.randbits(receipts.CODE_BITS))
    return Submission(
        centre_id=place.centre_id, sheet=sheet, version=sheet.version, request_key=sending.key, receipt=receipt,
        digest=digest, check_code=receipts.check_code(settings.SECRET_KEY, receipt, sheet.version, digest),
        heading=heading, totals=_totals(lines), why=sending.why, submitted_at=sending.at,
        submitted_by=sending.by.name,
    )  # fmt: skip


def _lines(place: Place, rows: Sequence[Row], before: Submission | None, by: Actor) -> list[SubmittedMark]:
    earlier = {line.entry_id: value_of(line) for line in lines_of(by, before)} if before else {}
    lines = []
    for position, row in enumerate((row for row in rows if row.standing), start=1):
        old = earlier.get(row.entry_id)
        changed = before is not None and old is not None and old != row.value
        lines.append(SubmittedMark(
            centre_id=place.centre_id, entry_id=row.entry_id, position=position, number=row.number, name=row.name,
            uci=row.uci, teaching_group=row.group, **(row.value._asdict() | {"parts": list(row.value.parts)}),
            late_added_on=clock.london(row.entered_at).date() if before is not None and old is None else None,
            previous=old.words if changed and old else "",
        ))  # fmt: skip
    return lines + _carried(place, by, len(lines))


def _carried(place: Place, by: Actor, after: int) -> list[SubmittedMark]:
    """A line without a value for each candidate whose grade is carried forward (R-IMS-2)."""
    if not place.profile.graded:
        return []
    found = entries.carried_forward(by, place.centre_id, place.series_id, place.component_id)
    return [
        SubmittedMark(
            centre_id=place.centre_id, entry_id=entry_id, position=position, number=number, name=name, uci=uci,
            teaching_group=group, carried_forward=True,
        )
        for position, (entry_id, number, name, uci, group) in enumerate(found, start=after + 1)
    ]  # fmt: skip


def _heading(place: Place, by: Actor) -> dict[str, Any]:
    """Everything at the head of the form, as it was called at that moment."""
    profile = place.profile
    sheet_id = place.sheet.pk if place.sheet else None
    number, name = centres.names_of([place.centre_id])[place.centre_id]
    made = (
        Declaration.objects.visible_to(by)
        .filter(centre_id=place.centre_id, sheet_id=sheet_id)
        .order_by("kind")
    )
    return {
        "board": settings.AWARDING_BODY, "centre_number": number, "centre_name": name,
        "series": place.series_name, "series_code": place.series_code, "code": profile.code, "title": profile.title,
        "qualification": place.qualification, "slug": place.slug, "maximum": profile.maximum,
        "grades": list(profile.grades), "route": place.route, "parts": [asdict(part) for part in profile.parts],
        "declarations": [
            [sheets.DECLARATIONS[one.kind], one.made_by, one.made_at.isoformat()] for one in made
        ],
    }  # fmt: skip


def _totals(lines: Sequence[SubmittedMark]) -> dict[str, int]:
    return {
        "entered": sum(not line.carried_forward for line in lines),
        "marked": sum(line.mark is not None or bool(line.grade) for line in lines),
        "absent": sum(line.absent for line in lines),
        "zero": sum(line.mark == 0 for line in lines if line.mark is not None),
    }
