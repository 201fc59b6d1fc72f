"""A series' profile (section 13): every date, period, multiple and switch that differs between series, declared once.

What a series does not set has the default here. A profile is stored as plain JSON under the names of its fields; only
what differs from the defaults is kept, so that a better default reaches every series that never chose otherwise.
"""

from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from interchange.catalogue.rules.codes import series_parts
from interchange.catalogue.rules.settings import (
    ALL,
    JUNE,
    ByFamily,
    CentreKinds,
    Codes,
    Day,
    Flag,
    InJune,
    Kind,
    Steps,
    Whole,
)
from interchange.core import clock
from interchange.core.labelled import Labelled


def _is(kind: Kind, meaning: str, rule: str, usual: Any = None) -> Any:
    """A field of the profile: how it is written, what it means to staff, the rule, the default but for days."""
    return field(metadata={"kind": kind, "meaning": meaning, "rule": rule, "usual": usual})


def _day(meaning: str, rule: str, june: tuple[int, int, int], **months: tuple[int, int, int]) -> Any:
    numbers = {"january": 1, "march": 3, "november": 11}
    return _is(Day({JUNE: june, **{numbers[month]: usual for month, usual in months.items()}}), meaning, rule)


MOST_PENCE = 10_000_000
PENCE = Whole(0, MOST_PENCE, "pence")
PERCENT = Whole(0, 100, "percent")


@dataclass(frozen=True)
class Profile:
    """What holds for one series. Days last to 23:59:59 in London (R-FEE-7); money is in pence."""

    entries_open: date = _day("Entries may be made from this day", "4.6", (-1, 9, 1))
    estimated_entries: bool = _is(InJune(), "Estimated entries are asked for", "R-EST-4")
    estimated_entry_codes: tuple[str, ...] = _is(
        Codes(), "Entry codes for which they are asked; none for every code", "R-EST-2", ()
    )
    estimates_by_component: tuple[str, ...] = _is(
        Codes(), "Entry codes whose estimates are asked component by component", "R-EST-1", ()
    )
    estimated_entries_deadline: date = _day("Last day for estimated entries", "R-EST-4", (-1, 10, 10))
    entry_deadline: date = _day(
        "Last day for entries without a late fee", "4.6", (0, 2, 21),
        january=(-1, 10, 21), march=(0, 1, 21), november=(0, 10, 4),
    )  # fmt: skip
    very_late: date = _day(
        "Last day of the first late stage; after it the very late fee, and no refunds", "R-FEE-1, R-FEE-3", (0, 4, 21),
        january=(-1, 12, 15), march=(0, 2, 21), november=(0, 10, 25),
    )  # fmt: skip
    results_on: date = _day(
        "Day of the candidate release of results", "section 13", (0, 8, 20),
        january=(0, 3, 10), march=(0, 4, 15), november=(1, 1, 10),
    )  # fmt: skip
    no_change_days: int = _is(
        Whole(0, 60, "days"), "So many days before results only personal details may change", "R-ENT-11", 7
    )
    certificates_printed: date = _day(
        "Day on which certificates are printed; until its end centres can ask for other personal details", "R-ID-17",
        (0, 9, 15),
    )  # fmt: skip
    weekend_moves: bool = _is(
        Flag(), "A deadline on a weekend moves to the Monday after it", "R-FEE-7", False
    )
    late_multiple: int = _is(Whole(1, 10, "times the fee"), "What a late entry costs", "R-FEE-6", 2)
    very_late_multiple: int = _is(Whole(1, 10, "times the fee"), "What a very late entry costs", "R-FEE-6", 3)
    amendment_pence: int = _is(
        PENCE,
        "Fee for a change of option or tier after the deadline; twice that when very late",
        "R-FEE-2",
        0,
    )
    refund_months: dict[str, int] = _is(
        ByFamily(Whole(0, 12, "months")),
        "So many months after the entry deadline a withdrawn entry is refunded, by family", "R-FEE-4",
        {"a-level": 2, "*": 1},
    )  # fmt: skip
    uln_needed: tuple[str, ...] = _is(
        CentreKinds(),
        "Centres whose entries without a ULN are refused, not only warned about",
        "R-ID-13",
        (),
    )
    entry_codes: tuple[str, ...] = _is(
        Codes(), "The only entry codes that can be entered in this series; none for all", "4.4", ()
    )
    levels_together: bool = _is(
        Flag(), "A candidate may hold two levels or tiers of one subject", "4.4", False
    )
    estimate_change_percent: int = _is(
        PERCENT, "An estimate this far from last year's entries is asked about again", "4.2", 50
    )
    forecast_grades: tuple[str, ...] = _is(
        Codes(), "Entry codes for which forecast grades are asked", "R-EG-1", ()
    )
    forecast_deadline: date = _day("Last day for forecast grades", "R-EG-1", (0, 4, 30), november=(0, 10, 31))
    transfer_deadline: date = _day("Last day for transfers at the lower fee", "R-TRF-4", (0, 3, 21))
    transfer_pence: int = _is(PENCE, "Fee for each paper of a transferred candidate", "R-TRF-4", 1500)
    transfer_late_pence: int = _is(PENCE, "The same after that day", "R-TRF-4", 3000)
    very_late_arrival_minutes: int = _is(
        Whole(1, 600, "minutes"),
        "A candidate who comes later than this is a very late arrival",
        "R-VLA-1",
        60,
    )
    very_late_arrival_working_days: int = _is(
        Whole(1, 60, "working days"), "The form for a very late arrival is due within", "R-VLA-1", 7
    )
    access_arrangements_deadline: date = _day("Last day for access arrangements", "section 13", (0, 3, 21))
    modified_papers_deadline: date = _day("Last day for modified papers", "section 13", (0, 1, 31))
    consortium_deadline: date = _day("Last day for consortium applications", "section 13", (0, 1, 31))
    marks_visiting: date = _day("Marks where the moderator visits", "6.8", (0, 3, 31))
    marks_pe: date = _day("Marks of physical education", "6.8", (0, 3, 31))
    marks_default: date = _day(
        "Marks of all other subjects", "6.8", (0, 5, 15), january=(0, 1, 10), november=(0, 11, 5)
    )
    marks_art: date = _day("Marks of art and design", "6.8", (0, 5, 31))
    sample_at_once: bool = _is(
        Flag(),
        "A sample is asked for as soon as marks are in; else from the first of the month",
        "section 13",
        True,
    )
    sample_due_working_days: int = _is(
        Whole(1, 60, "working days"), "A sample is due within", "section 13", 3
    )
    sample_table: tuple[tuple[int | None, int], ...] = _is(
        Steps(),
        "Size of a sample by number of candidates",
        "section 13",
        ((15, 0), (100, 15), (200, 20), (None, 25)),
    )
    subsample: int = _is(
        Whole(1, 100, "candidates"), "How many the moderator looks at first", "section 13", 6
    )
    tolerance_percent: int = _is(PERCENT, "How far centre and moderator may differ", "section 13", 6)
    extension_days: int = _is(Whole(0, 90, "days"), "Longest extension of a mark deadline", "section 13", 10)
    special_consideration_days: int = _is(
        Whole(0, 90, "days"), "Special consideration is due after the last paper within", "section 13", 5
    )
    special_consideration_percent: int = _is(
        PERCENT, "Least share of an award that a candidate must have taken", "section 13", 15
    )
    label_emergency_days: int = _is(
        Whole(0, 60, "days"), "Emergency labels can be printed so many days before a paper", "section 13", 3
    )

    def needs_uln(self, centre_kind: str) -> bool:
        """Whether a centre of this kind enters nobody without a ULN (R-ID-13); one of an unknown kind where all do."""
        return ALL in self.uln_needed or centre_kind in self.uln_needed

    @classmethod
    def of(cls, series: str, stored: Mapping[str, Any]) -> "Profile":
        """The profile of a series such as `2027-06`; `ValueError` where what is stored cannot be read."""
        year, month = series_parts(series)
        values = {}
        for setting in settings():
            kind = setting.kind
            if setting.name in stored:
                values[setting.name] = kind.read(stored[setting.name])
            else:
                values[setting.name] = setting.default(year, month)
        return cls(**values)


@dataclass(frozen=True)
class Setting:
    """One field of the profile, as a form and the documentation show it."""

    name: str
    kind: Kind
    meaning: str
    rule: str
    usual: Any

    def default(self, year: int, month: int) -> Any:
        """What holds where a series of that month says nothing."""
        return self.kind.default(year, month) if isinstance(self.kind, Day | InJune) else self.usual


def settings() -> tuple[Setting, ...]:
    """Every field, in the order of the form."""
    return tuple(_setting(each) for each in fields(Profile))


def _setting(of: "Field[Any]") -> Setting:
    return Setting(of.name, **of.metadata)


def stored_form(series: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of these values: only what differs from the defaults, as JSON has it."""
    year, month = series_parts(series)
    return {
        setting.name: setting.kind.write(values[setting.name])
        for setting in settings()
        if setting.name in values and values[setting.name] != setting.default(year, month)
    }


IN_ORDER = ("entries_open", "entry_deadline", "very_late", "results_on", "certificates_printed")
"""The days that end one band and begin the next: they come one after another (4.6, R-ID-17)."""


def out_of_order(profile: Profile) -> list[tuple[str, str]]:
    """The settings whose day comes before the one that it has to follow, each with a sentence."""
    meanings = {setting.name: setting.meaning for setting in settings()}
    return [
        (
            later,
            f"This is before {getattr(profile, earlier):%-d %B %Y}: “{meanings[earlier]}”. Choose a later day.",
        )
        for earlier, later in pairwise(IN_ORDER)
        if getattr(profile, later) < getattr(profile, earlier)
    ]


# ---------------------------------------------------------------- in which band a moment falls


class Band(Labelled):
    """Where a moment lies between the days of a series (4.6)."""

    NOT_OPEN = "not-open", "Not open yet"
    ON_TIME = "on-time", "On time"
    LATE = "late", "Late"
    VERY_LATE = "very-late", "Very late"
    CLOSED = "closed", "Closed"
    """Only personal details may change (R-ENT-11)."""


def last_moment(profile: Profile, on: date) -> datetime:
    """The last second of a deadline (R-FEE-7); on the Monday after it where the profile moves weekends."""
    if profile.weekend_moves and on.weekday() > 4:
        on += timedelta(days=7 - on.weekday())
    return clock.end_of_day(on)


def band_at(profile: Profile, at: datetime) -> Band:
    """In which band a change falls. A band ends with the last second of its day: `<` the next second."""
    second = timedelta(seconds=1)
    steps: tuple[tuple[Band, Callable[[], datetime]], ...] = (
        (Band.NOT_OPEN, lambda: clock.start_of_day(profile.entries_open)),
        (Band.ON_TIME, lambda: last_moment(profile, profile.entry_deadline) + second),
        (Band.LATE, lambda: last_moment(profile, profile.very_late) + second),
        (Band.VERY_LATE, lambda: clock.end_of_day(no_change_from(profile)) + second),
    )
    return next((band for band, ends in steps if at < ends()), Band.CLOSED)


def no_change_from(profile: Profile) -> date:
    """The last day on which qualifications may change and entries be withdrawn (R-ENT-11)."""
    return profile.results_on - timedelta(days=profile.no_change_days)
