"""A centre's forecast grades: saved, submitted and amended, on the page or from a file."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core.actor import Actor
from interchange.core.grid import Problem
from interchange.estimates.models import ForecastSheet
from interchange.estimates.queries import asking as asks
from interchange.estimates.queries.asking import Asking, Award
from interchange.estimates.queries.forecasting import Row
from interchange.estimates.rules.forecasts import AMENDED, SUBMITTED, missing_sentence
from interchange.estimates.rules.grading import GradeAnswer, TypedGrade
from interchange.estimates.rules.saving import Outcome
from interchange.estimates.steps import forecasts as steps
from interchange.estimates.steps.telling import tell_centre
from interchange.notifications.rules import Kind


@dataclass
class Graded:
    """What became of each grade, and how the award stands now."""

    asking: Asking
    award: Award
    sheet: ForecastSheet
    rows: list[Row]
    answers: list[GradeAnswer]
    not_submitted: str = ""
    """Why it could not be submitted, where that was asked."""

    def having(self, *outcomes: Outcome) -> list[GradeAnswer]:
        """The answers with one of these outcomes."""
        return [answer for answer in self.answers if answer.outcome in outcomes]


@state_change(needs=Capability.ESTIMATES_ENTER)
def save_forecasts(
    series: str, entry_code: str, typed: Sequence[TypedGrade], *, submit: bool = False, by: Actor
) -> Graded:
    """Keep each grade that can be kept, and with `submit` send them all, if every candidate has one.

    What was saved stays saved where it cannot be submitted: the answer says why. Refused after the deadline.
    """
    asking = asks.asking_at(series)
    award = asks.award_at(asking, entry_code)
    written = steps.write_grades(asking, award, typed, by=by)
    graded = Graded(asking, award, written.sheet, written.rows, written.answers)
    _record(asking, award, written.changes, "form")
    if submit:
        graded.not_submitted = _why_not(graded)
        if not graded.not_submitted:
            _submit(graded, by)
            return graded
    if not written.changes:
        audit.nothing_changed()
    return graded


def _why_not(graded: Graded) -> str:
    """Why the grades cannot be submitted; empty when they can."""
    if graded.having(Outcome.PROBLEM, Outcome.CONFLICT):
        return "Nothing was submitted, because some grades could not be saved. Correct them and submit again."
    if not graded.rows:
        return "There is nobody to forecast for: no candidate has an entry."
    missing = sum(not row.given for row in graded.rows)
    return missing_sentence(missing) if missing else ""


def _submit(graded: Graded, by: Actor) -> None:
    """Send them; again when nothing has changed since is the same once more."""
    sheet, asking, award = graded.sheet, graded.asking, graded.award
    if sheet.state in (SUBMITTED, AMENDED):
        audit.nothing_changed()
        return
    steps.submit(sheet, by=by)
    audit.record(
        Event.FORECASTS_SUBMITTED, subject=f"forecasts:{asking.code}:{award.entry_code}",
        data={"series": asking.code, "entry_code": award.entry_code, "candidates": len(graded.rows)},
    )  # fmt: skip
    words = {
        "code": award.entry_code, "title": award.title, "series": asking.name, "by": by.name,
        "candidates": len(graded.rows), "due": asking.deadline.due_at,
    }  # fmt: skip
    link = reverse("estimates:forecast", args=[asking.code, award.entry_code])
    tell_centre(sheet.centre_id, Kind.FORECASTS_RECEIVED, words=words, link=link)


def _record(asking: Asking, award: Award, changes: list[list[str]], how: str) -> None:
    if changes:
        audit.record(
            Event.FORECASTS_SAVED, subject=f"forecasts:{asking.code}:{award.entry_code}",
            data={"series": asking.code, "entry_code": award.entry_code, "how": how, "rows": changes},
        )  # fmt: skip


# ---------------------------------------------------------------- from a file of any kind


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


@state_change(needs=Capability.ESTIMATES_ENTER)
def take_forecasts(series: str, rows: Sequence[ForecastRow], *, how: str = "file", by: Actor) -> Taken:
    """Keep the grades of a file that knows no versions, for as many awards as it names; the last word is the file's.

    Good rows are kept and bad ones told, with line, column and sentence. Nothing is submitted by it. Whatever brings
    such rows calls it: a spreadsheet, or a common-format file once its columns are known.
    """
    asking, taken = asks.asking_at(series), Taken()
    awards = {one.entry_code: one for one in asks.awards_of(asking)}
    by_award: defaultdict[str, list[TypedGrade]] = defaultdict(list)
    for row in rows:
        if row.entry_code in awards:
            by_award[row.entry_code].append(TypedGrade(row.candidate_number, row.grade, line=row.line))
        else:
            said = f"No forecast grades are asked for {row.entry_code[:20]} in {asking.name}."
            taken.problems.append(Problem(row.line, "Entry code", said))
    changed = False
    for code, typed in sorted(by_award.items()):
        written = steps.write_grades(asking, awards[code], typed, by=by, over_all=True)
        _record(asking, awards[code], written.changes, how)
        changed = changed or bool(written.changes)
        taken.saved += len(written.changes)
        taken.unchanged += sum(answer.outcome is Outcome.UNCHANGED for answer in written.answers)
        taken.problems += [
            Problem(answer.typed.line, "Forecast grade", answer.message)
            for answer in written.answers
            if answer.outcome in (Outcome.PROBLEM, Outcome.CONFLICT)
        ]
    if not changed:
        audit.nothing_changed()
    taken.problems.sort(key=lambda problem: problem.row)
    return taken
