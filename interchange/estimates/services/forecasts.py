"""A centre's forecast grades: saved, submitted and amended."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core.actor import Actor
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
    written: steps.Written
    not_submitted: str = ""
    """Why it could not be submitted, where that was asked."""

    @property
    def sheet(self) -> ForecastSheet:
        """What stands about the award as a whole."""
        return self.written.sheet

    @property
    def rows(self) -> list[Row]:
        """The candidates, as they stand now."""
        return self.written.rows

    @property
    def answers(self) -> list[GradeAnswer]:
        """What became of each grade that was typed."""
        return self.written.answers

    def having(self, *outcomes: Outcome) -> list[GradeAnswer]:
        """The answers with one of these outcomes."""
        return [answer for answer in self.answers if answer.outcome in outcomes]


@state_change(needs=Capability.ESTIMATES_ENTER)
def save_forecasts(
    series: str,
    entry_code: str,
    typed: Sequence[TypedGrade],
    *,
    submit: bool = False,
    how: str = "form",
    by: Actor,
) -> Graded:
    """Keep each grade that can be kept, and with `submit` send them all, if every candidate has one.

    What was saved stays saved where it cannot be submitted: the answer says why. Refused after the deadline. `how` says
    in the trail by which way they came.
    """
    asking = asks.asking_at(series)
    award = asks.award_at(asking, entry_code)
    written = steps.write_grades(asking, award, typed, centre_id=by.chain, by=by)
    graded = Graded(asking, award, written)
    steps.record_changes(asking, award, written.changes, how=how)
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
    steps.submit(award, graded.written, by=by)
    audit.record(
        Event.FORECASTS_SUBMITTED, subject=f"forecasts:{asking.code}:{award.entry_code}",
        data={"series": asking.code, "entry_code": award.entry_code, "candidates": len(graded.rows)},
    )  # fmt: skip
    words = {
        "code": award.entry_code, "title": award.title, "series": asking.name, "by": by.name,
        "candidates": len(graded.rows), "due": asking.deadline.due_at,
    }  # fmt: skip
    link = reverse("estimates:submitted", args=[asking.code, award.entry_code])
    tell_centre(sheet.centre_id, Kind.FORECASTS_RECEIVED, words=words, link=link)
