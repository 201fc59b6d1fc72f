"""Estimated entries and forecast grades as the API sends and takes them."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict

from interchange.api.schemas.common import Cell, Version, whole

MOST_ROWS = 10_000
Expected = Annotated[int, Field(ge=0, le=9_999), BeforeValidator(whole)]
Outcome = Literal["saved", "unchanged", "problem", "conflict"]


class EstimateOut(Schema):
    """How many candidates are expected for one code. `version` has to come back with what is saved."""

    code: str
    title: str
    label: str
    last_year: int
    number: int
    state: str
    """prefilled, confirmed, changed, nil or locked."""
    version: int
    far: str
    """What is said where the number is far from last year's; empty where it is not."""


class EstimatesOut(Schema):
    """The centre's estimated entries of a series."""

    series: str
    may_be_changed: bool
    why_not: str
    due_on: date
    closes_on: date
    answered: bool
    """Whether every line is answered, or a nil return was given."""
    nil: bool
    lines: list[EstimateOut]


class EstimateIn(Schema):
    """A number for one code, over the version that was read; version 0 for a code that is not in the list."""

    model_config = ConfigDict(extra="forbid", strict=True)

    code: Annotated[Cell, Field(min_length=1, max_length=40)]
    number: Expected
    version: Version = 0


class EstimatesIn(Schema):
    """Numbers to save. Each is kept or answered with what is wrong; the others are kept all the same."""

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[list[EstimateIn], Field(max_length=MOST_ROWS)] = []
    confirm_others: bool = False
    """Confirm every line that nobody has answered and that is not in `rows`."""


class EstimateSaid(Schema):
    """What became of one code."""

    code: str
    outcome: Outcome
    message: str


class EstimatesSaved(Schema):
    """What became of each code, and whether nothing more is asked of the centre."""

    rows: list[EstimateSaid]
    answered: bool


class AwardOut(Schema):
    """Something for which the series asks forecast grades, and how far the centre has come."""

    entry_code: str
    title: str
    state: str
    candidates: int
    missing: int


class ForecastOut(Schema):
    """One candidate of an award. `version` has to come back with what is saved."""

    number: str
    name: str
    uci: str
    teaching_group: str
    option: str
    grades: list[str]
    """What may be given, best first; X where none can be forecast."""
    grade: str
    version: int
    saved_by: str
    saved_at: datetime | None


class ForecastsOut(Schema):
    """The forecast grades of one award."""

    series: str
    entry_code: str
    title: str
    state: str
    may_be_changed: bool
    why_not: str
    due_on: date
    rows: list[ForecastOut]


class ForecastIn(Schema):
    """One candidate's grade, over the version that was read."""

    model_config = ConfigDict(extra="forbid", strict=True)

    number: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    grade: Annotated[Cell, Field(max_length=60)]
    version: Version


class ForecastsIn(Schema):
    """Grades to save; with `submit` all of the award are sent to the awarding body, if nobody is without one."""

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[list[ForecastIn], Field(max_length=MOST_ROWS)] = []
    submit: bool = False


class ForecastSaid(Schema):
    """What became of one grade."""

    number: str
    outcome: Outcome
    message: str


class ForecastsSaved(Schema):
    """What became of each grade, and how the award stands; `not_submitted` says why it could not be."""

    rows: list[ForecastSaid]
    state: str
    not_submitted: str
