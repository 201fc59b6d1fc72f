"""What every request carries: an identifier that ties its log lines and its events together."""

from collections.abc import Callable

import structlog
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
