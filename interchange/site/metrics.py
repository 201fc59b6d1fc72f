"""Figures of what was answered, by route and status, for Prometheus to collect. Never an address or a person."""

import secrets
import time
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Counter("interchange_requests", "Requests answered", ["route", "status"])
SECONDS = Histogram(
    "interchange_request_seconds", "Time to answer", ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip


class Measure:
    """Counts and times every answer under the name of its route."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else "none"
        REQUESTS.labels(route, response.status_code).inc()
        SECONDS.labels(route).observe(time.perf_counter() - started)
        return response


def figures() -> bytes:
    """The figures of all processes that serve, in Prometheus' text."""
    if not settings.METRICS_OF_MANY_PROCESSES:
        return generate_latest(REGISTRY)
    every_process = CollectorRegistry()
    MultiProcessCollector(every_process)  # type: ignore[no-untyped-call]
    return generate_latest(every_process)


def may_read(request: HttpRequest) -> bool:
    """A program on this machine, not one that a proxy speaks for; or anyone with METRICS_TOKEN."""
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and secrets.compare_digest(shown.encode(), settings.METRICS_TOKEN.encode()):
        return True
    passed_on = {"X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"} & set(request.headers)
    return not passed_on and ip_address(request.META["REMOTE_ADDR"]).is_loopback
