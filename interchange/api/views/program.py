"""The doors for programs: the same rights, rules and services as the pages (ux E9)."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Header, NinjaAPI, Path, Query
from ninja.errors import AuthenticationError, HttpError, Throttled
from ninja.errors import ValidationError as Misshapen
from ninja.openapi.schema import OpenAPISchema

from interchange.api.doors import ByKey, PerKey
from interchange.api.schemas.common import Problem, SeriesCode
from interchange.core import watching
from interchange.core.errors import NotAllowed, Refused
from interchange.core.problems import PROBLEM, problem

MOST_TOLD, LEAST_REFUSAL = 20, 400
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
Key = Annotated[str, Header(max_length=100, pattern=r"^[\x21-\x7e]*$")]
SchemeName = Annotated[str, Path(pattern=r"^[^\x00-\x1f\x7f/]{1,40}$")]
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
    """The rules say no; where to several things at once, to each."""
    parts = refusal.parts if len(refusal.parts) > 1 else ()
    told = [{"where": part.code, "detail": part.message} for part in parts]
    return problem(409, refusal.code, refusal.message, told)


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
