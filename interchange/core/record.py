"""Fixed-width records: one tuple of fields is the reader, the writer, the table in the docs and the test."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol


class Field(Protocol):
    """A stretch of columns. `read` and `write` raise `ValueError` with what is wrong, but not with where."""

    name: str

    @property
    def width(self) -> int: ...

    @property
    def means(self) -> str: ...

    def read(self, columns: str) -> Any: ...

    def write(self, value: Any) -> str: ...


@dataclass
class Text:
    """Words or a code: from the left, filled with spaces, which are no part of the value."""

    name: str
    width: int
    means: str = ""

    def read(self, columns: str) -> str:
        return columns.rstrip(" ")

    def write(self, value: str) -> str:
        if value.endswith(" ") or not value.isprintable():
            raise ValueError("has a space at its end or a character that cannot be printed")
        return _fitting(value, self.width).ljust(self.width)


@dataclass
class Digits:
    """A number by which something is called: all of its digits count, the noughts on the left too; or none at all."""

    name: str
    width: int
    means: str = ""

    def read(self, columns: str) -> str:
        if not columns.strip(" "):
            return ""
        if not (columns.isascii() and columns.isdecimal()):
            raise ValueError(f"“{columns}” is not {self.width} digits")
        return columns

    def write(self, value: str) -> str:
        if value and not (len(value) == self.width and value.isascii() and value.isdecimal()):
            raise ValueError(f"“{value}” is not {self.width} digits")
        return value.ljust(self.width)


@dataclass
class Choice:
    """One of a few codes; `values` has what each means. All spaces is one of them only where "" is."""

    name: str
    values: Mapping[str, str]
    means: str = ""

    @property
    def width(self) -> int:
        return max(map(len, self.values))

    def read(self, columns: str) -> str:
        return self._known(columns.rstrip(" "))

    def write(self, value: str) -> str:
        return self._known(value).ljust(self.width)

    def _known(self, value: str) -> str:
        if value not in self.values:
            raise ValueError(f"“{value}” is not one of {', '.join(one or 'a space' for one in self.values)}")
        return value


@dataclass
class Several:
    """Codes of one width side by side, from the left; the rest is spaces. A gap between two is not kept."""

    name: str
    each: int
    most: int
    means: str = ""

    @property
    def width(self) -> int:
        return self.each * self.most

    def read(self, columns: str) -> tuple[str, ...]:
        found = [columns[at : at + self.each].strip(" ") for at in range(0, self.width, self.each)]
        return tuple(one for one in found if one)

    def write(self, value: Sequence[str]) -> str:
        if len(value) > self.most:
            raise ValueError(f"has {len(value)} codes, and there is room for {self.most}")
        if any(not one or one != one.strip(" ") or not one.isprintable() for one in value):
            raise ValueError("has an empty code, or one with a space around it")
        return "".join(_fitting(one, self.each).ljust(self.each) for one in value).ljust(self.width)


@dataclass
class Number:
    """A whole number from nought up, filled with noughts on the left; all spaces is no number."""

    name: str
    width: int
    means: str = ""

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
    means: str = ""

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
    means: str


class Wrong(NamedTuple):
    """What is wrong with one stretch of a line."""

    field: str
    start: int
    end: int
    sentence: str


class Record:
    """A line of fixed columns that begins with its own name ("E5")."""

    def __init__(self, name: str, fields: tuple[Field, ...]) -> None:
        self.name = name
        self.fields = fields
        self.width = len(name) + sum(field.width for field in fields)
        self._places = list(_places(name, fields))

    def read(self, line: str) -> dict[str, Any]:
        """The values in a line, by field name; a short line is filled with spaces first.

        `ValueError` when it is another record, is too long, or has values that do not fit their fields.
        """
        values, wrong = self.read_all(line)
        if wrong:
            raise ValueError(" ".join(one.sentence for one in wrong))
        return values

    def read_all(self, line: str) -> tuple[dict[str, Any], list[Wrong]]:
        """The same, with every field that is wrong beside those that could be read."""
        line = line.rstrip("\r\n").ljust(self.width)
        begins = line[: len(self.name)]
        if begins != self.name:
            said = f"The line begins with “{begins}”, not with “{self.name}”."
            return {}, [Wrong("", 1, len(self.name), said)]
        if line[self.width :].strip(" "):
            said = f"The line has more than {self.width} columns."
            return {}, [Wrong("", self.width + 1, len(line), said)]
        values: dict[str, Any] = {}
        wrong = []
        for field, start, end in self._places:
            try:
                values[field.name] = field.read(line[start - 1 : end])
            except ValueError as reason:
                said = f"{field.name} (columns {start} to {end}): {reason}."
                wrong.append(Wrong(field.name, start, end, said))
        return values, wrong

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
        return [
            Place(field.name, start, end, field.width, type(field).__name__.lower(), field.means)
            for field, start, end in self._places
        ]


def _places(name: str, fields: tuple[Field, ...]) -> Iterator[tuple[Field, int, int]]:
    start = len(name) + 1
    for field in fields:
        end = start + field.width - 1
        yield field, start, end
        start = end + 1


def _fitting(value: str, width: int) -> str:
    if len(value) > width:
        raise ValueError(f"“{value}” is longer than {width} characters")
    return value
