"""Grade boundaries, and raw marks as uniform marks, as centres look them up (B7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Right
from django.http import Http404

from interchange.catalogue.models import Boundary
from interchange.catalogue.queries.look_series import words_of
from interchange.catalogue.rules.ums import Line, Unit, unit
from interchange.core.errors import Refused
from interchange.core.paging import listed

HEADINGS = [
    "Series", "Awarding body", "Family", "Code", "Title", "Tier", "Scale", "Maximum", "Grade", "Lowest mark", "Source",
]  # fmt: skip
UMS_HEADINGS = ["Raw mark", "Uniform mark", "Grade"]
LONGEST_MARK = 6
OF_ONE_THING = ("board", "series", "family", "code", "title", "tier")
"""What the two rows of a unit, raw and uniform, have in common."""

IN_ORDER = ("series", "family", "title", "code", "tier", "scale")


def matching(query: Mapping[str, str]) -> QuerySet[Boundary]:
    """Boundaries of one series or all, of one family or all, by code or by words of the title."""
    found = Boundary.objects.order_by(Right("series", 4).desc(), *IN_ORDER)
    if series := query.get("series", "").replace("\x00", ""):
        found = found.filter(series=series)
        if not found.exists():
            raise Http404
    if family := query.get("family", "").replace("\x00", ""):
        found = found.filter(family=family)
    for word in words_of(query).split():
        found = found.filter(Q(code__icontains=word) | Q(title__icontains=word) | Q(board__iexact=word))
    return found


def boundaries_page(query: Mapping[str, str]) -> dict[str, Any]:
    """One page of the list."""
    asked = {name: words_of(query, name) for name in ("series", "family", "q")}
    page = listed(matching(query), asked, query.get("page", ""))
    return {
        "list": page,
        "asked": asked,
        "series_choices": _series("All series"),
        "family_choices": _families(),
    }


def _series(all_of_them: str, **narrow: Any) -> list[tuple[str, str]]:
    rows = Boundary.objects.filter(**narrow).exclude(series="").order_by("series")
    names = rows.values_list("series", flat=True).distinct()
    return [("", all_of_them), *((name, name) for name in names)]


def _families() -> list[tuple[str, str]]:
    names = Boundary.objects.exclude(family="").order_by("family").values_list("family", flat=True).distinct()
    return [("", "All families"), *((name, name) for name in names)]


def boundaries_rows(query: Mapping[str, str]) -> list[list[Any]]:
    """One row for each grade, as rows of a file."""
    return [
        [one.series, one.board, one.family, one.code, one.title, one.tier, one.get_scale_display(), one.max_mark,
         grade, mark, one.source]
        for one in matching(query) for grade, mark in one.marks
    ]  # fmt: skip


# ---------------------------------------------------------------- uniform marks


def units() -> QuerySet[Boundary]:
    """The raw row of every unit that has a uniform one beside it."""
    same = {name: OuterRef(name) for name in OF_ONE_THING}
    uniform = Boundary.objects.filter(scale=Boundary.Scale.UMS, **same)
    return Boundary.objects.filter(Exists(uniform), scale=Boundary.Scale.RAW)


@dataclass(frozen=True)
class Converted:
    """One raw mark that was asked for."""

    typed: str
    line: Line | None = None
    problem: str = ""


def uniform_page(query: Mapping[str, str]) -> dict[str, Any]:
    """The units whose raw marks can be turned into uniform ones, of one series or of all."""
    series = words_of(query, "series")
    narrowed = units().filter(series=series) if series else units()
    if series and not narrowed.exists():
        raise Http404
    for word in words_of(query).split():
        narrowed = narrowed.filter(Q(code__icontains=word) | Q(title__icontains=word))
    asked = {"series": series, "q": words_of(query)}
    return {
        "list": listed(narrowed, asked, query.get("page", "")), "asked": asked,
        "series_choices": _series("All series", scale=Boundary.Scale.UMS),
    }  # fmt: skip


def unit_page(boundary_id: int, query: Mapping[str, str]) -> dict[str, Any]:
    """One unit: every raw mark with its uniform mark and its grade, and the one that was asked for."""
    raw = _raw_row(boundary_id)
    found, problem = _unit_of(raw)
    return {
        "one": raw, "unit": found, "problem": problem, "converted": _converted(found, words_of(query, "mark")),
        "table": found.table() if found else [], "faults": found.faults() if found else [],
    }  # fmt: skip


def unit_rows(boundary_id: int) -> tuple[Boundary, list[list[Any]]]:
    """The table of a unit as rows of a file."""
    raw = _raw_row(boundary_id)
    found, _ = _unit_of(raw)
    return raw, [[line.raw, line.ums, line.grade] for line in found.table()] if found else []


def _raw_row(boundary_id: int) -> Boundary:
    found = units().filter(pk=boundary_id).first()
    if found is None:
        raise Http404
    return found


def _unit_of(raw: Boundary) -> tuple[Unit | None, str]:
    """The unit of a raw row, or why its two rows cannot be one."""
    uniform = Boundary.objects.get(
        scale=Boundary.Scale.UMS, **{name: getattr(raw, name) for name in OF_ONE_THING}
    )
    try:
        return unit(
            _marks(raw), _marks(uniform), raw_max=raw.max_mark, ums_max=uniform.max_mark, level=raw.family,
            tier=raw.tier,
        ), ""  # fmt: skip
    except Refused as refusal:
        return None, refusal.message


def _marks(one: Boundary) -> list[tuple[str, int]]:
    return [(grade, int(mark)) for grade, mark in one.marks]


def _converted(found: Unit | None, typed: str) -> Converted:
    if found is None or not typed:
        return Converted(typed)
    ask = f"Enter a whole mark from 0 to {found.raw_max}."
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_MARK) or int(typed) > found.raw_max:
        return Converted(typed, problem=ask)
    raw = int(typed)
    return Converted(typed, Line(raw, found.ums(raw), found.grade(raw), begins=False))
