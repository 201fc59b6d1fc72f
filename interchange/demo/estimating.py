"""What the demo's centres say of their estimated entries and forecast grades: between them they show every state."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from interchange.catalogue.models import Series
from interchange.catalogue.queries import profile_of, series_by_code
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.demo.cast import TY_GWYN
from interchange.demo.director import moment_of
from interchange.estimates.models import ForecastSheet, Return
from interchange.estimates.queries.asking import asking_at, award_at
from interchange.estimates.queries.forecasting import rows_of
from interchange.estimates.queries.lines import lines_of
from interchange.estimates.rules.grading import TypedGrade
from interchange.estimates.rules.saving import Typed
from interchange.estimates.services.daily import lock_what_is_over, prefill_estimates
from interchange.estimates.services.desk import extend_estimates
from interchange.estimates.services.estimates import give_nil_return, save_estimates
from interchange.estimates.services.forecasts import save_forecasts

OPERATOR = Actor.system("demo")
Act = tuple[datetime, Callable[[], object]]
Actors = Mapping[str, Actor]

FORECAST = ("J171", "H472", "H420", "J351", "Y100")
LAST_FORECAST = ("H472",)
DUE, FORECASTS_DUE, ENTRIES_DUE = timedelta(12), timedelta(25), timedelta(40)
GRADES = ("A", "B", "B", "C", "A*", "C", "D", "X", "B", "E")
NUMBERS = ("7", "6", "5", "8", "4", "9", "3", "6", "5", "X")


def ask(series_code: str, *, today: date) -> None:
    """Estimates are due in twelve days and forecast grades in 25, whenever somebody looks."""
    series = series_by_code(series_code)
    days = {"estimated_entries_deadline": today + DUE, "forecast_deadline": today + FORECASTS_DUE}
    if profile_of(series).entry_deadline <= today + DUE:
        days["entry_deadline"] = today + ENTRIES_DUE
    asked = {name: on.isoformat() for name, on in days.items()}
    profile = {**series.profile, **asked, "forecast_grades": list(FORECAST)}
    Series.objects.filter(pk=series.pk).update(profile=profile)


def ask_last_year(series_code: str, actors: Actors) -> None:
    """Last June's estimates, a few weeks before entries were due; since locked. Forecast grades were asked then too."""
    Series.objects.filter(code=series_code).update(profile={"forecast_grades": list(LAST_FORECAST)})
    _estimate(series_code, actors["ann"], {"H4461": 30, "J3161": 20, "H4721": 15})
    _estimate(series_code, actors["cal"], {"H4461": 250, "H6001": 30})


def forecast_last_year(series_code: str, actors: Actors) -> None:
    """Last June's forecast grades, submitted in time."""
    _grade(series_code, "H472", actors["ann"], GRADES, submit=True)


def scenes(series: str, last: str, actors: Actors, *, now: datetime) -> list[Act]:
    """What is done about this June, each at its moment; nothing where it has been done before."""
    with tenancy.reading(OPERATOR):
        known = series_by_code(series)
        if Return.objects.visible_to(OPERATOR).filter(series=known).exists():
            return []
        if ForecastSheet.objects.visible_to(OPERATOR).filter(series=known).exists():
            return []
    ann, cal, nia, joan, enzo, efua = (actors[key] for key in ("ann", "cal", "nia", "joan", "enzo", "efua"))
    deadline = clock.today() + timedelta(100)

    def longer() -> None:
        extend_estimates(
            series, TY_GWYN, until=deadline, why="You merged in the summer: take until January.", by=enzo
        )

    return [
        (moment_of(39, now=now), lambda: lock_what_is_over(last, by=OPERATOR)),
        (moment_of(38, now=now), lambda: prefill_estimates(series, by=OPERATOR)),
        (moment_of(30.2, now=now), lambda: _confirm_all(series, cal)),
        (moment_of(26.3, now=now), lambda: _change(series, efua, {"H4461": 27, "J3161": 60, "H4721": 0})),
        (moment_of(22.1, now=now), lambda: _estimate(series, nia, {"8700": 80, "H4461": 45})),
        (moment_of(15.4, now=now), longer),
        (moment_of(12.8, now=now), lambda: give_nil_return(series, by=joan)),
        (moment_of(9.1, now=now), lambda: _grade(series, "J171", ann, NUMBERS, submit=True)),
        (moment_of(8.7, now=now), lambda: _grade(series, "H472", efua, GRADES, most=11)),
        (moment_of(8.2, now=now), lambda: _grade(series, "H420", cal, GRADES, submit=True)),
        (moment_of(5.6, now=now), lambda: _grade(series, "H420", cal, ("A*", "A"), most=2)),
    ]


def _estimate(series: str, by: Actor, numbers: Mapping[str, int]) -> None:
    save_estimates(series, [Typed("", str(number), code=code) for code, number in numbers.items()], by=by)


def _change(series: str, by: Actor, numbers: Mapping[str, int]) -> None:
    """New numbers for lines that were filled in; the same number confirms."""
    with tenancy.reading(by):
        lines = {line.asked.code: line for line in lines_of(by, asking_at(series), by.chain)}
    typed = [
        Typed(lines[code].key, str(number), lines[code].version, confirmed=True)
        for code, number in numbers.items()
    ]
    save_estimates(series, typed, by=by)


def _confirm_all(series: str, by: Actor) -> None:
    save_estimates(series, [], confirm_rest=True, by=by)


def _grade(
    series: str, code: str, by: Actor, grades: tuple[str, ...], *, most: int = 1_000, submit: bool = False
) -> None:
    with tenancy.reading(by):
        asking = asking_at(series)
        rows = rows_of(by, asking, award_at(asking, code), by.chain)[:most]
    typed = [
        TypedGrade(row.number, grades[place % len(grades)], row.version) for place, row in enumerate(rows)
    ]
    save_forecasts(series, code, typed, submit=submit, by=by)
