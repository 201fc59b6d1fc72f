"""Writing forecast grades. Whoever writes holds the sheet of the award, so that two people never write at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.grid import Problem
from interchange.estimates.models import Forecast, ForecastSheet, ForecastSubmission
from interchange.estimates.queries.asking import Asking, Award, asking_at, awards_of
from interchange.estimates.queries.forecasting import Row, rows_of
from interchange.estimates.rules.forecasts import FORECASTS, LOCKED, NOT_REQUIRED, WITH_US
from interchange.estimates.rules.grading import GradeAnswer, TypedGrade, decide_grade
from interchange.estimates.rules.saving import Outcome


class Written(NamedTuple):
    """A sheet after some of its grades were written, with what became of each."""

    sheet: ForecastSheet
    rows: list[Row]
    answers: list[GradeAnswer]
    changes: list[list[str]]
    """Each changed row as the trail keeps it: candidate number, old, new."""


def write_grades(
    asking: Asking,
    award: Award,
    typed: Sequence[TypedGrade],
    *,
    centre_id: int,
    by: Actor,
    over_all: bool = False,
) -> Written:
    """Keep each grade that can be kept and say of each other one why not; refused where the deadline has passed.

    With `over_all` no version was seen, as in a file of another system: what stands is written over.
    """
    closed = asking.deadline.why_closed(asking.name, at=clock.now())
    if closed:
        raise Refused("forecasts-closed", closed)
    sheet = _hold_sheet(asking, award.entry_code, centre_id)
    rows = {row.number: row for row in rows_of(by, asking, award, centre_id)}
    with_us = sheet.state in WITH_US
    answers = [
        _decided(one, rows.get(one.number), award, with_us=with_us, over_all=over_all) for one in typed
    ]
    saved = {answer.typed.number: answer.grade for answer in answers if answer.outcome is Outcome.SAVED}
    changes = [[number, rows[number].grade, grade] for number, grade in saved.items()]
    _write(sheet, rows, saved, at=clock.now(), by=by.name)
    if not saved:
        return Written(sheet, list(rows.values()), answers, changes)
    _move(sheet, "amend" if with_us else "enter")
    after = rows_of(by, asking, award, centre_id)
    if with_us:
        _keep_copy(award, sheet, after, changed=len(changes), by=by)
    return Written(sheet, after, answers, changes)


def record_changes(
    asking: Asking, award: Award, changes: list[list[str]], *, how: str, centre_id: int | None = None, reason: str = ""
) -> None:  # fmt: skip
    """Note which grades became which others; nothing where none did."""
    if changes:
        audit.record(
            Event.FORECASTS_SAVED, subject=f"forecasts:{asking.code}:{award.entry_code}",
            data={"series": asking.code, "entry_code": award.entry_code, "how": how, "rows": changes},
            reason=reason, centre_id=centre_id,
        )  # fmt: skip


class ForecastRow(NamedTuple):
    """One row of a file: which line, whose grade, for what."""

    line: int
    candidate_number: str
    entry_code: str
    grade: str


@dataclass
class Taken:
    """What became of the rows of a file."""

    saved: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def take_forecasts(
    series: str, rows: Sequence[ForecastRow], *, centre_id: int, how: str, by: Actor, reason: str = ""
) -> Taken:
    """Keep the grades of a file that knows no versions, for as many awards as it names; the last word is the file's.

    Good rows are kept and bad ones told, with line, column and sentence; refused where the deadline has passed.
    Nothing is submitted by it. `reason` is the awarding body's, where it acts for the centre (R-ACT-4).
    """
    asking, taken = asking_at(series), Taken()
    awards = {one.entry_code: one for one in awards_of(asking)}
    by_award: defaultdict[str, dict[str, TypedGrade]] = defaultdict(dict)
    for row in rows:
        number, code = row.candidate_number, row.entry_code
        if code not in awards:
            said = f"No forecast grades are asked for {code[:20]} in {asking.name}."
            taken.problems.append(Problem(row.line, "Entry code", said))
        elif number in by_award[code]:
            said = f"Line {by_award[code][number].line} has a grade of candidate {number} for {code} already."
            taken.problems.append(Problem(row.line, "Candidate number", said))
        else:
            by_award[code][number] = TypedGrade(number, row.grade, line=row.line)
    for code, typed in sorted(by_award.items()):
        graded = list(typed.values())
        written = write_grades(asking, awards[code], graded, centre_id=centre_id, by=by, over_all=True)
        record_changes(asking, awards[code], written.changes, how=how, centre_id=centre_id, reason=reason)
        taken.saved += len(written.changes)
        taken.unchanged += sum(answer.outcome is Outcome.UNCHANGED for answer in written.answers)
        taken.problems += [
            Problem(answer.typed.line, "Forecast grade", answer.message)
            for answer in written.answers
            if answer.outcome in (Outcome.PROBLEM, Outcome.CONFLICT)
        ]
    taken.problems.sort(key=lambda problem: problem.row)
    return taken


def _decided(
    typed: TypedGrade, row: Row | None, award: Award, *, with_us: bool, over_all: bool
) -> GradeAnswer:
    if row is None:
        said = f"There is no candidate {typed.number[:10]} with an entry for {award.entry_code}."
        return GradeAnswer(typed, Outcome.PROBLEM, said)
    seen = typed._replace(version=row.version) if over_all else typed
    return decide_grade(seen, row.held, row.grades, with_us=with_us)


def _hold_sheet(asking: Asking, entry_code: str, centre_id: int) -> ForecastSheet:
    """The centre's sheet of an award, held until the transaction ends; made where there is none."""
    state = FORECASTS.after("ask", NOT_REQUIRED)
    new = ForecastSheet(centre_id=centre_id, series=asking.series, entry_code=entry_code, state=state)
    ForecastSheet.unscoped.bulk_create([new], ignore_conflicts=True)
    held = ForecastSheet.unscoped.select_for_update()
    return held.get(centre_id=centre_id, series=asking.series, entry_code=entry_code)


def _write(
    sheet: ForecastSheet, rows: Mapping[str, Row], saved: Mapping[str, str], *, at: datetime, by: str
) -> None:
    Forecast.unscoped.bulk_create(
        [
            Forecast(
                centre_id=sheet.centre_id, sheet=sheet, candidate_id=rows[number].candidate_id, grade=grade,
                version=rows[number].version + 1, saved_at=at, saved_by=by,
            )
            for number, grade in saved.items()
        ],
        update_conflicts=True, unique_fields=["centre_id", "sheet", "candidate"],
        update_fields=["grade", "version", "saved_at", "saved_by"],
    )  # fmt: skip


def _move(sheet: ForecastSheet, verb: str) -> None:
    sheet.state = FORECASTS.after(verb, sheet.state)
    if verb == "amend":
        sheet.amended_at = clock.now()
    sheet.save(update_fields=["state", "amended_at"])


def submit(award: Award, written: Written, *, by: Actor) -> None:
    """The grades are with the awarding body, and the centre has its copy of them."""
    sheet = written.sheet
    sheet.state = FORECASTS.after("submit", sheet.state)
    sheet.submitted_at, sheet.submitted_by = clock.now(), by.name
    sheet.save(update_fields=["state", "submitted_at", "submitted_by"])
    _keep_copy(award, sheet, written.rows, changed=len(written.rows), by=by)


def _keep_copy(award: Award, sheet: ForecastSheet, rows: Sequence[Row], *, changed: int, by: Actor) -> None:
    """Keep the grades as they were sent; whoever writes holds the sheet, so that no version is given twice."""
    kept = ForecastSubmission.unscoped.filter(centre_id=sheet.centre_id, sheet=sheet)
    ForecastSubmission.unscoped.create(
        centre_id=sheet.centre_id, sheet=sheet, version=kept.count() + 1, title=award.title[:300], changed=changed,
        grades=[[row.number, row.name, row.uci, row.group, row.option, row.grade] for row in rows],
        sent_at=clock.now(), sent_by=by.name,
    )  # fmt: skip


def lock(series_id: int) -> int:
    """Lock every sheet of a series; how many. The grades themselves stay as they are."""
    return ForecastSheet.unscoped.filter(series_id=series_id).exclude(state=LOCKED).update(state=LOCKED)
