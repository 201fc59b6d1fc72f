"""Setting up a series."""

from collections.abc import Iterable, Iterator
from datetime import date

from interchange.catalogue.models import Component, MarkWindow, Series
from interchange.catalogue.rules.codes import series_name, series_parts
from interchange.catalogue.rules.profile import Profile
from interchange.catalogue.rules.windows import USUAL, Due, marks_due
from interchange.core.errors import Refused


def set_up_series(code: str, *, opens_on: date, closes_on: date | None = None) -> tuple[Series, int]:
    """The series, open, with a window for each component that centres mark; how many windows were added.

    `closes_on` holds for every component; without it each closes on its own printed or usual day. A window
    that is there already stays as it is.
    """
    year, month = series_parts(code)
    values = {"name": series_name(year, month), "year": year, "month": month, "is_open": True}
    series, _ = Series.objects.update_or_create(code=code, defaults=values)
    windows = [
        MarkWindow(
            series=series, component=component, opens_on=opens_on, closes_on=due.on, closes_why=due.why
        )
        for component, due in _due_days(series, closes_on)
    ]
    _refuse_early(windows)
    MarkWindow.objects.bulk_create(windows)
    return series, len(windows)


def _due_days(series: Series, closes_on: date | None) -> Iterator[tuple[Component, Due]]:
    marked = Component.objects.marked_by_centres().select_related("qualification")
    profile = Profile.of(series.code, series.profile)
    for component in marked.exclude(mark_windows__series=series):
        yield (
            component,
            Due(closes_on, "set for the whole series")
            if closes_on
            else due_day(component, series.code, profile),
        )


def due_day(component: Component, series: str, profile: Profile) -> Due:
    """The last day for the marks of a component in a series of that profile."""
    subject = component.qualification.title
    return marks_due(component.marks_due_printed, series, profile, route=component.route, subject=subject)


def follow_profile(series: Series) -> None:
    """Let the windows that close on a usual day close on the one that the profile now says; printed days stay.

    Refused where a window would close before it opens.
    """
    profile = Profile.of(series.code, series.profile)
    moved = []
    for window in series.mark_windows.filter(closes_why__startswith=USUAL).select_related(
        "component__qualification"
    ):
        due = due_day(window.component, series.code, profile)
        if due.on != window.closes_on:
            window.closes_on, window.closes_why = due.on, due.why
            moved.append(window)
    _refuse_early(moved)
    MarkWindow.objects.bulk_update(moved, ["closes_on", "closes_why"], batch_size=500)


def _refuse_early(windows: Iterable[MarkWindow]) -> None:
    early = next((window for window in windows if window.closes_on < window.opens_on), None)
    if early:
        raise Refused(
            "window-closes-first",
            f"Marks for {early.component} are due before {early.opens_on:%-d %B %Y}. Open the series earlier.",
        )
