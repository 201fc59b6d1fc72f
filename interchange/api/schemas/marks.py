"""Mark sheets as the API sends and takes them."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

from interchange.api.schemas.common import Text, Version

MOST_ROWS = 10_000


class SheetSummary(Schema):
    """One mark sheet of the centre, with where it stands."""

    series: str
    component: str
    code: str
    title: str
    qualification: str
    candidates: int
    entered: int
    checked: int
    state: str
    opens_on: date
    closes_on: date


class RowOut(Schema):
    """One candidate's row of a mark sheet. `version` has to come back with what is saved."""

    number: str
    name: str
    teaching_group: str
    withdrawn: bool
    version: int
    mark: str
    absent: bool
    grade: str
    reason: str
    parts: list[str]
    checked: bool
    saved_by: str
    saved_at: datetime | None


class SheetOut(Schema):
    """A mark sheet with every candidate entered."""

    series: str
    component: str
    code: str
    title: str
    maximum: int | None
    grades: list[str]
    state: str
    may_be_changed: bool
    why_not: str
    rows: list[RowOut]


class RowIn(Schema):
    """One row to save: the version that was read, and the whole row as it is to be."""

    model_config = ConfigDict(extra="forbid", strict=True)

    number: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    version: Version
    mark: Text = ""
    absent: bool = False
    grade: Text = ""
    reason: Text = ""
    parts: Annotated[list[Text], Field(max_length=20)] = []
    checked: bool = False


class RowsIn(Schema):
    """Rows to save. Each is stored or answered with what is wrong with it; the others are stored all the same."""

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[list[RowIn], Field(min_length=1, max_length=MOST_ROWS)]


class RowAnswer(Schema):
    """What became of one row."""

    number: str
    outcome: Literal["saved", "unchanged", "problem", "conflict", "locked"]
    version: int | None
    message: str


class RowsOut(Schema):
    """What became of each row, in the order in which they were sent."""

    rows: list[RowAnswer]
