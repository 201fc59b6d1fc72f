"""The iMS1 of one submission, from what was stored when it was submitted (R-IMS-2)."""

from datetime import datetime

from interchange.assessment.models import Submission, SubmittedMark
from interchange.assessment.queries.submissions import lines_of
from interchange.assessment.rules.marks import ZERO_REASONS, figure
from interchange.core.actor import Actor
from interchange.documents.ims1 import Declaration, Ims1, Ims1Line
from interchange.documents.words import in_words

CARRIED = "an earlier series"


def ims1_of(actor: Actor, sent: Submission) -> Ims1:
    """The form's context: the page and the PDF are made from the same one."""
    heading = sent.heading
    return Ims1(
        board_name=heading["board"], centre_number=heading["centre_number"], centre_name=heading["centre_name"],
        series=heading["series"], assessment_code=heading["code"], title=heading["title"],
        moderation_route=heading["route"] or "not stated", submitted_by=sent.submitted_by,
        submitted_at=sent.submitted_at, receipt=sent.receipt, version=sent.version, check_code=sent.check_code,
        lines=tuple(_line(line) for line in lines_of(actor, sent)), maximum_mark=_maximum(heading),
        grades=tuple(heading["grades"]),
        declarations=tuple(_declaration(*made) for made in heading["declarations"]),
    )  # fmt: skip


def _declaration(text: str, name: str, at: str) -> Declaration:
    return Declaration(text, name, datetime.fromisoformat(at))


def _maximum(heading: dict[str, object]) -> int | None:
    maximum = heading["maximum"]
    return maximum if isinstance(maximum, int) else None


def _line(line: SubmittedMark) -> Ims1Line:
    return Ims1Line(
        candidate_number=line.number, name=line.name, uci=line.uci, teaching_group=line.teaching_group,
        mark=None if line.mark is None else int(line.mark) if line.mark == int(line.mark) else line.mark,
        grade=line.grade, absent=line.absent, zero_reason=ZERO_REASONS.get(line.reason, ""),
        carried_forward_from=CARRIED if line.carried_forward else "", late_added_on=line.late_added_on,
        earlier=line.previous,
    )  # fmt: skip


def shown(line: Ims1Line) -> str:
    """A line's value in figures, as the page prints it."""
    return "Absent" if line.absent else line.grade or (figure(line.mark) if line.mark is not None else "–")  # type: ignore[arg-type]


def in_words_of(line: Ims1Line) -> str:
    """A line's mark in words; empty where there is none."""
    return "" if line.mark is None else in_words(line.mark)
