"""Catalogue data for tests. Each takes only what matters to the case; the rest is made up, and the same each time."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from interchange.catalogue.models import (
    Boundary,
    Component,
    Family,
    MarkWindow,
    Option,
    Qualification,
    Series,
    Sitting,
)
from interchange.catalogue.rules.codes import series_name, series_parts, slug_for


def make_qualification(entry_code: str = "J277", *, family: str = "GCSE", **values: Any) -> Qualification:
    """The qualification with this entry code, found or made: a GCSE in Computer Science."""
    code = slug_for(family, "", "").lower()
    belongs_to, _ = Family.objects.get_or_create(code=code, defaults={"name": family, "position": 1})
    values = {"title": "GCSE (9-1) Computer Science", "board": "DAB", "family": belongs_to} | values
    return Qualification.objects.get_or_create(entry_code=entry_code, defaults=values)[0]


def make_component(
    code: str = "J277/03", *, max_mark: int | None = 60, unit: bool = False, **values: Any
) -> Component:
    """A component marked by the centre out of 60; `unit=True` makes the part before the stroke a unit code."""
    entry, _, component = code.partition("/")
    qualification = values.pop("qualification", None) or make_qualification("J837" if unit else entry)
    defaults = {
        "assessment_code": code, "unit_code": entry if unit else "", "component_code": component,
        "slug": slug_for(code, entry, ""), "title": "Programming project", "kind": Component.Kind.NEA_INTERNAL,
        "route": "upload", "max_mark": max_mark,
    }  # fmt: skip
    return Component.objects.create(qualification=qualification, **defaults | values)


def make_endorsement(
    code: str = "J351/03", *, grades: Sequence[str] = ("D", "M", "P", "NC"), **values: Any
) -> Component:
    """An endorsement: a grade from a list, best first, instead of a mark; no absent box."""
    kind: dict[str, Any] = {
        "kind": Component.Kind.ENDORSEMENT,
        "grade_list": list(grades),
        "absent_allowed": False,
    }
    return make_component(code, max_mark=None, **kind | {"title": "Spoken language"} | values)


def make_option(*components: Component, code: str = "A", **values: Any) -> Option:
    """An option of these components' entry code that takes them all."""
    first = components[0] if components else make_component()
    defaults = {
        "entry_code": first.entry_code,
        "unit_code": first.unit_code,
        "route": first.route,
        "label": "An option",
    }
    option = Option.objects.create(qualification=first.qualification, code=code, **defaults | values)
    option.components.set(components or [first])
    return option


def make_series(code: str = "2027-06", **values: Any) -> Series:
    """The series with this code, found or made, without any mark window."""
    year, month = series_parts(code)
    values = {"name": series_name(year, month), "year": year, "month": month} | values
    return Series.objects.get_or_create(code=code, defaults=values)[0]


def make_window(
    component: Component,
    series: Series | None = None,
    *,
    opens_on: date = date(2027, 3, 1),
    closes_on: date = date(2027, 5, 15),
) -> MarkWindow:
    """The days on which marks for a component are taken."""
    return MarkWindow.objects.create(
        series=series or make_series(), component=component, opens_on=opens_on, closes_on=closes_on
    )


def make_sitting(
    component: Component, series: Series | None = None, *, on: date = date(2027, 6, 11), session: str = "A",
    starts_at: time | None = None, minutes: int | None = None,
) -> Sitting:  # fmt: skip
    """A paper sat on a Friday morning in June, at the usual hour, for as long as the component says."""
    return Sitting.objects.create(
        series=series or make_series(), component=component, on=on, session=session, starts_at=starts_at,
        minutes=minutes,
    )  # fmt: skip


def make_boundaries(code: str = "F012", **values: Any) -> Boundary:
    """A unit of June 2014 on both scales, as printed; the raw row of the two."""
    shared = {
        "board": "DAB", "series": "June 2014", "family": "AS", "code": code, "title": "Accounting Applications",
        "max_mark": 120,
    } | values  # fmt: skip
    raw, ums = [100, 87, 74, 62, 50], [96, 84, 72, 60, 48]
    for scale, marks in ((Boundary.Scale.UMS, ums), (Boundary.Scale.RAW, raw)):
        one = Boundary.objects.create(
            scale=scale, marks=[list(pair) for pair in zip("ABCDE", marks, strict=True)], **shared
        )
    return one
