"""One way to say no: a page with a sentence and what to do next, the same as JSON to a script, or to a program."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from interchange.core.problems import problem

FOR_PROGRAMS = "/api/"


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which reads JSON."""
    return request.headers.get("Accept", "").startswith("application/json")


def refusal(
    request: HttpRequest, status: int, code: str, message: str, *, heading: str = "This cannot be done",
    page: str = "site/refused.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    """The answer to what is not done: `code` is for programs, `message` is what the person reads."""
    if request.path.startswith(FOR_PROGRAMS):
        return problem(status, code, message)
    if wants_json(request):
        return JsonResponse({"code": code, "message": message}, status=status)
    return render(request, page, {"heading": heading, "message": message, **more}, status=status)
