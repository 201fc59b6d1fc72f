"""Fixed-width records: one tuple of fields is the reader, the writer, the table in the docs and the test."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol


class Field(Protocol):
    """A stretch of columns. `read` and `write` raise `ValueError` with what is wrong, but not with where."""

    name: str

    @property
    def width(self) -> int: ...

    def read(self, columns: str) -> Any: ...

    def write(self, value: Any) -> str: ...


@dataclass
class Text:
    """Words or a code: from the left, filled with spaces, which are no part of the value."""

    name: str
    width: int

    def read(self, columns: str) -> str:
        return columns.rstrip(" ")

    def write(self, value: str) -> str:
        if value.endswith(" ") or not value.isprintable():
            raise ValueError("has a space at its end or a character that cannot be printed")
        return _fitting(value, self.width).ljust(self.width)


@dataclass
class Number:
    """A whole number from nought up, filled with noughts on the left; all spaces is no number."""

    name: str
    width: int

    def read(self, columns: str) -> int | None:
        if not columns.strip(" "):
            return None
        if not (columns.isascii() and columns.isdecimal()):
            raise ValueError(f"“{columns}” is not a number of {self.width} digits")
        return int(columns)

    def write(self, value: int | None) -> str:
        if value is None:
            return " " * self.width
        if value < 0:
            raise ValueError(f"{value} is less than 0")
        return _fitting(str(value), self.width).zfill(self.width)


@dataclass
class Day:
    """A calendar day as DDMMYY; all spaces is no day. A year is the nearest one that ends so and is not after
    `until`: 2099 for days to come, the present year for days of birth."""

    name: str
    until: int = 2099
    width: int = 6

    def read(self, columns: str) -> date | None:
        if not columns.strip(" "):
            return None
        if not (columns.isascii() and columns.isdecimal()):
            raise ValueError(f"“{columns}” is not a day written as DDMMYY")
        short = int(columns[4:])
        year = self.until - (self.until - short) % 100
        try:
            return date(year, int(columns[2:4]), int(columns[:2]))
        except ValueError:
            raise ValueError(f"“{columns}” is not a day in the calendar") from None

    def write(self, value: date | None) -> str:
        if value is None:
            return " " * self.width
        if isinstance(value, datetime) or not self.until - 100 < value.year <= self.until:
            raise ValueError(f"{value} is not a day from {self.until - 99} to {self.until}")
        return value.strftime("%d%m%y")


class Place(NamedTuple):
    """One line of the layout: the columns count from 1, as the specifications do."""

    field: str
    start: int
    end: int
    width: int
    kind: str


class Record:
    """A line of fixed columns that begins with its own name ("E5")."""

    def __init__(self, name: str, fields: tuple[Field, ...]) -> None:
        self.name = name
        self.fields = fields
        self.width = len(name) + sum(field.width for field in fields)

    def read(self, line: str) -> dict[str, Any]:
        """The values in a line, by field name; a short line is filled with spaces first.

        `ValueError` when it is another record, is too long, or has values that do not fit their fields.
        """
        line = line.rstrip("\r\n").ljust(self.width)
        if not line.startswith(self.name):
            raise ValueError(f"The line begins with “{line[: len(self.name)]}”, not with “{self.name}”.")
        if line[self.width :].strip(" "):
            raise ValueError(f"The line has more than {self.width} columns.")
        values: dict[str, Any] = {}
        wrong = []
        for field, place in zip(self.fields, self.layout(), strict=True):
            try:
                values[field.name] = field.read(line[place.start - 1 : place.end])
            except ValueError as reason:
                wrong.append(f"{field.name} (columns {place.start} to {place.end}): {reason}.")
        if wrong:
            raise ValueError(" ".join(wrong))
        return values

    def write(self, values: Mapping[str, Any]) -> str:
        """The line, without its end; `ValueError` when a value would not fit and come back the same."""
        columns = [self.name]
        for field in self.fields:
            try:
                columns.append(field.write(values[field.name]))
            except ValueError as reason:
                raise ValueError(f"{field.name}: {reason}.") from None
        return "".join(columns)

    def layout(self) -> list[Place]:
        """Where each field stands, for the documentation and for messages."""
        places = []
        start = len(self.name) + 1
        for field in self.fields:
            end = start + field.width - 1
            places.append(Place(field.name, start, end, field.width, type(field).__name__.lower()))
            start = end + 1
        return places


def _fitting(value: str, width: int) -> str:
    if len(value) > width:
        raise ValueError(f"“{value}” is longer than {width} characters")
    return value
