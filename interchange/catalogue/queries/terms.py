"""What holds in a series: its profile, fees, combinations that are not allowed, terminal rules and timetable."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from interchange.catalogue.models import Disallowed, Option, Series, Sitting, Tariff, TerminalRule
from interchange.catalogue.rules.profile import Profile
from interchange.core import clock


def series_before_results() -> list[int]:
    """The series whose results are still to come."""
    return [one.pk for one in Series.objects.all() if profile_of(one).results_on > clock.today()]


def profile_of(series: Series) -> Profile:
    """The profile of a series (section 13): what it says itself, and the defaults where it says nothing."""
    return Profile.of(series.code, series.profile)


def tariffs(series_id: int, *, codes: Collection[str] | None = None) -> dict[tuple[str, str], int]:
    """The fee in pence of each entry code and option in a series, of these entry codes or all.

    A fee without an option holds for every option of its code that has none of its own, and is there both under
    the option and under "". What has no fee is not in it.
    """
    rows = Tariff.objects.filter(series=series_id)
    if codes is not None:
        rows = rows.filter(entry_code__in=codes)
    fees = {(code, option): pence for code, option, pence in _rows_of(rows)}
    whole = [code for code, option in fees if not option]
    options = Option.objects.filter(entry_code__in=whole).order_by().values_list("entry_code", "code")
    return {(code, option): fees[code, ""] for code, option in options.distinct()} | fees if whole else fees


def _rows_of(rows: QuerySet[Tariff]) -> QuerySet[Tariff, tuple[str, str, int]]:
    return rows.order_by().values_list("entry_code", "option_code", "pence")


@dataclass(frozen=True)
class Pair:
    """Two codes that one candidate may not hold together (R-ENT-9); `refused` or only warned about."""

    first: str
    second: str
    refused: bool
    why: str


def disallowed_pairs(series_id: int) -> list[Pair]:
    """The pairs of a series and of every series; where both name one pair, the row of the series holds."""
    rows = Disallowed.objects.filter(Q(series=None) | Q(series=series_id))
    pairs: dict[tuple[str, str], Pair] = {}
    for row in sorted(rows.order_by("first", "second"), key=lambda row: row.series_id is not None):
        refused = row.severity == Disallowed.Severity.BLOCK
        pairs[row.first, row.second] = Pair(row.first, row.second, refused, row.why)
    return list(pairs.values())


def terminal_rules(*, codes: Collection[str] | None = None) -> QuerySet[TerminalRule]:
    """What must be taken in the series of certification, with the `qualification`; of these codes or all."""
    rules = TerminalRule.objects.select_related("qualification")
    return rules if codes is None else rules.filter(qualification__entry_code__in=codes)


def sittings(series_id: int) -> QuerySet[Sitting]:
    """The timetable of a series with components and qualifications, in the order of the days."""
    return Sitting.objects.filter(series=series_id).select_related(
        "series", "component__qualification__family"
    )
