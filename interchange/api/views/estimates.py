"""Estimated entries and forecast grades, for programs."""

from interchange.accounts.roles import Capability
from interchange.api.doors import KeyRequest, needs
from interchange.api.queries import estimates as queries
from interchange.api.schemas.common import Problem, refuse_twice
from interchange.api.schemas.estimates import (
    AwardOut,
    EstimatesIn,
    EstimatesOut,
    EstimatesSaved,
    ForecastsIn,
    ForecastsOut,
    ForecastsSaved,
)
from interchange.api.views.program import REFUSALS, Slug, api
from interchange.core import tenancy
from interchange.estimates.rules.grading import TypedGrade
from interchange.estimates.services.estimates import How, give_nil_return, save_estimates
from interchange.estimates.services.forecasts import save_forecasts

C = Capability
CHANGES = {409: Problem, 413: Problem, **REFUSALS}


@api.get(
    "/estimates/{series}", response={200: EstimatesOut, **REFUSALS}, url_name="estimates", tags=["Estimates"]
)
@needs(C.ESTIMATES_VIEW)
def estimates(request: KeyRequest, series: Slug) -> EstimatesOut:
    """How many candidates the centre expects in a series, code by code."""
    return queries.estimates(request.actor, series=series)


@api.post(
    "/estimates/{series}",
    response={200: EstimatesSaved, **CHANGES},
    url_name="save-estimates",
    tags=["Estimates"],
)
@needs(C.ESTIMATES_ENTER)
def save(request: KeyRequest, series: Slug, body: EstimatesIn) -> EstimatesSaved:
    """Save numbers. What somebody else has changed since is a conflict and left alone; again changes nothing."""
    with tenancy.reading(request.actor):
        typed = queries.typed_estimates(request.actor, series, body.rows)
    saved = save_estimates(series, typed, how=How.API, confirm_rest=body.confirm_others, by=request.actor)
    return queries.estimates_saved(saved)


@api.post(
    "/estimates/{series}/nil",
    response={200: EstimatesOut, **CHANGES},
    url_name="nil-estimates",
    tags=["Estimates"],
)
@needs(C.ESTIMATES_ENTER)
def nil(request: KeyRequest, series: Slug) -> EstimatesOut:
    """Say that the centre will enter nobody in this series. It can be changed again."""
    give_nil_return(series, by=request.actor)
    with tenancy.reading(request.actor):
        return queries.estimates(request.actor, series=series)


@api.get(
    "/forecasts/{series}", response={200: list[AwardOut], **REFUSALS}, url_name="awards", tags=["Estimates"]
)
@needs(C.ESTIMATES_VIEW)
def awards(request: KeyRequest, series: Slug) -> list[AwardOut]:
    """The awards for which the centre is asked for forecast grades."""
    return queries.awards(request.actor, series=series)


@api.get(
    "/forecasts/{series}/{entry_code}",
    response={200: ForecastsOut, **REFUSALS},
    url_name="forecasts",
    tags=["Estimates"],
)
@needs(C.ESTIMATES_VIEW, look="forecast grades")
def forecasts(request: KeyRequest, series: Slug, entry_code: Slug) -> ForecastsOut:
    """One award with every candidate, and the version of each grade."""
    return queries.forecasts(request.actor, series=series, entry_code=entry_code)


@api.post(
    "/forecasts/{series}/{entry_code}", response={200: ForecastsSaved, **CHANGES}, url_name="save-forecasts",
    tags=["Estimates"],
)  # fmt: skip
@needs(C.ESTIMATES_ENTER)
def save_grades(request: KeyRequest, series: Slug, entry_code: Slug, body: ForecastsIn) -> ForecastsSaved:
    """Save grades, and with `submit` send all of the award. What was saved stays saved where it cannot be sent."""
    typed = [TypedGrade(one.number, one.grade, one.version) for one in body.rows]
    refuse_twice((one.number for one in typed), what="candidate number")
    graded = save_forecasts(series, entry_code, typed, submit=body.submit, how="api", by=request.actor)
    return queries.forecasts_saved(graded)
