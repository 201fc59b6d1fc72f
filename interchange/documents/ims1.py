"""The iMS1: the centre's copy of the marks it submitted for one assessment (R-IMS-1, R-IMS-2)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from interchange.documents.barcodes import Barcode, receipt_code, svg
from interchange.documents.typesetting import Narrow, typeset
from interchange.documents.words import day, in_figures, in_words, moment

NOTHING: Final = "–"


@dataclass(frozen=True)
class Ims1Line:
    """One candidate as submitted: a mark or a grade, or absent. `earlier` is the value before this version, as it
    was printed ("52", "Absent"), where this version changed it."""

    candidate_number: str
    name: str
    uci: str
    teaching_group: str = ""
    mark: int | Decimal | None = None
    grade: str = ""
    absent: bool = False
    zero_reason: str = ""
    carried_forward_from: str = ""
    late_added_on: date | None = None
    earlier: str = ""

    @property
    def has_value(self) -> bool:
        return self.mark is not None or bool(self.grade)


@dataclass(frozen=True)
class Declaration:
    """What somebody declared on submitting."""

    text: str
    name: str
    at: datetime


@dataclass(frozen=True)
class Ims1:
    """Everything the form shows: what was submitted, never later edits. A form is of marks up to `maximum_mark`, or,
    without one, of the `grades`, best first."""

    board_name: str
    centre_number: str
    centre_name: str
    series: str
    assessment_code: str
    title: str
    moderation_route: str
    submitted_by: str
    submitted_at: datetime
    receipt: str
    version: int
    check_code: str
    lines: tuple[Ims1Line, ...]
    maximum_mark: int | Decimal | None = None
    grades: tuple[str, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    signatures: tuple[str, ...] = field(default=("Teacher", "Exams officer"))

    @property
    def totals(self) -> dict[str, int]:
        """How many candidates were entered, have a mark or grade, were absent, and,
        where there are marks, have 0."""
        counts = {
            "Entered": len(self.lines),
            "Graded" if self.maximum_mark is None else "Marked": sum(line.has_value for line in self.lines),
            "Absent": sum(line.absent for line in self.lines),
        }
        return counts if self.maximum_mark is None else counts | {"Zero": self._zeros}

    @property
    def _zeros(self) -> int:
        return sum(line.mark == 0 for line in self.lines if line.mark is not None)


def render_ims1(form: Ims1) -> bytes:
    """The form as a tagged PDF on A4; the same form gives the same bytes."""
    code = receipt_code(form.receipt, form.version, form.check_code)
    images = {"data_matrix": svg(code, Barcode.DATA_MATRIX), "code_128": svg(code, Barcode.CODE_128)}
    return typeset("ims1.typ", _context(form) | {"barcode": code}, images=images, at=form.submitted_at)


def _context(form: Ims1) -> dict[str, Any]:
    graded = form.maximum_mark is None
    return {
        "title": f"iMS1 {form.assessment_code} {form.series}, centre {form.centre_number}, version {form.version}",
        "board": form.board_name,
        "centre": f"{form.centre_number} {form.centre_name}",
        "assessment": f"{form.assessment_code} {form.title}",
        "code": form.assessment_code,
        "series": form.series,
        "facts": [[name, Narrow(value, 25)] for name, value in _facts(form).items()],
        "totals": [[name, f"{number:,}"] for name, number in form.totals.items()],
        "graded": graded,
        "lines": [_line(line, graded=graded) for line in form.lines],
        "declarations": [[made.text, f"{made.name}, {moment(made.at)}"] for made in form.declarations],
        "signatures": list(form.signatures),
        "receipt": form.receipt,
        "version": form.version,
        "check_code": form.check_code,
    }


def _facts(form: Ims1) -> dict[str, str]:
    limit = (
        {"Grades": ", ".join(form.grades)}
        if form.maximum_mark is None
        else {"Maximum mark": in_figures(form.maximum_mark)}
    )
    return {
        "Centre": f"{form.centre_number} {form.centre_name}",
        "Series": form.series,
        "Assessment": f"{form.assessment_code} {form.title}",
        **limit,
        "Submitted by": form.submitted_by,
        "Submitted at": moment(form.submitted_at),
        "Moderation": form.moderation_route,
        "Version": str(form.version),
        "Receipt number": form.receipt,
        "Check code": form.check_code,
    }


def _line(line: Ims1Line, *, graded: bool) -> dict[str, Any]:
    value, words = _value(line, graded=graded)
    return {
        "number": line.candidate_number,
        "name": Narrow(line.name, 16),
        "uci": line.uci,
        "group": Narrow(line.teaching_group, 7),
        "value": value,
        "words": words,
        "notes": Narrow(_notes(line), 16),
        "changed": bool(line.earlier),
    }


def _value(line: Ims1Line, *, graded: bool) -> tuple[str, str]:
    """What stands under “Mark” or “Grade”, and under “In words”."""
    if line.absent:
        return ("absent", "") if graded else ("A", "absent")
    if line.mark is not None:
        return in_figures(line.mark), in_words(line.mark)
    return line.grade or NOTHING, ""


def _notes(line: Ims1Line) -> str:
    notes = [
        f"Changed: was {line.earlier}" if line.earlier else "",
        line.zero_reason,
        f"Carried forward from {line.carried_forward_from}" if line.carried_forward_from else "",
        f"Added late, {day(line.late_added_on)}" if line.late_added_on else "",
    ]
    return ". ".join(note for note in notes if note)
