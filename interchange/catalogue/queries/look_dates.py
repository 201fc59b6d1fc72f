"""Key dates by series, as centres look them up (B7): the days of the series' profile, and those that were printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.text import slugify

from interchange.catalogue.models import KeyDate, Series
from interchange.catalogue.queries.codes import key_dates
from interchange.catalogue.queries.look_series import words_of
from interchange.catalogue.queries.terms import profile_of
from interchange.catalogue.queries.windows import latest_series, series_list
from interchange.catalogue.rules.codes import MONTHS
from interchange.catalogue.rules.key_dates import days_away, event_in_words
from interchange.catalogue.rules.profile import Profile, last_moment
from interchange.catalogue.rules.profile import settings as profile_settings
from interchange.catalogue.rules.settings import Day
from interchange.core import clock
from interchange.core.calendars import Entry, calendar_file

HEADINGS = ["Day", "Time", "What", "For", "Series", "As printed", "Awarding body", "Where it stands"]
HERE = "Interchange"
"""Where the days of a profile stand."""


@dataclass(frozen=True)
class Line:
    """One day or deadline; `on` is known only where the year is, and `printed` holds the words where it is not."""

    what: str
    series: str
    on: date | None = None
    at: time | None = None
    applies_to: str = ""
    printed: str = ""
    board: str = ""
    source: str = HERE
    of_profile: bool = False
    """Whether it is the one day of its kind in the series, wherever it moves."""

    @property
    def away(self) -> str:
        """Passed, today, tomorrow, in n days; nothing where the day is not known."""
        return days_away(self.on, clock.today()) if self.on else ""

    @property
    def passed(self) -> bool:
        """Whether the day is over."""
        return self.on is not None and self.on < clock.today()


def _lines(query: Mapping[str, str]) -> tuple[str, str, list[Line]]:
    """The series by its address and in words, and its days in order, those without a year at the end."""
    series, printed = _chosen(query)
    words = words_of(query).casefold().split()
    rows = [
        *(days_of_profile(series) if series else []),
        *(_printed(one) for one in _rows_for(series, printed)),
    ]
    kept = [
        one
        for one in rows
        if all(word in f"{one.what} {one.applies_to} {one.board}".casefold() for word in words)
    ]
    kept.sort(key=lambda one: (one.on is None, one.on or date.max, one.what, one.applies_to))
    code = series.code if series else printed
    return code, series.name if series else printed, kept


def _chosen(query: Mapping[str, str]) -> tuple[Series | None, str]:
    """The series of the catalogue, or the words of one that is only printed; `Http404` for neither."""
    asked = query.get("series", "")
    if not asked:
        return latest_series() or series_list().first(), ""
    found = Series.objects.filter(code=asked.replace("\x00", "")).first()
    if found is None and not key_dates().filter(series=asked.replace("\x00", "")).exists():
        raise Http404
    return found, "" if found else asked


def _rows_for(series: Series | None, printed: str) -> QuerySet[KeyDate]:
    """The printed dates of a series: its own, those of its month in every year, and those of any series."""
    if series is None:
        return key_dates().filter(series=printed)
    names = [series.name, f"{MONTHS[series.month - 1]} (every year)", "any"]
    return key_dates().filter(Q(series__in=names))


def _printed(one: KeyDate) -> Line:
    return Line(
        event_in_words(one.event), one.series, one.on, one.at, one.applies_to, one.printed, one.board,
        one.source_kind or HERE,
    )  # fmt: skip


def days_of_profile(series: Series) -> list[Line]:
    """Every day that the profile of a series sets, each as it holds."""
    profile = profile_of(series)
    days = [setting for setting in profile_settings() if isinstance(setting.kind, Day)]
    return [Line(one.meaning, series.name, _last_day(profile, one.name), of_profile=True) for one in days]


def _last_day(profile: Profile, name: str) -> date:
    """The day that holds: a deadline on a weekend moves where the profile says so; a first day never does (R-FEE-7)."""
    on: date = getattr(profile, name)
    return on if name == "entries_open" else clock.london(last_moment(profile, on)).date()


def dates_page(query: Mapping[str, str]) -> dict[str, Any]:
    """The days of a series, with those that are to come apart from those that have passed."""
    code, name, lines = _lines(query)
    return {
        "series_name": name, "asked": {"series": code, "q": words_of(query)}, "series_choices": _choices(),
        "to_come": [one for one in lines if one.on and not one.passed],
        "undated": [one for one in lines if one.on is None],
        "passed": [one for one in lines if one.passed][::-1], "number": len(lines),
    }  # fmt: skip


def _choices() -> list[tuple[str, str]]:
    """Every series of the catalogue, then the others that dates are printed for."""
    ours = [(one.code, one.name) for one in series_list()]
    named = {name for _, name in ours} | {"any"}
    others = KeyDate.objects.exclude(series__in=named).order_by("series").values_list("series", flat=True)
    return [*ours, *((name, f"{name}, as printed") for name in others.distinct())]


def dates_rows(query: Mapping[str, str]) -> list[list[Any]]:
    """The days as rows of a file, under the filter of the page."""
    return [
        [one.on, f"{one.at:%H:%M}" if one.at else "", one.what, one.applies_to, one.series, one.printed, one.board,
         one.source]
        for one in _lines(query)[2]
    ]  # fmt: skip


def dates_calendar(query: Mapping[str, str]) -> bytes:
    """The days as a calendar, under the filter of the page; what has no year is left out."""
    code, name, lines = _lines(query)
    return calendar_file(f"Key dates {name}".strip(), [_entry(code, one, one.on) for one in lines if one.on])


def _entry(code: str, one: Line, on: date) -> Entry:
    host = settings.SITE_ADDRESS.partition("://")[2].partition(":")[0]
    same = [one.what] if one.of_profile else [one.what, one.applies_to, one.board, one.printed, str(on)]
    summary = f"{one.what}: {one.applies_to}" if one.applies_to else one.what
    uid = f"{slugify(code)}-{sha256('|'.join(same).encode()).hexdigest()[:8]}@{host}"
    return Entry(uid, on, summary, [line for line in (one.series, one.printed, one.board) if line], one.at)
