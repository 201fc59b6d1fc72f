"""Shapes that every part of the API shares."""

from collections.abc import Hashable, Iterable
from typing import Annotated, Any, Generic, TypeVar

from ninja import Field, Schema
from pydantic import BeforeValidator

from interchange.assessment.rules.marks import LONGEST_READ
from interchange.core.errors import Refused

One = TypeVar("One")
Cell = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Words = Annotated[str, Field(max_length=2_000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
Text = Annotated[str, Field(max_length=LONGEST_READ, pattern=r"^[^\x00-\x1f\x7f]*$")]
SeriesCode = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$", examples=["2027-06"])]


def whole(value: Any) -> Any:
    """JSON has one kind of number: 3.0 is 3."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Version = Annotated[int, Field(ge=0, le=2_147_483_647), BeforeValidator(whole)]


def refuse_twice(keys: Iterable[Hashable], *, what: str) -> None:
    """Rows of a message that say one thing twice are refused: which of them counts, nobody could tell."""
    found = list(keys)
    if len(set(found)) != len(found):
        raise Refused("row-twice", f"A {what} stands in more than one row. Send each once.")


class Page(Schema, Generic[One]):
    """Some of a list, how many there are in all, and the number of the next page where there is one."""

    items: list[One]
    total: int
    next_page: int | None


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
