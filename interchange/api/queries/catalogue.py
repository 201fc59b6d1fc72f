"""The catalogue in the shapes that the API sends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from interchange.api.queries.paging import page_of
from interchange.api.schemas.catalogue import ComponentOut, OptionOut, SeriesOut
from interchange.api.schemas.common import Page
from interchange.catalogue import queries as catalogue
from interchange.catalogue.rules.profile import band_at, no_change_from
from interchange.core import clock
from interchange.exchange.queries.issues import last_numbers


def components(*, text: str, page: int) -> Page[ComponentOut]:
    """Components by code or words, 200 at a time; all of them without a text."""
    found = catalogue.components_matching(text) if text.strip() else catalogue.components()
    found = found.prefetch_related("options").order_by("slug")
    return page_of(found, page, _component)


def component(slug: str) -> ComponentOut:
    """One component; `Http404` where there is none."""
    return _component(catalogue.component_by_slug(slug))


def _component(one: Any) -> ComponentOut:
    return ComponentOut(
        slug=one.slug, code=one.code, title=one.title, qualification=one.qualification.title,
        entry_codes=sorted({option.entry_code for option in one.options.all()}), kind=one.kind, maximum=one.max_mark,
        grades=list(one.grade_list), half_marks=one.half_marks, parts=[part["name"] for part in one.parts],
    )  # fmt: skip


def series() -> list[SeriesOut]:
    """Every series, the newest first, with the days of its entries."""
    now, issues = clock.now(), last_numbers()
    return [_series(one, now, issues.get(one.pk)) for one in catalogue.series_list()]


def _series(one: Any, now: datetime, issue: int | None) -> SeriesOut:
    profile = catalogue.profile_of(one)
    return SeriesOut(
        code=one.code, name=one.name, is_open=one.is_open, band=band_at(profile, now).value,
        entries_open=profile.entries_open, entry_deadline=profile.entry_deadline, very_late=profile.very_late,
        no_change_after=no_change_from(profile), base_data_issue=issue,
    )  # fmt: skip


def options(*, series: str, text: str, page: int) -> Page[OptionOut]:
    """What can be entered in a series: all of it, or the options of one entry code."""
    fees = catalogue.tariffs(catalogue.series_by_code(series).pk)
    found = catalogue.options_for_entry(codes={text} if text else None).order_by("entry_code", "code", "pk")
    return page_of(found, page, lambda one: _option(one, fees))


def _option(one: Any, fees: Mapping[tuple[str, str], int]) -> OptionOut:
    return OptionOut(
        entry_code=one.entry_code, option=one.code, title=one.qualification.title, label=one.label, tier=one.tier,
        route=one.route, carried_forward=one.carried_forward, certification=one.certification,
        fee_pence=fees.get((one.entry_code, one.code), fees.get((one.entry_code, ""))),
    )  # fmt: skip
