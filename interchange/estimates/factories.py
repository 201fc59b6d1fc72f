"""Estimated entries and forecast grades for tests, made by the services that pages call."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from interchange.catalogue.factories import make_series
from interchange.catalogue.models import Component, Grade, GradeSet, Option, Qualification, Series
from interchange.centres.models import Centre
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.entries.factories import make_cohort
from interchange.entries.models import Entry
from interchange.estimates.queries.asking import asking_of, award_at
from interchange.estimates.queries.forecasting import rows_of
from interchange.estimates.rules.grading import TypedGrade
from interchange.estimates.rules.saving import Typed
from interchange.estimates.services.daily import prefill_estimates
from interchange.estimates.services.desk import extend_estimates
from interchange.estimates.services.estimates import Saved, save_estimates
from interchange.estimates.services.forecasts import Graded, save_forecasts

SYSTEM = Actor.system("tests")
GRADES = ("9", "8", "7", "6", "5", "4", "3", "2", "1", "U")


def asking_series(code: str = "2027-06", **profile: Any) -> Series:
    """A series whose estimates are due in a month and whose entries are due in three, whenever the test runs."""
    today = clock.today()
    days = {
        "entries_open": today - timedelta(60), "estimated_entries_deadline": today + timedelta(30),
        "entry_deadline": today + timedelta(90), "forecast_deadline": today + timedelta(60),
        "results_on": today + timedelta(250),
    }  # fmt: skip
    kept = {name: on.isoformat() for name, on in days.items()}
    series = make_series(code)
    Series.objects.filter(pk=series.pk).update(profile={**series.profile, **kept, **profile})
    series.refresh_from_db()
    return series


def enter(centre: Centre, option: Option, count: int, *, series: str = "2026-06") -> list[Entry]:
    """So many new candidates of a centre, entered for an option in a series."""
    found = make_series(series)
    candidates = make_cohort(centre, option.components.all()[0], count, series=found)
    with tenancy.for_centre(centre.pk):
        Entry.unscoped.filter(pk__in=[one.pk for one in candidates]).update(
            option=option, entry_code=option.entry_code
        )
    return candidates


def prefilled(series: Series) -> int:
    """Fill in what last year's entries say; for how many centres."""
    return prefill_estimates(series.code, by=SYSTEM).filled


def give_grades(
    qualification: Qualification, *, code: str = "GCSE-9-1", names: tuple[str, ...] = GRADES
) -> GradeSet:
    """A grade set for a qualification."""
    grades, made = GradeSet.objects.get_or_create(code=code)
    if made:
        Grade.objects.bulk_create(
            Grade(grade_set=grades, position=place, name=name) for place, name in enumerate(names, 1)
        )
    Qualification.objects.filter(pk=qualification.pk).update(grade_set=grades)
    return grades


def estimate(series: Series, by: Actor, **numbers: int | str) -> Saved:
    """New lines of a centre, by code."""
    typed = [Typed("", str(number), code=code) for code, number in numbers.items()]
    return save_estimates(series.code, typed, by=by)


def forecast(
    series: Series,
    entry_code: str,
    grades: Mapping[str, str],
    by: Actor,
    *,
    submit: bool = False,
    version: int = 0,
) -> Graded:
    """Grades by candidate number, over a version that was seen."""
    typed = [TypedGrade(number, grade, version) for number, grade in grades.items()]
    return save_forecasts(series.code, entry_code, typed, submit=submit, by=by)


def work_on_estimates(component: Component, series: Series, by: Actor, *, words: str) -> None:
    """An estimate and a forecast grade of somebody's centre, for the entry code of a component."""
    give_grades(component.qualification, code=words, names=(words, *GRADES))
    entry_code, option = component.entry_code, component.options.all()[0]
    estimate(series, by, **{f"{entry_code}{option.code}": 30})
    with tenancy.reading(by):
        rows = rows_of(by, asking_of(series), award_at(asking_of(series), entry_code), by.chain)
    forecast(series, entry_code, {row.number: words for row in rows}, by, submit=True)
    extend_estimates(series.code, by.centre_number, until=clock.today() + timedelta(40), why=words, by=SYSTEM)
