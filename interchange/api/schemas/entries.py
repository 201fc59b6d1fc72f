"""Candidates and entries as the API sends and takes them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from interchange.api.schemas.common import Cell, SeriesCode

MOST_ROWS = 10_000


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
    band: str
    """on-time, late or very-late: when it was made."""
    route: str
    """How it came: form, csv, edi, xml, json, api, board or operator."""


class CandidateOut(Schema):
    """One candidate of the centre in a series."""

    number: str
    uci: str
    uln: str
    surname: str
    forenames: str
    born_on: date
    sex: str
    status: str
    """S: school candidate. P: private candidate."""


class EntryIn(Schema):
    """One candidate and code, in the columns of the CSV file of entries; what an amendment leaves empty stays."""

    model_config = ConfigDict(extra="forbid", strict=True)

    candidate_number: Cell
    uci: Cell = ""
    uln: Cell = ""
    surname: Cell = ""
    forenames: Cell = ""
    date_of_birth: Annotated[Cell, Field(description="YYYY-MM-DD")] = ""
    sex: Cell = ""
    status: Cell = ""
    series: SeriesCode
    entry_code: Cell
    option_code: Cell = ""
    action: Literal["add", "amend", "withdraw"] = "add"
    previous_option: Cell = ""
    teaching_group: Cell = ""


class EntriesIn(Schema):
    """Entries to check or to send. Each is taken or answered with what is wrong; the others are taken all the same."""

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[list[EntryIn], Field(min_length=1, max_length=MOST_ROWS)]


class RowSaid(Schema):
    """A sentence about one row: `row` counts from 1 in the order in which they were sent."""

    row: int
    column: str
    message: str


class Checked(Schema):
    """What would become of the rows, or did: counts, what is wrong, what to look at, and what it costs."""

    added: int
    changed: int
    withdrawn: int
    unchanged: int
    problems: list[RowSaid]
    warnings: list[RowSaid]
    fee_pence: int
    """What it adds to the invoice, as far as fees are held; less than nothing for a credit."""
    fees_not_held: int
    """For so many changes no fee is held."""


class Sent(Checked):
    """What became of the rows, and the batch in which they are kept."""

    batch: UUID
    state: str


class BatchOut(Schema):
    """Entries that came together by any way, and what became of them."""

    batch: UUID
    route: str
    name: str
    state: str
    """received, parsed, validated, asking, loaded or rejected."""
    received_at: datetime
    loaded_at: datetime | None
    counts: dict[str, int]
    question: str
    """What a file asks before anything of another route would go; empty where it asks nothing."""
    problems: list[RowSaid]
    warnings: list[RowSaid]


class AnswerIn(Schema):
    """What becomes of entries that a file does not contain: kept, withdrawn, or the file is set aside."""

    model_config = ConfigDict(extra="forbid")

    answer: Literal["keep", "withdraw", "set-aside"]
