"""Vocational entries as the API sends and takes them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from interchange.api.schemas.common import Cell

MOST_LEARNERS = 2_000


class SchemeOut(Schema):
    """A scheme that the centre is approved for or has entries in."""

    scheme: str
    """Its name in addresses."""
    title: str
    code: str
    number: str
    approved: bool
    learners: int


class UnitOut(Schema):
    """A unit of a scheme."""

    number: str
    reference: str
    title: str


class SchemeWithUnits(SchemeOut):
    """One scheme with its units."""

    units: list[UnitOut]


class SchemeEntryOut(Schema):
    """A learner's entry for a scheme: for the award, or for one unit."""

    entry: UUID
    learner: UUID
    uln: str
    surname: str
    forenames: str
    born_on: date
    sex: str
    reference: str
    scheme: str
    unit: str
    """Number or reference of the unit; empty for the full award."""
    entered_at: datetime
    withdrawn_at: datetime | None


class LearnerIn(Schema):
    """One learner and what of the scheme they are entered for, in the columns of the file of learners."""

    model_config = ConfigDict(extra="forbid", strict=True)

    uln: Cell = ""
    surname: Cell
    forenames: Cell = ""
    date_of_birth: Annotated[Cell, Field(description="YYYY-MM-DD")]
    sex: Cell
    reference: Cell = ""
    wanted: Annotated[
        Cell, Field(max_length=1_500, description="award, or units with a semicolon between")
    ] = ""


class LearnersIn(Schema):
    """Learners to check or to enter. Each is taken or told what is wrong; the others are taken all the same."""

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[list[LearnerIn], Field(min_length=1, max_length=MOST_LEARNERS)]


class LearnerSaid(Schema):
    """What becomes of one learner: `row` counts from 1. Neither effect nor problem: it is so already."""

    row: int
    name: str
    effect: str
    problem: str


class LearnersSaid(Schema):
    """What would become of learners, or did."""

    entered: int
    unchanged: int
    rows: list[LearnerSaid]
    notes: list[str]
