"""The kinds of value a column may hold: each reads what a person wrote, or says what to do instead."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from interchange.core.grid.noise import compacted, shown, tidied

NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{0,9})?|[+-]?\.\d{1,9}", re.ASCII)
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T00:00:00)?", re.ASCII)
BRITISH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
WORDED_DAY = re.compile(r"(\d{1,2})([a-z]+)(\d{4})", re.ASCII)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Kind(Protocol):
    """A kind of value. `hint` tells a person what to enter; `read` gives back what `write` wrote."""

    @property
    def hint(self) -> str: ...

    def read(self, written: str) -> Any: ...

    def write(self, value: Any) -> str: ...


@dataclass(frozen=True)
class Text:
    """Words and names, any letters, at most `width` characters."""

    width: int

    @property
    def hint(self) -> str:
        return f"up to {self.width} characters"

    def read(self, written: str) -> str:
        value = tidied(written)
        if len(value) > self.width:
            raise ValueError(f"This has {len(value)} characters; the most is {self.width}. Shorten it.")
        return value

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Number:
    """A number from `low` to `high`: whole, in halves, or with any decimals."""

    low: int
    high: int | Decimal
    step: Decimal | None = None

    @property
    def hint(self) -> str:
        if self.step == 1:
            return f"a whole number from {self.low} to {self.high}"
        if self.step:
            return f"a whole number or a half from {self.low} to {self.high}"
        return f"a number from {self.low} to {self.high}"

    def read(self, written: str) -> int | Decimal:
        plain = compacted(written)
        if not NUMBER.fullmatch(plain):
            raise ValueError(f"Enter {self.hint}.")
        value = Decimal(plain)
        if value > self.high:
            raise ValueError(f"{plain} is more than the maximum of {self.high}.")
        if value < self.low:
            raise ValueError(f"{plain} is less than {self.low}. Enter {self.hint}.")
        if self.step and value % self.step:
            raise ValueError(f"Enter {self.hint}.")
        return int(value) if self.step == 1 else _plain(value)

    def write(self, value: int | Decimal) -> str:
        return format(_plain(Decimal(value)), "f")


def _plain(value: Decimal) -> Decimal:
    """The same number without noughts at its end, and without a negative nought."""
    return value.quantize(Decimal(1)) + 0 if value == value.to_integral() else value.normalize()


@dataclass(frozen=True)
class Choice:
    """One of a few values, in capitals or not; `names` maps what a person may write to the value."""

    names: Mapping[str, str]

    @property
    def hint(self) -> str:
        *others, last = dict.fromkeys(self.names.values())
        return f"{', '.join(others)} or {last}" if others else last

    def read(self, written: str) -> str:
        value = self.names.get(tidied(written).casefold())
        if value is None:
            raise ValueError(f"{shown(tidied(written))} is not one of the choices. Enter {self.hint}.")
        return value

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Day:
    """A calendar day, written as in Britain, in words, or as a spreadsheet stores it."""

    hint: str = "a date such as 15/05/2027"

    def read(self, written: str) -> date:
        plain = compacted(written)
        if iso := ISO_DAY.fullmatch(plain):
            year, month, day = (int(part) for part in iso.groups())
        elif british := BRITISH_DAY.fullmatch(plain):
            day, month, year = (int(part) for part in british.groups())
        elif (worded := WORDED_DAY.fullmatch(plain.casefold())) and worded[2][:3] in MONTHS:
            day, month, year = int(worded[1]), MONTHS.index(worded[2][:3]) + 1, int(worded[3])
        else:
            raise ValueError(f"{shown(plain)} was not understood. Enter {self.hint}.")
        try:
            return date(year, month, day)
        except ValueError:
            raise ValueError(f"{shown(plain)} is not in the calendar. Enter {self.hint}.") from None

    def write(self, value: date) -> str:
        return value.isoformat()


@dataclass(frozen=True)
class Code:
    """A code of fixed form, in capitals; `width` fills a number that lost its noughts in a spreadsheet."""

    form: str
    hint: str
    width: int = 0

    def read(self, written: str) -> str:
        value = compacted(written).upper()
        if value.isdecimal():
            value = value.zfill(self.width)
        if not re.fullmatch(self.form, value, re.ASCII):
            raise ValueError(f"{shown(value)} was not understood. Enter {self.hint}.")
        return value

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Tick:
    """Yes or nothing."""

    hint: str = "yes, or leave it empty"

    YES = frozenset({"yes", "y", "true", "1", "x", "on", "✓", "✔", "☑", "☒"})
    NO = frozenset({"", "no", "n", "false", "0", "off", "☐", "-"})

    def read(self, written: str) -> bool:
        plain = compacted(written).casefold()
        if plain in self.YES:
            return True
        if plain in self.NO:
            return False
        raise ValueError(f"{shown(plain)} was not understood. Enter {self.hint}.")

    def write(self, value: bool) -> str:
        return "yes" if value else ""


def text(width: int) -> Text:
    """Words and names of at most `width` characters."""
    return Text(width)


def whole_number(low: int, high: int) -> Number:
    """A whole number, read as `int`."""
    return Number(low, high, Decimal(1))


def number(low: int, high: int | Decimal, *, halves: bool = True) -> Number:
    """A number, read as `Decimal`: in whole ones and halves, or with any decimals."""
    return Number(low, high, Decimal("0.5") if halves else None)


def choice(values: Iterable[str] | Mapping[str, str]) -> Choice:
    """One of `values`; a mapping gives a value its label, and either may be written."""
    labels = values if isinstance(values, Mapping) else {value: value for value in values}
    by_label = {tidied(label).casefold(): value for value, label in labels.items()}
    return Choice(by_label | {tidied(value).casefold(): value for value in labels})


def day() -> Day:
    """A calendar day."""
    return Day()


def code(form: str, hint: str, *, width: int = 0) -> Code:
    """A code of the pattern `form`, described by `hint` ("4 digits, such as 0001"), filled to `width`."""
    return Code(form, hint, width)


def tick() -> Tick:
    """A box that is ticked or not; an empty one is not."""
    return Tick()
