"""Mark sheets in the shapes that the API sends."""

from collections.abc import Sequence

from django.http import Http404

from interchange.api.schemas.marks import RowAnswer, RowOut, SheetOut, SheetSummary
from interchange.assessment.queries.lists import SheetLine, sheets_of_centre
from interchange.assessment.queries.outcomes import Answer
from interchange.assessment.queries.places import Address, Place, Row, place_at, rows_at
from interchange.assessment.rules.marks import figure
from interchange.catalogue import queries as catalogue
from interchange.core import clock
from interchange.core.actor import Actor


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
