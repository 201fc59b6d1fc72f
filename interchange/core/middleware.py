"""What every request carries: an identifier that ties its log lines and its events together."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from interchange.core.identifiers import new_id


class RequestContext:
    """Gives each request an identifier, for the log, the trail and the answer's `X-Request-ID`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = str(new_id())  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=request.request_id):  # type: ignore[attr-defined]
            response = self.get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class WholeText:
    """Answers 400 to a NUL in an address or a field: no text that we keep can hold one, and nobody types it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, parts: Any) -> None:
        texts = (
            text for fields in (request.GET, request.POST) for _, values in fields.lists() for text in values
        )
        if "\x00" in request.path or any("\x00" in text for text in texts):
            raise BadRequest("a NUL in the request")
