"""Estimated entries and forecast grades in the shapes that the API sends, and what a program sends as it is saved."""

from collections.abc import Sequence

from interchange.api.schemas.common import refuse_twice
from interchange.api.schemas.estimates import (
    AwardOut,
    EstimateIn,
    EstimateOut,
    EstimateSaid,
    EstimatesOut,
    EstimatesSaved,
    ForecastOut,
    ForecastSaid,
    ForecastsOut,
    ForecastsSaved,
)
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.estimates.queries import asking as asks
from interchange.estimates.queries.forecasting import Overview, Row, overviews, rows_of, sheet_of, shown_state
from interchange.estimates.queries.lines import Line, is_answered, lines_of, return_of
from interchange.estimates.rules.forecasts import OPEN
from interchange.estimates.rules.saving import Typed
from interchange.estimates.services.estimates import Saved
from interchange.estimates.services.forecasts import Graded


def estimates(actor: Actor, *, series: str) -> EstimatesOut:
    """The centre's lines of a series, and until when they can be changed."""
    asking = asks.asking_at(series)
    head, lines = return_of(actor, asking, actor.chain), lines_of(actor, asking, actor.chain)
    window = asking.window(head.extended_until if head else None)
    why_not = window.why_closed(asking.name, at=clock.now())
    return EstimatesOut(
        series=asking.code, may_be_changed=not why_not, why_not=why_not, due_on=clock.london(window.due_at).date(),
        closes_on=clock.london(window.closes_at).date(), answered=is_answered(head, lines),
        nil=bool(head and head.nil), lines=[_line(one) for one in lines],
    )  # fmt: skip


def _line(one: Line) -> EstimateOut:
    return EstimateOut(
        code=one.asked.code, title=one.asked.title, label=one.asked.label, last_year=one.last_year, number=one.number,
        state=one.state, version=one.version, far=one.far,
    )  # fmt: skip


def typed_estimates(actor: Actor, series: str, rows: Sequence[EstimateIn]) -> list[Typed]:
    """What a program sends, as the page sends it; refused whole where two rows are of one code."""
    asking = asks.asking_at(series)
    by_code = asks.by_typed_code(asks.asked_codes(asking))
    typed = []
    for one in rows:
        found, _ = asks.find(one.code, by_code, asking)
        key = found.key if found else ""
        typed.append(Typed(key, str(one.number), one.version, confirmed=True, code=one.code))
    refuse_twice((one.key or one.code for one in typed), what="code")
    return typed


def estimates_saved(saved: Saved) -> EstimatesSaved:
    """What became of each row; of those that were only confirmed nothing is told."""
    answers = [answer for answer in saved.answers if answer.typed.code]
    return EstimatesSaved(
        rows=[
            EstimateSaid(code=one.typed.code, outcome=one.outcome.value, message=one.message)
            for one in answers
        ],
        answered=saved.answered,
    )


# ---------------------------------------------------------------- forecast grades


def awards(actor: Actor, *, series: str) -> list[AwardOut]:
    """The awards of a series for which the centre is asked for forecast grades."""
    return [_award(one) for one in overviews(actor, asks.asking_at(series), actor.chain)]


def _award(one: Overview) -> AwardOut:
    return AwardOut(
        entry_code=one.award.entry_code, title=one.award.title, state=one.state.code, candidates=one.candidates,
        missing=one.missing,
    )  # fmt: skip


def forecasts(actor: Actor, *, series: str, entry_code: str) -> ForecastsOut:
    """One award with every candidate; `Http404` where the series does not ask for it."""
    asking = asks.asking_at(series)
    award = asks.award_at(asking, entry_code)
    sheet = sheet_of(actor, asking, entry_code, actor.chain)
    why_not = asking.deadline.why_closed(asking.name, at=clock.now())
    return ForecastsOut(
        series=asking.code, entry_code=award.entry_code, title=award.title,
        state=shown_state(sheet.state if sheet else OPEN, asking).code, may_be_changed=not why_not, why_not=why_not,
        due_on=clock.london(asking.deadline.due_at).date(),
        rows=[_forecast(row) for row in rows_of(actor, asking, award, actor.chain)],
    )  # fmt: skip


def _forecast(row: Row) -> ForecastOut:
    return ForecastOut(
        number=row.number, name=row.name, uci=row.uci, teaching_group=row.group, option=row.option,
        grades=list(row.grades), grade=row.grade, version=row.version, saved_by=row.saved_by, saved_at=row.saved_at,
    )  # fmt: skip


def forecasts_saved(graded: Graded) -> ForecastsSaved:
    """What became of each grade."""
    return ForecastsSaved(
        rows=[
            ForecastSaid(number=one.typed.number, outcome=one.outcome.value, message=one.message)
            for one in graded.answers
        ],
        state=shown_state(graded.sheet.state, graded.asking).code, not_submitted=graded.not_submitted,
    )  # fmt: skip
