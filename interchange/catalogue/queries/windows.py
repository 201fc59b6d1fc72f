"""The series, and their windows for marks."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Upper
from django.http import Http404
from django.shortcuts import get_object_or_404

from interchange.catalogue.models import MarkWindow, Series
from interchange.core.prepared import Prepared, given


def series_list() -> QuerySet[Series]:
    """Every series, the newest first."""
    return Series.objects.all()


def latest_series() -> Series | None:
    """The newest series that is open."""
    return Series.objects.filter(is_open=True).first()


def series_by_code(code: str) -> Series:
    """The series of an address; `Http404` where there is none."""
    return get_object_or_404(Series, code=code)


def series_of_months_before(at: datetime) -> QuerySet[Series]:
    """The series of earlier months than that of a moment: what is let go of counts from them (8)."""
    return Series.objects.filter(Q(year__lt=at.year) | Q(year=at.year, month__lt=at.month))


def mark_windows(series: Series) -> QuerySet[MarkWindow]:
    """The windows of a series with their components, in the order of the catalogue."""
    windows = series.mark_windows.select_related("series", "component__qualification__family")
    return windows.order_by(
        "component__qualification__family__position", "component__qualification__title", "component__slug"
    )


def mark_window_at(series: str, slug: str) -> MarkWindow:
    """The window that an address names, with all it belongs to; `Http404` where there is none."""
    found = WINDOW.first(series=series, slug=slug)
    if found is None:
        raise Http404
    return found


OF_A_PLACE = (
    "opens_on", "closes_on", "series__code", "series__name", "component__slug", "component__unit_code",
    "component__assessment_code", "component__title", "component__route", "component__kind", "component__max_mark",
    "component__grade_list", "component__half_marks", "component__parts", "component__absent_allowed",
    "component__group_required", "component__qualification__entry_code", "component__qualification__title",
    "component__qualification__family__code",
)  # fmt: skip
"""What is read of a window each time somebody saves a cell: the rest of the catalogue is wide."""


def _window() -> QuerySet[MarkWindow]:
    windows = MarkWindow.objects.select_related("series", "component__qualification__family").only(
        *OF_A_PLACE
    )
    windows = windows.alias(address=Upper("component__slug"))
    return windows.filter(series__code=given("series"), address=Upper(given("slug"))).order_by()


WINDOW = Prepared(_window)
