"""Mark sheets, for programs."""

from interchange.accounts.roles import Capability
from interchange.api.doors import KeyRequest, needs
from interchange.api.queries import marks as queries
from interchange.api.schemas.common import Problem, refuse_twice
from interchange.api.schemas.marks import RowsIn, RowsOut, SheetOut, SheetSummary
from interchange.api.views.program import REFUSALS, Series, Slug, api
from interchange.assessment.queries.outcomes import How
from interchange.assessment.queries.places import Address
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.marks import save_marks

C = Capability


@api.get(
    "/mark-sheets", response={200: list[SheetSummary], **REFUSALS}, url_name="mark-sheets", tags=["Marks"]
)
@needs(C.MARKS_VIEW)
def mark_sheets(request: KeyRequest, series: Series) -> list[SheetSummary]:
    """The centre's mark sheets of a series, and how far each has come."""
    return queries.sheets(request.actor, series=series)


@api.get(
    "/mark-sheets/{series}/{component}",
    response={200: SheetOut, **REFUSALS},
    url_name="mark-sheet",
    tags=["Marks"],
)
@needs(C.MARKS_VIEW, look="mark sheet")
def mark_sheet(request: KeyRequest, series: Slug, component: Slug) -> SheetOut:
    """One mark sheet with every candidate, and the version of each row."""
    return queries.sheet(request.actor, series=series, component=component)


@api.post(
    "/mark-sheets/{series}/{component}/marks", response={200: RowsOut, 409: Problem, 413: Problem, **REFUSALS},
    url_name="marks", tags=["Marks"],
)  # fmt: skip
@needs(C.MARKS_ENTER)
def marks(request: KeyRequest, series: Slug, component: Slug, body: RowsIn) -> RowsOut:
    """Save rows. What somebody else has changed since is a conflict and left alone; sending the same again changes
    nothing. Nothing is submitted by this."""
    typed = [
        Typed(
            one.number,
            one.version,
            one.mark,
            one.absent,
            one.grade,
            one.reason,
            tuple(one.parts),
            one.checked,
        )
        for one in body.rows
    ]
    refuse_twice((one.number for one in typed), what="candidate number")
    saved = save_marks(Address(series, component), typed, how=How.API, by=request.actor)
    return RowsOut(rows=[queries.answer(one) for one in saved.answers])
