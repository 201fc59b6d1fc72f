"""What was submitted, as the receipt, the iMS1 and the staff's pages show it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from interchange.assessment.models import MarkSheet, Submission, SubmittedMark
from interchange.assessment.rules import receipts
from interchange.assessment.rules.marks import Value, figure
from interchange.core.actor import Actor

LINE_COLUMNS = (
    "number", "name", "uci", "teaching_group", "mark", "absent", "grade", "reason", "parts", "late_added_on",
    "carried_forward", "previous",
)  # fmt: skip


def submission(actor: Actor, submission_id: UUID) -> Submission:
    """One submission the actor may see; 404 for another centre's, and for a teacher who does not see all of it."""
    sent = Submission.objects.visible_to(actor).select_related("sheet__component")
    found = sent.filter(pk=submission_id).first()
    if found is None or actor.groups or not actor.reaches(found.sheet.component.slug):
        raise Http404
    return found


def latest_submission(actor: Actor, sheet: MarkSheet) -> Submission | None:
    """The submission that stands for this sheet, if it was ever submitted."""
    return submissions_of(actor, sheet).first()


def submissions_of(actor: Actor, sheet: MarkSheet) -> QuerySet[Submission]:
    """Every submission of a sheet, the newest first."""
    every = Submission.objects.visible_to(actor).filter(centre_id=sheet.centre_id, sheet_id=sheet.pk)
    return every.order_by("-version")


def lines_of(actor: Actor, sent: Submission) -> QuerySet[SubmittedMark]:
    """The lines of a submission in order."""
    lines = SubmittedMark.objects.visible_to(actor).filter(centre_id=sent.centre_id, submission_id=sent.pk)
    return lines.order_by("position")


def digest_lines(lines: Sequence[SubmittedMark]) -> list[list[Any]]:
    """The lines as the digest takes them; the same from a list in hand and from the database."""
    return [
        [
            line.number, line.name, line.uci, line.teaching_group, figure(line.mark), line.absent, line.grade,
            line.reason, [figure(part) for part in line.parts], str(line.late_added_on or ""),
            line.carried_forward, line.previous,
        ]
        for line in lines
    ]  # fmt: skip


def is_intact(sent: Submission, lines: Sequence[SubmittedMark]) -> bool:
    """Whether the stored lines are still those that were submitted."""
    return sent.digest == receipts.digest_of(sent.heading, digest_lines(lines))


def value_of(line: SubmittedMark) -> Value:
    """What a line says of its candidate."""
    return Value(line.mark, line.absent, line.grade, line.reason, tuple(line.parts))


def shown_line(line: SubmittedMark) -> str:
    """A line's value as a list shows it."""
    return value_of(line).words or "–"
