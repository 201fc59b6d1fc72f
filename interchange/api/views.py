"""The doors for programs: the same rights, rules and services as the pages (ux E9)."""

from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query
from ninja.errors import AuthenticationError, HttpError, Throttled
from ninja.errors import ValidationError as Misshapen
from ninja.openapi.schema import OpenAPISchema

from interchange.accounts.queries.keys import key_of
from interchange.accounts.roles import Capability
from interchange.api import queries
from interchange.api.doors import ByKey, KeyRequest, PerKey, needs
from interchange.api.schemas import (
    CentreNamed,
    ComponentOut,
    ComponentPage,
    EntryPage,
    Problem,
    RowsIn,
    RowsOut,
    SeriesCode,
    SheetOut,
    SheetSummary,
    Whoami,
)
from interchange.assessment.queries.outcomes import How
from interchange.assessment.queries.places import Address
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.marks import save_marks
from interchange.core import watching
from interchange.core.errors import NotAllowed, Refused
from interchange.core.problems import PROBLEM, problem

MOST_TOLD, LEAST_REFUSAL = 20, 400
C = Capability
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
Slug = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,60}$")]
Number = Annotated[int, Query(ge=1, le=100_000)]
Words = Annotated[str, Query(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
Series = Annotated[SeriesCode, Query()]


class Described(NinjaAPI):
    """The description says of each refusal that it is a problem (RFC 9457)."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= LEAST_REFUSAL:
                        answer["content"] = {PROBLEM: answer["content"]["application/json"]}
        return schema


api = Described(
    title="Interchange", version="1", urls_namespace="api", auth=ByKey(), throttle=[PerKey()], docs_url=None,
    description="For a centre's own systems. A key is made under Admin > Keys for your systems.",
    openapi_extra={"info": {"termsOfService": "/help/"}},
)  # fmt: skip


@api.get("/whoami", response={200: Whoami, **REFUSALS}, url_name="whoami", tags=["Keys"])
@needs(C.WELCOME)
def whoami(request: KeyRequest) -> Whoami:
    """Whose key this is, for which centre, and what it may do."""
    actor, key = request.actor, key_of(request.actor)
    return Whoami(
        awarding_body=settings.AWARDING_BODY, centre=CentreNamed(number=actor.centre_number, name=actor.centre_name),
        key=key.name, prefix=key.prefix, made_by=actor.username, may=sorted(actor.capabilities),
        expires_at=key.expires_at,
    )  # fmt: skip


@api.get(
    "/catalogue/components",
    response={200: ComponentPage, **REFUSALS},
    url_name="components",
    tags=["Catalogue"],
)
@needs(C.WELCOME)
def components(request: KeyRequest, q: Words = "", page: Number = 1) -> ComponentPage:
    """Components of the catalogue, by code or words; 200 a page."""
    return queries.components(text=q, page=page)


@api.get(
    "/catalogue/components/{component}",
    response={200: ComponentOut, **REFUSALS},
    url_name="component",
    tags=["Catalogue"],
)
@needs(C.WELCOME)
def component(request: KeyRequest, component: Slug) -> ComponentOut:
    """One component, by the name it has in addresses."""
    return queries.component(component)


@api.get("/entries", response={200: EntryPage, **REFUSALS}, url_name="entries", tags=["Entries"])
@needs(C.ENTRIES_VIEW, look="entries")
def entries(request: KeyRequest, series: Series, entry_code: Words = "", page: Number = 1) -> EntryPage:
    """The centre's entries of a series that stand; 200 a page."""
    return queries.entries(request.actor, series=series, entry_code=entry_code, page=page)


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
    if len({one.number for one in typed}) != len(typed):
        raise Refused("row-twice", "A candidate number stands in more than one row. Send each once.")
    saved = save_marks(Address(series, component), typed, how=How.API, by=request.actor)
    return RowsOut(rows=[queries.answer(one) for one in saved.answers])


# ---------------------------------------------------------------- refusals


@api.exception_handler(AuthenticationError)
def no_key(request: HttpRequest, _: Any) -> HttpResponse:
    """Nothing is said of why: never was, expired, revoked, or its maker has left."""
    answer = problem(401, "key-refused", "Send a key that is good: Authorization: Bearer KEY.")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, _: Any) -> HttpResponse:
    """The key is good, and does not hold what the operation needs."""
    return problem(403, "not-allowed", "This key may not do that. Make one that may, or ask who made it.")


@api.exception_handler(Http404)
def not_there(request: HttpRequest, _: Any) -> HttpResponse:
    """Missing, or another centre's: the same answer."""
    return problem(404, "not-found", "There is nothing at this address.")


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The rules say no."""
    return problem(409, refusal.code, refusal.message)


@api.exception_handler(Misshapen)
def misshapen(request: HttpRequest, found: Misshapen) -> HttpResponse:
    """What was sent does not have the shape that the description gives; the first things that are wrong."""
    told = [
        {"where": ".".join(map(str, one["loc"])), "detail": one["msg"]} for one in found.errors[:MOST_TOLD]
    ]
    return problem(422, "misshapen", "The request has not the shape that the description gives.", told)


@api.exception_handler(Throttled)
def too_many(request: HttpRequest, held_back: Throttled) -> HttpResponse:
    """More requests than a minute holds."""
    watching.warn("a key asked too often")
    answer = problem(429, "too-many-requests", "Wait a moment: a key may ask 600 times a minute.")
    answer["Retry-After"] = str(int(getattr(held_back, "wait", None) or 1) + 1)
    return answer


@api.exception_handler(HttpError)
def not_read(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The body is no JSON, or the like."""
    return problem(error.status_code, "not-read", str(error))
