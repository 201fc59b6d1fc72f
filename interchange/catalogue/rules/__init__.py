"""Codes as people type them, the days on which marks are due, and when a window for marks is open."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from interchange.core import clock
from interchange.core.errors import Refused

# ---------------------------------------------------------------- codes

SERIES_CODE = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])\Z", re.ASCII)
UNIT_RANGE = re.compile(r"([A-Z]+)(\d{1,6})-\1(\d{1,6})\Z", re.ASCII)
JOINED = re.compile(r"([A-Z]\d{3})(\d\d)|(\d{4})([A-Z])", re.ASCII)
LONGEST_RANGE = 200
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def code_key(typed: str) -> str:
    """What two spellings of one code have in common: letters and digits alone, in capitals (B3)."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in plain if character.isascii() and character.isalnum())


def assessment_code(typed: str) -> str:
    """A typed assessment code as it is printed: `j277 03`, `J27703` and `J277-03` are `J277/03`."""
    key = code_key(typed)
    parts = JOINED.fullmatch(key)
    return "/".join(part for part in parts.groups() if part) if parts else key


def slug_for(assessment: str, entry_code: str, title: str, *, taken: Iterable[str] = ()) -> str:
    """The part of an address that stands for a component; numbered where another has taken it."""
    base = _slugged(assessment) or "-".join(filter(None, [_slugged(entry_code), _slugged(title).lower()]))
    base = base[:100].strip("-") or "component"
    used = {slug.lower() for slug in taken}
    slug, number = base, 1
    while slug.lower() in used:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _slugged(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")


def unit_codes(printed: str) -> list[str]:
    """The codes that entries may name: `Y101-Y113` stands for thirteen units, any other code for itself."""
    parts = UNIT_RANGE.fullmatch(printed)
    if parts is None:
        return [printed]
    letters, first, last = parts[1], int(parts[2]), int(parts[3])
    if not first <= last < first + LONGEST_RANGE:
        return [printed]
    return [f"{letters}{number:0{len(parts[2])}d}" for number in range(first, last + 1)]


def free_numbers(taken: Iterable[str]) -> Iterator[str]:
    """1, 2, ... without those taken: the codes we give to options that have none in print."""
    used = set(taken)
    number = 0
    while True:
        number += 1
        if str(number) not in used:
            yield str(number)


# ---------------------------------------------------------------- series


def series_parts(code: str) -> tuple[int, int]:
    """Year and month of a series code such as `2027-06`; refused when it is not one."""
    found = SERIES_CODE.match(code)
    if not found:
        raise Refused(
            "series-code", f"“{code[:20]}” is not a series. Write the year and the month, as in 2027-06."
        )
    return int(found[1]), int(found[2])


def series_name(year: int, month: int) -> str:
    """`June 2027`."""
    return f"{MONTHS[month - 1]} {year}"


# ---------------------------------------------------------------- when marks are due

JUNE = 6
PROFILE = {"visiting": (3, 31), "art": (5, 31), "default": (5, 15)}
"""Marks in the June series where nothing is printed for the subject: month and day (section 13)."""
OTHER_SERIES = {11: (11, 5), 1: (1, 10)}
"""The November and January series, month and day (6.8)."""

PRINTED_DAY = re.compile(rf"(\d{{1,2}})\s+({'|'.join(MONTHS)})\b", re.IGNORECASE | re.ASCII)
ART = re.compile(r"\bart\b", re.IGNORECASE)


@dataclass(frozen=True)
class Due:
    """The last day for marks, and why it is that one."""

    on: date
    why: str


def marks_due(printed: str, year: int, month: int = JUNE, *, route: str = "", subject: str = "") -> Due:
    """The last day for the marks of one component in one series.

    Printed days are those of the June series. Where two are printed, the choice goes with the route of
    moderation, which differs from centre to centre: the later one holds for everybody. Where none is
    printed, or the series is another, the profile of the series says.
    """
    days = _printed_days(printed, year) if month == JUNE else []
    if len(days) > 1:
        return Due(max(days), f"“{printed}” is printed; the later day is taken")
    if days:
        return Due(days[0], f"“{printed}” is printed")
    return _by_profile(year, month, route=route, subject=subject)


def _printed_days(printed: str, year: int) -> list[date]:
    days = []
    for day, month in PRINTED_DAY.findall(printed):
        try:
            days.append(date(year, MONTHS.index(month.capitalize()) + 1, int(day)))
        except ValueError:
            continue
    return sorted(set(days))


def _by_profile(year: int, month: int, *, route: str, subject: str) -> Due:
    if month in OTHER_SERIES:
        return Due(date(year, *OTHER_SERIES[month]), f"the usual day of a {MONTHS[month - 1]} series")
    if month != JUNE:
        day_before_series = date(year, month, 1) - timedelta(days=1)
        return Due(day_before_series.replace(day=15), "the middle of the month before the series")
    if ART.search(subject):
        return Due(date(year, *PROFILE["art"]), "the usual day for art and design")
    if route.startswith("visiting"):
        return Due(date(year, *PROFILE["visiting"]), "the usual day where the moderator visits")
    return Due(date(year, *PROFILE["default"]), "the usual day")


# ---------------------------------------------------------------- windows


class Window(Protocol):
    """The days on which something may be done."""

    @property
    def opens_on(self) -> date: ...

    @property
    def closes_on(self) -> date: ...


def is_open(window: Window, *, at: datetime) -> bool:
    """From the first instant of the first day to the last second of the last, in London (R-FEE-7)."""
    return clock.start_of_day(window.opens_on) <= at and not has_closed(window, at=at)


def has_closed(window: Window, *, at: datetime) -> bool:
    """Whether the last permitted second, 23:59:59 on the last day, is over."""
    return at >= clock.end_of_day(window.closes_on) + timedelta(seconds=1)
