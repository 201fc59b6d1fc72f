"""Transferred candidates as the API sends and takes them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict

from interchange.api.schemas.common import Cell, SeriesCode, Words, whole


class PaperOut(Schema):
    """A written paper, with when it is sat as far as the timetable says."""

    code: str
    title: str
    on: date | None
    starts: str
    minutes: int | None


class TransferLine(Schema):
    """A candidate of the centre who sits papers elsewhere."""

    transfer: UUID
    reference: str
    series: str
    candidate_number: str
    candidate_name: str
    uci: str
    host: str
    """Number of the centre where the papers are sat."""
    host_name: str
    state: str
    """started, with_host, submitted, approved, declined or cancelled."""
    sent_at: datetime | None
    decided_at: datetime | None


class TransferOut(TransferLine):
    """One transfer with its papers."""

    papers: list[PaperOut]
    fee_pence: int
    """What it costs; before it is sent, what it would cost now."""
    ground: str
    answer: str
    """In which words the host centre answered."""
    decision: str


class TransferIn(Schema):
    """A transfer to begin: who, why, which papers, and where. Nobody is told before it is sent."""

    model_config = ConfigDict(extra="forbid", strict=True)

    series: SeriesCode
    candidate_number: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    ground: Literal["moved", "hospital", "excluded", "armed-forces", "sport", "clash"]
    details: Words
    host: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    papers: Annotated[list[Annotated[Cell, Field(max_length=40)]], Field(min_length=1, max_length=50)]
    """Their codes."""


class FeeSeen(Schema):
    """The fee that was read: at another one nothing is sent."""

    model_config = ConfigDict(extra="forbid", strict=True)

    fee_pence: Annotated[int, Field(ge=0, le=100_000_000), BeforeValidator(whole)]


class Why(Schema):
    """Why something is done, in words that others read."""

    model_config = ConfigDict(extra="forbid", strict=True)

    why: Words = ""


class HostedOut(Schema):
    """A candidate of another centre who sits papers here, or is to."""

    hosting: UUID
    reference: str
    series: str
    from_centre: str
    from_name: str
    candidate_number: str
    candidate_name: str
    uci: str
    state: str
    """asked, accepted, refused, approved, declined or withdrawn."""
    asked_at: datetime
    papers: list[PaperOut]


class HostAnswerIn(Schema):
    """What the host centre says; who refuses says why."""

    model_config = ConfigDict(extra="forbid", strict=True)

    answer: Literal["accept", "refuse"]
    words: Words = ""
