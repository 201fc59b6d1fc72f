"""Marks, days and moments in the words of a printed form."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from interchange.core import clock

UNITS: Final = (
    *("nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
MORE_THAN_ANY_MARK: Final = 1_000_000
HALF: Final = Decimal("0.5")


def in_words(mark: int | Decimal) -> str:
    """A mark in words: “fifty-four”, “nought”, “fifty-four and a half”, “three point two five”."""
    if not 0 <= mark < MORE_THAN_ANY_MARK:
        raise ValueError(f"{mark} is not a mark")
    whole, part = divmod(Decimal(mark), 1)
    if not part:
        return _whole(int(whole))
    if part == HALF:
        return f"{_whole(int(whole))} and a half" if whole else "a half"
    figures = format(part.normalize(), "f").removeprefix("0.")
    return f"{_whole(int(whole))} point {' '.join(UNITS[int(figure)] for figure in figures)}"


def _whole(number: int) -> str:
    if number < len(UNITS):
        return UNITS[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        return TENS[tens] + (f"-{UNITS[unit]}" if unit else "")
    size, name = (1_000, "thousand") if number >= 1_000 else (100, "hundred")
    many, rest = divmod(number, size)
    joint = " and " if rest < 100 else " "
    return f"{_whole(many)} {name}" + (joint + _whole(rest) if rest else "")


def in_figures(mark: int | Decimal) -> str:
    """A mark in figures, without noughts at its end: “54.5”."""
    value = Decimal(mark)
    return str(int(value)) if value == value.to_integral() else format(value.normalize(), "f")


def day(on: date) -> str:
    """A day as “15 May 2027”."""
    return f"{on.day} {on:%B %Y}"


def moment(at: datetime) -> str:
    """A moment by the clock in London: “15 May 2027, 2:03pm UK time”."""
    there = clock.london(at)
    return f"{day(there)}, {there.hour % 12 or 12}:{there:%M}{'am' if there.hour < 12 else 'pm'} UK time"
