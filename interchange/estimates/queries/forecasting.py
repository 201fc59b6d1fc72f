"""Forecast grades: the candidates of an award with the grade that is expected of each, at one centre and over all."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from interchange.assessment.rules.sheets import State
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.entries import queries as entries
from interchange.estimates.models import Forecast, ForecastSheet
from interchange.estimates.queries import asking as asks
from interchange.estimates.queries.asking import Asking, Award
from interchange.estimates.rules import forecasts
from interchange.estimates.rules.grading import HeldGrade

if TYPE_CHECKING:
    from interchange.entries.models import Entry


@dataclass(frozen=True)
class Row:
    """One candidate with a live entry for the award."""

    candidate_id: UUID
    number: str
    name: str
    uci: str
    group: str
    option: str
    grades: tuple[str, ...]
    """What may be given: at the level of the entry (R-EG-3)."""
    grade: str
    version: int
    saved_at: datetime | None
    saved_by: str

    @property
    def given(self) -> bool:
        """Whether there is a grade that fits the entry: one of another tier, entered before a change, does not."""
        return self.grade in self.grades

    @property
    def held(self) -> HeldGrade:
        """As the rules see it."""
        if self.saved_at is None:
            return HeldGrade(self.grade, self.version)
        said = f"{self.saved_by} saved {self.grade or 'no grade'} at {clock.time_in_words(self.saved_at)}."
        return HeldGrade(self.grade, self.version, said)


def sheet_of(actor: Actor, asking: Asking, entry_code: str, centre_id: int) -> ForecastSheet | None:
    """What stands about a centre's forecast grades of one award as a whole."""
    found = ForecastSheet.objects.visible_to(actor)
    return found.filter(centre_id=centre_id, series=asking.series, entry_code=entry_code).first()


def entered_for(actor: Actor, asking: Asking, codes: Iterable[str]) -> "QuerySet[Entry]":
    """The live entries for these codes; who was withdrawn is not there (R-EG-3)."""
    return entries.live_entries(actor).filter(series=asking.series, entry_code__in=set(codes)).order_by()


def rows_of(actor: Actor, asking: Asking, award: Award, centre_id: int) -> list[Row]:
    """The candidates of an award at one centre, by number; two statements."""
    entered = entered_for(actor, asking, [award.entry_code]).filter(centre_id=centre_id)
    found = entered.values_list(
        "candidate_id", "candidate__number", "candidate__surname", "candidate__forenames", "candidate__uci",
        "teaching_group", "option__code", "option__tier",
    )  # fmt: skip
    given = {
        one.candidate_id: one
        for one in Forecast.objects.visible_to(actor).filter(
            centre_id=centre_id, sheet__series=asking.series, sheet__entry_code=award.entry_code
        )
    }
    return sorted((_row(row, given.get(row[0]), award) for row in found), key=lambda row: row.number)


def _row(row: tuple[Any, ...], held: Forecast | None, award: Award) -> Row:
    candidate, number, surname, forenames, uci, group, option, tier = row
    return Row(
        candidate, number, f"{surname}, {forenames}" if forenames else surname, uci, group,
        f"{award.entry_code}{option}", award.grades_for(tier), held.grade if held else "",
        held.version if held else 0, held.saved_at if held else None, held.saved_by if held else "",
    )  # fmt: skip


@dataclass(frozen=True)
class Overview:
    """One award at one centre as a list shows it."""

    award: Award
    state: State
    candidates: int
    given: int

    @property
    def missing(self) -> int:
        """How many candidates have no forecast grade."""
        return self.candidates - self.given


def shown_state(stored: str, asking: Asking) -> State:
    """The state as people see it: locked by the clock, whether or not the night's work has said so."""
    late = asking.deadline.has_passed(at=clock.now())
    return forecasts.STATES[forecasts.LOCKED if late else stored]


def overviews(actor: Actor, asking: Asking, centre_id: int, *, family: str = "") -> list[Overview]:
    """The awards of a series for which a centre has candidates; the same few statements however many."""
    awards = asks.awards_of(asking, family=family)
    if not awards:
        return []
    entered, given = counts(actor, asking, [one.entry_code for one in awards], centre_id=centre_id)
    held = ForecastSheet.objects.visible_to(actor).filter(centre_id=centre_id, series=asking.series)
    states = dict(held.values_list("entry_code", "state"))
    return [
        Overview(
            one, shown_state(states.get(one.entry_code, forecasts.OPEN), asking),
            entered[centre_id, one.entry_code], given[centre_id, one.entry_code],
        )
        for one in awards
        if entered[centre_id, one.entry_code]
    ]  # fmt: skip


Counts = Counter[tuple[int, str]]


def counts(
    actor: Actor, asking: Asking, codes: Iterable[str], *, centre_id: int | None = None
) -> tuple[Counts, Counts]:
    """How many candidates are entered, and how many of them have a grade, by centre and code."""
    wanted = set(codes)
    entered = entered_for(actor, asking, wanted)
    live = entered_for(actor, asking, wanted).filter(
        centre_id=OuterRef("centre_id"),
        candidate_id=OuterRef("candidate_id"),
        entry_code=OuterRef("sheet__entry_code"),
    )
    given = (
        Forecast.objects.visible_to(actor).filter(Exists(live), sheet__series=asking.series).exclude(grade="")
    )
    if centre_id is not None:
        entered, given = entered.filter(centre_id=centre_id), given.filter(centre_id=centre_id)
    by_entry = entered.values_list("centre_id", "entry_code").annotate(number=Count("id"))
    by_grade = given.order_by().values_list("centre_id", "sheet__entry_code").annotate(number=Count("id"))
    return _counted(by_entry), _counted(by_grade)


def _counted(rows: Iterable[tuple[int, str, int]]) -> Counts:
    return Counter({(centre, code): number for centre, code, number in rows})
