"""Pages for what goes wrong outside the domain's rules (A8): each says what became of typed work, and what to do.

Django calls these with the request and, but for the last, the exception; a script gets the same words as JSON.
"""

import sys
from typing import NamedTuple

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.site.answers import refusal


class Said(NamedTuple):
    """One kind of failure as it is told."""

    status: int
    code: str
    heading: str
    message: str


NOT_UNDERSTOOD = Said(
    400, "not-understood", "We did not understand that",
    "The request did not reach us whole, so nothing was saved. What you typed is still in your browser: go back, "
    "load the page again and repeat what you did.",
)  # fmt: skip
TOO_LARGE = Said(
    413, "too-large", "That is too large",
    "What was sent is larger than this page takes, so nothing was saved. What you typed is still in your browser: "
    "go back. Upload a spreadsheet with the candidates of one assessment only, without pictures, and try again.",
)  # fmt: skip
CLOSED = Said(403, "forbidden", "This page is closed", "This is not open to you. Nothing was changed.")
TOO_OLD = Said(
    403, "page-too-old", "The page was too old to send",
    "The page you sent was opened before you last signed in, or your browser does not keep our cookies, so nothing "
    "was saved. What you typed is still in your browser: go back, copy it if it is long, load the page again and "
    "send it from there.",
)  # fmt: skip
NOT_FOUND = Said(
    404, "not-found", "There is nothing at this address",
    "If you typed the address, check it. If you followed a link, what it led to may have been moved or taken down.",
)  # fmt: skip
PROBLEM = Said(
    500, "problem", "Something went wrong on our side",
    "This is our fault, and we have been told. Marks that were shown as saved are saved. Go back and try once "
    "more; if it happens again, write to us with the reference below.",
)  # fmt: skip
UNAVAILABLE = Said(
    503, "unavailable", "Not available at the moment",
    "The service is not available at the moment, and we are working on it. Marks that were shown as saved are "
    "saved. A mark sheet that is open in your browser keeps what you type and sends it when the service is back: "
    "leave it open.",
)  # fmt: skip


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for what is larger than we read."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    return _answer(request, TOO_LARGE if too_large else NOT_UNDERSTOOD)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 of Django's own making."""
    return _answer(request, CLOSED)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was not made by this site in this browser since the last sign-in; an event of a person.

    Of nobody there is none: otherwise strangers could write into the trail as fast as they can send.
    """
    actor = getattr(request, "actor", None)
    if actor is not None:
        with tenancy.writing(actor), audit.trail(actor):
            audit.record(Event.FORGERY_REFUSED, data={"page": request.path[:200]})
    return _answer(request, TOO_OLD)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same for what never was and for what belongs to another centre."""
    return _answer(request, NOT_FOUND, page="site/not_found.html")


def problem(request: HttpRequest) -> HttpResponse:
    """500 for a defect; 503 while the database does not answer. Neither page needs the database."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _answer(request, PROBLEM, page="site/problem.html")
    response = _answer(request, UNAVAILABLE, page="site/problem.html")
    response["Retry-After"] = "30"
    return response


def _answer(request: HttpRequest, said: Said, *, page: str = "site/refused.html") -> HttpResponse:
    return refusal(request, said.status, said.code, said.message, heading=said.heading, page=page)
