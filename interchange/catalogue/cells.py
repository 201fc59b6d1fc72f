"""What the cells of the catalogue's files may hold, besides what every grid knows. Blank means not known."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from interchange.catalogue.rules.codes import SERIES_CODE
from interchange.core.grid.noise import compacted, shown, tidied

MOST_PENCE = 10_000_000
MOST_GRADES = 40
LONGEST_GRADE = 40


@dataclass(frozen=True)
class Items:
    """A list in one cell, separated by semicolons."""

    width: int
    hint: str = "a list separated by semicolons"

    def read(self, written: str) -> list[str]:
        items = [item for part in written.split(";") if (item := tidied(part))]
        if any(len(item) > self.width for item in items):
            raise ValueError(f"An item of this list is longer than {self.width} characters. Shorten it.")
        return items

    def write(self, value: Sequence[str]) -> str:
        return ";".join(value)


@dataclass(frozen=True)
class YesNo:
    """Yes or no; blank is neither."""

    hint: str = "yes or no"

    def read(self, written: str) -> bool:
        found = {"yes": True, "no": False}.get(compacted(written).casefold())
        if found is None:
            raise ValueError(f"{shown(tidied(written))} was not understood. Enter {self.hint}.")
        return found

    def write(self, value: bool) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True)
class Clock:
    """A time of day, 08:30."""

    hint: str = "a time such as 08:30"

    def read(self, written: str) -> str:
        found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", compacted(written), re.ASCII)
        if not found:
            raise ValueError(f"{shown(tidied(written))} was not understood. Enter {self.hint}.")
        return f"{int(found[1]):02d}:{found[2]}"

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Parts:
    """Sub-marks: `Portfolio:60; Test:20`."""

    hint: str = "names and maximum marks, such as Portfolio:60; Test:20"

    def read(self, written: str) -> list[dict[str, Any]]:
        parts = []
        for item in Items(100).read(written):
            name, _, most = item.rpartition(":")
            if not name.strip() or not re.fullmatch(r"[1-9]\d{0,3}", most.strip(), re.ASCII):
                raise ValueError(f"{shown(item)} was not understood. Enter {self.hint}.")
            parts.append({"name": name.strip(), "max": int(most)})
        return parts

    def write(self, value: Sequence[dict[str, Any]]) -> str:
        return ";".join(f"{part['name']}:{part['max']}" for part in value)


@dataclass(frozen=True)
class SeriesCode:
    """A series by its year and month."""

    hint: str = "a series such as 2027-06"

    def read(self, written: str) -> str:
        code = compacted(written)
        if not SERIES_CODE.match(code):
            raise ValueError(f"{shown(tidied(written))} was not understood. Enter {self.hint}.")
        return code

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Pounds:
    """An amount of money, kept in pence."""

    hint: str = "pounds and pence, such as 45.50"

    def read(self, written: str) -> int:
        plain = compacted(written).removeprefix("£").replace(",", "")
        if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", plain, re.ASCII):
            raise ValueError(f"{shown(tidied(written))} was not understood. Enter {self.hint}.")
        pence = int(Decimal(plain) * 100)
        if pence > MOST_PENCE:
            raise ValueError(f"{shown(plain)} is more than £{MOST_PENCE // 100:,}. Check the amount.")
        return pence

    def write(self, value: int) -> str:
        return f"{value // 100}.{value % 100:02d}"


Boundaries = list[list[Any]]
"""Grade and lowest mark, the best grade first."""


@dataclass(frozen=True)
class GradeMarks:
    """The lowest mark of each grade: `A*:90; A:80`, or as published tables have it, `{"A*": 90, "A": 80}`."""

    hint: str = "grades and their lowest marks, such as A*:90; A:80"

    def read(self, written: str) -> Boundaries:
        plain = tidied(written)
        pairs = (
            _of_object(plain)
            if plain.startswith("{")
            else [_pair(part) for part in plain.split(";") if part.strip()]
        )
        if not pairs or any(pair is None for pair in pairs):
            raise ValueError(f"{shown(plain)} was not understood. Enter {self.hint}.")
        return in_order([pair for pair in pairs if pair])

    def write(self, value: Sequence[Sequence[Any]]) -> str:
        return "; ".join(f"{grade}:{mark}" for grade, mark in value)


def in_order(pairs: Sequence[tuple[str, int]]) -> Boundaries:
    """The marks from the best grade down; `ValueError` where one grade stands twice."""
    grades = [grade for grade, _ in pairs]
    if len(set(grades)) < len(grades):
        raise ValueError("One grade stands here twice. Give each grade one mark.")
    if len(pairs) > MOST_GRADES:
        raise ValueError(f"There are more than {MOST_GRADES} grades. Give each grade one mark.")
    return [list(pair) for pair in sorted(pairs, key=lambda pair: -pair[1])]


def _pair(part: str) -> tuple[str, int] | None:
    grade, _, mark = part.rpartition(":")
    return _grade(grade, mark.strip())


def _of_object(written: str) -> list[tuple[str, int] | None]:
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        return []
    return [_grade(grade, str(mark)) for grade, mark in found.items()] if isinstance(found, dict) else []


def _grade(grade: str, mark: str) -> tuple[str, int] | None:
    name = tidied(grade)
    whole = re.fullmatch(r"\d{1,5}", mark, re.ASCII)
    return (name, int(mark)) if whole and 0 < len(name) <= LONGEST_GRADE else None
