"""What the API sends and takes: the shapes that its description (OpenAPI) publishes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict

from interchange.assessment.rules.marks import LONGEST_READ

MOST_ROWS = 10_000

Text = Annotated[str, Field(max_length=LONGEST_READ, pattern=r"^[^\x00-\x1f\x7f]*$")]
SeriesCode = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$", examples=["2027-06"])]


def _whole(value: Any) -> Any:
    """JSON has one kind of number: 3.0 is 3."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Version = Annotated[int, Field(ge=0, le=2_147_483_647), BeforeValidator(_whole)]


class Wrong(Schema):
    """One thing that is wrong with a request, and where."""

    where: str
    detail: str


class Problem(Schema):
    """Why something was refused (RFC 9457): `code` stays the same, `detail` is a sentence that says what to do."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[Wrong] = []


class CentreNamed(Schema):
    """A centre by number and name."""

    number: str
    name: str


class Whoami(Schema):
    """What a key is: whose, for which centre, what it may do and until when."""

    awarding_body: str
    centre: CentreNamed
    key: str
    prefix: str
    made_by: str
    may: list[str]
    expires_at: datetime


class ComponentOut(Schema):
    """One component of the catalogue, as its pages name it."""

    slug: str
    code: str
    title: str
    qualification: str
    entry_codes: list[str]
    kind: str
    maximum: int | None
    grades: list[str]
    half_marks: bool
    parts: list[str]


class ComponentPage(Schema):
    """Some components, how many there are in all, and the number of the next page where there is one."""

    items: list[ComponentOut]
    total: int
    next_page: int | None


class EntryOut(Schema):
    """One entry that stands."""

    candidate_number: str
    uci: str
    surname: str
    forenames: str
    born_on: date
    entry_code: str
    option: str
    teaching_group: str
    entered_at: datetime


class EntryPage(Schema):
    """Some entries, how many there are in all, and the number of the next page where there is one."""

    items: list[EntryOut]
    total: int
    next_page: int | None


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
