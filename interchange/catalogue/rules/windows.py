"""The days on which marks are due, and when a window for marks is open."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from interchange.catalogue.rules.codes import MONTHS, series_parts
from interchange.catalogue.rules.profile import Profile
from interchange.catalogue.rules.settings import JUNE
from interchange.core import clock

# ---------------------------------------------------------------- when marks are due

PRINTED_DAY = re.compile(rf"(\d{{1,2}})\s+({'|'.join(MONTHS)})\b", re.IGNORECASE | re.ASCII)
ART = re.compile(r"\bart\b", re.IGNORECASE)
PE = re.compile(r"\bphysical education\b", re.IGNORECASE)


@dataclass(frozen=True)
class Due:
    """The last day for marks, and why it is that one."""

    on: date
    why: str
    usual: bool = False
    """Whether the profile of the series says it, so that it moves with the profile."""


USUAL = "the usual day"
"""How the reasons begin that come from the profile of a series."""


def marks_due(printed: str, series: str, profile: Profile, *, route: str = "", subject: str = "") -> Due:
    """The last day for the marks of one component in a series such as `2027-06`.

    Printed days are those of the June series. Where two are printed, the choice goes with the route of
    moderation, which differs from centre to centre: the later one holds for everybody. Where none is
    printed, or the series is another, the profile of the series says (section 13).
    """
    year, month = series_parts(series)
    days = _printed_days(printed, year) if month == JUNE else []
    if len(days) > 1:
        return Due(max(days), f"“{printed}” is printed; the later day is taken")
    if days:
        return Due(days[0], f"“{printed}” is printed")
    return _by_profile(profile, month, route=route, subject=subject)


def _printed_days(printed: str, year: int) -> list[date]:
    days = []
    for day, month in PRINTED_DAY.findall(printed):
        try:
            days.append(date(year, MONTHS.index(month.capitalize()) + 1, int(day)))
        except ValueError:
            continue
    return sorted(set(days))


def _by_profile(profile: Profile, month: int, *, route: str, subject: str) -> Due:
    """Subjects with a day of their own have it in June; every other series has one day for all (6.8)."""
    if month != JUNE:
        return Due(profile.marks_default, f"{USUAL} of a {MONTHS[month - 1]} series", usual=True)
    if ART.search(subject):
        return Due(profile.marks_art, f"{USUAL} for art and design", usual=True)
    if PE.search(subject):
        return Due(profile.marks_pe, f"{USUAL} for physical education", usual=True)
    if route.startswith("visiting"):
        return Due(profile.marks_visiting, f"{USUAL} where the moderator visits", usual=True)
    return Due(profile.marks_default, USUAL, usual=True)


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
