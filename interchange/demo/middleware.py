"""The demo's clock: each browser may look at the world as it is at another moment."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from interchange.core import clock

COOKIE = "interchange_demo_clock"
FURTHEST = timedelta(days=3660)


def shift_of(request: HttpRequest) -> timedelta:
    """How far this browser's clock is ahead of the real one; a cookie, so that it outlives a sign-in."""
    text = request.COOKIES.get(COOKIE, "")
    if not re.fullmatch("-?[0-9]{1,10}", text):
        return timedelta(0)
    return max(-FURTHEST, min(FURTHEST, timedelta(seconds=int(text))))


class PretendedClock:
    """Answers a request at the moment that its browser has chosen; that clock goes on like any other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        shift = shift_of(request)
        if not shift:
            return self.get_response(request)
        with clock.pretend(clock.now() + shift):
            return self.get_response(request)
