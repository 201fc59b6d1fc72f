"""Pages for what goes wrong outside the domain's rules (A8): each says what became of typed work, and what to do.

Django calls these with the request and, but for the last, the exception; a script gets the same words as JSON.
"""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from interchange.site.answers import refusal


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for what is larger than we read."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return refusal(
            request, 413, "too-large",
            "What was sent is larger than this page takes, so nothing was saved. What you typed is still in your browser: "
            "go back. Upload a spreadsheet with the candidates of one assessment only, without pictures, and try again.",
            heading="That is too large",
        )  # fmt: skip
    return refusal(
        request, 400, "not-understood",
        "The request did not reach us whole, so nothing was saved. What you typed is still in your browser: go back, "
        "load the page again and repeat what you did.",
        heading="We did not understand that",
    )  # fmt: skip


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 of Django's own making."""
    return refusal(
        request, 403, "forbidden", "This is not open to you. Nothing was changed.", heading="This page is closed"
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was not made by this site in this browser since the last sign-in."""
    return refusal(
        request, 403, "page-too-old",
        "The page you sent was opened before you last signed in, or your browser does not keep our cookies, so nothing "
        "was saved. What you typed is still in your browser: go back, copy it if it is long, load the page again and "
        "send it from there.",
        heading="The page was too old to send",
    )  # fmt: skip


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same for what never was and for what belongs to another centre."""
    return refusal(
        request, 404, "not-found",
        "If you typed the address, check it. If you followed a link, what it led to may have been moved or taken down.",
        heading="There is nothing at this address", page="site/not_found.html",
    )  # fmt: skip


def problem(request: HttpRequest) -> HttpResponse:
    """500 for a defect; 503 while the database does not answer. Neither page needs the database."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _unavailable(request)
    return refusal(
        request, 500, "problem",
        "This is our fault, and we have been told. Marks that were shown as saved are saved. Go back and try once more; "
        "if it happens again, write to us with the reference below.",
        heading="Something went wrong on our side", page="site/problem.html",
    )  # fmt: skip


def _unavailable(request: HttpRequest) -> HttpResponse:
    response = refusal(
        request, 503, "unavailable",
        "The service is not available at the moment, and we are working on it. Marks that were shown as saved are saved. "
        "A mark sheet that is open in your browser keeps what you type and sends it when the service is back: leave it open.",
        heading="Not available at the moment", page="site/problem.html",
    )  # fmt: skip
    response["Retry-After"] = "30"
    return response
