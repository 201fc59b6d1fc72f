"""What the API reads, in the shapes that it sends."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404

from interchange.api.schemas import (
    ComponentOut,
    ComponentPage,
    EntryOut,
    EntryPage,
    RowAnswer,
    RowOut,
    SheetOut,
    SheetSummary,
)
from interchange.assessment.queries.lists import SheetLine, sheets_of_centre
from interchange.assessment.queries.outcomes import Answer
from interchange.assessment.queries.places import Address, Place, Row, place_at, rows_at
from interchange.assessment.rules.marks import figure
from interchange.catalogue import queries as catalogue
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.entries.queries import live_entries

PAGE = 200
One = TypeVar("One")


def components(*, text: str, page: int) -> ComponentPage:
    """Components by code or words, 200 at a time; all of them without a text."""
    found = catalogue.components_matching(text) if text.strip() else catalogue.components()
    found = found.prefetch_related("options").order_by("slug")
    items, total, following = _page(found, page, _component)
    return ComponentPage(items=items, total=total, next_page=following)


def component(slug: str) -> ComponentOut:
    """One component; `Http404` where there is none."""
    return _component(catalogue.component_by_slug(slug))


def _component(one: Any) -> ComponentOut:
    return ComponentOut(
        slug=one.slug, code=one.code, title=one.title, qualification=one.qualification.title,
        entry_codes=sorted({option.entry_code for option in one.options.all()}), kind=one.kind, maximum=one.max_mark,
        grades=list(one.grade_list), half_marks=one.half_marks, parts=[part["name"] for part in one.parts],
    )  # fmt: skip


def entries(actor: Actor, *, series: str, entry_code: str, page: int) -> EntryPage:
    """The entries of the centre that stand in a series, of one code or all, 200 at a time."""
    found = (
        live_entries(actor)
        .filter(series=catalogue.series_by_code(series))
        .select_related("candidate", "option")
    )
    if entry_code:
        found = found.filter(entry_code__iexact=entry_code)
    items, total, following = _page(found.order_by("candidate__number", "entry_code"), page, _entry)
    return EntryPage(items=items, total=total, next_page=following)


def _entry(one: Any) -> EntryOut:
    candidate = one.candidate
    return EntryOut(
        candidate_number=candidate.number, uci=candidate.uci, surname=candidate.surname, forenames=candidate.forenames,
        born_on=candidate.born_on, entry_code=one.entry_code, option=one.option.code,
        teaching_group=one.teaching_group, entered_at=one.entered_at,
    )  # fmt: skip


def _page(found: QuerySet[Any], page: int, shape: Callable[[Any], One]) -> tuple[list[One], int, int | None]:
    total, first = found.count(), (page - 1) * PAGE
    items = [shape(one) for one in found[first : first + PAGE]]
    return items, total, page + 1 if first + PAGE < total else None


def sheets(actor: Actor, *, series: str) -> list[SheetSummary]:
    """Every mark sheet for which the centre has candidates in a series."""
    return [_summary(line) for line in sheets_of_centre(actor, catalogue.series_by_code(series))]


def _summary(line: SheetLine) -> SheetSummary:
    return SheetSummary(
        series=line.series_code, component=line.slug, code=line.code, title=line.title,
        qualification=line.qualification, candidates=line.counts.candidates, entered=line.counts.entered,
        checked=line.counts.checked, state=line.state.word, opens_on=line.window.opens_on,
        closes_on=clock.london(line.window.closes_at).date(),
    )  # fmt: skip


def sheet(actor: Actor, *, series: str, component: str) -> SheetOut:
    """One mark sheet with every row; `Http404` where the centre has nobody entered for it."""
    place = place_at(actor, Address(series, component))
    rows = rows_at(actor, place)
    if not rows and place.sheet is None:
        raise Http404
    return _sheet(place, rows)


def _sheet(place: Place, rows: Sequence[Row]) -> SheetOut:
    why_not = place.why_read_only(at=clock.now())
    return SheetOut(
        series=place.series_code, component=place.slug, code=place.profile.code, title=place.profile.title,
        maximum=place.profile.maximum, grades=list(place.profile.grades), state=place.state,
        may_be_changed=not why_not, why_not=why_not, rows=[_row(row) for row in rows],
    )  # fmt: skip


def _row(row: Row) -> RowOut:
    value = row.value
    return RowOut(
        number=row.number, name=row.name, teaching_group=row.group, withdrawn=not row.standing, version=row.version,
        mark=figure(value.mark), absent=value.absent, grade=value.grade, reason=value.reason,
        parts=[figure(part) for part in value.parts], checked=row.checked, saved_by=row.saved_by,
        saved_at=row.saved_at,
    )  # fmt: skip


def answer(one: Answer) -> RowAnswer:
    """What became of one row that was sent."""
    return RowAnswer(
        number=one.typed.number, outcome=one.outcome.value, message=one.message or one.note,
        version=one.row.version if one.row else None,
    )  # fmt: skip
