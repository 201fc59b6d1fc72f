"""Estimated entries and forecast grades for tests, made by the services that pages call."""

from datetime import timedelta
from typing import Any

from interchange.catalogue.factories import make_series
from interchange.catalogue.models import Grade, GradeSet, Option, Qualification, Series
from interchange.centres.models import Centre
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.entries.factories import make_candidate, make_entry
from interchange.entries.models import Entry
from interchange.estimates.rules.grading import TypedGrade
from interchange.estimates.rules.saving import Typed
from interchange.estimates.services.daily import prefill_estimates
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
    Series.objects.filter(pk=series.pk).update(profile={**kept, **profile})
    series.refresh_from_db()
    return series


def enter(centre: Centre, option: Option, count: int, *, series: str = "2026-06") -> list[Entry]:
    """So many candidates of a centre, entered for an option in a series."""
    found = make_series(series)
    return [make_entry(make_candidate(centre, series=found), option) for _ in range(count)]


def prefilled(series: Series) -> int:
    """Fill in what last year's entries say."""
    return prefill_estimates(series.code, by=SYSTEM)


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


def forecast(series: Series, entry_code: str, by: Actor, *, submit: bool = False, **grades: str) -> Graded:
    """Grades of candidates who have none, by their numbers with a letter before it: `n0001="7"`."""
    typed = [TypedGrade(number[1:], grade) for number, grade in grades.items()]
    return save_forecasts(series.code, entry_code, typed, submit=submit, by=by)
