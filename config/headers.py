"""Headers, and answers before any page, that Django has no setting for."""

import re
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from interchange.core.problems import problem

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
NO_COUNTRY = frozenset({"XX", "ZZ"})
"""Codes by which ISO 3166 lets programs say that they do not know."""
HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
FOR_PROGRAMS = [r"^api/", r"^calendar/[^/]+\.ics$", r"^status/feed\.json$"]
"""What programs ask for, as `SECURE_REDIRECT_EXEMPT` names addresses."""
FOR_A_PROGRAM = re.compile("|".join(FOR_PROGRAMS))


def programs_by_https(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Programs that ask in the open are refused and not sent on (ASVS 4.1.2): a redirect would hide from whoever looks
    after them that they show their key to everybody on the way. People's pages are redirected."""

    def middleware(request: HttpRequest) -> HttpResponse:
        in_the_open = settings.SECURE_SSL_REDIRECT and not request.is_secure()
        if in_the_open and FOR_A_PROGRAM.match(request.path.lstrip("/")):
            message = "Ask by https. A key or an address that was sent in the open should be replaced."
            return problem(403, "https-only", message)
        return get_response(request)

    return middleware


def no_trace(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """No address answers TRACE, whatever its view would do with it (ASVS 13.4.4)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        refused = request.method == "TRACE"
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"]) if refused else get_response(request)

    return middleware


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Every page says what a browser may do with it, and that no cache keeps it unless its view says so."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def address_behind_the_proxy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The visitor's address as our proxies saw it: in `X-Forwarded-For`, the last one that is none of theirs.

    Only with `BEHIND_PROXY`, and only where one of `TRUSTED_PROXIES` speaks: of anybody else, what they say of
    themselves is thrown away, also how they claim to have come. What a visitor wrote stands before what the proxies
    saw and is passed over, and so is what is no address.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_trusted_proxy(request.META.get("REMOTE_ADDR", "")):
            request.META["REMOTE_ADDR"] = _seen(request)
            request.country = _country(request)  # type: ignore[attr-defined]
        else:
            for name in FORWARDED:
                request.META.pop(name, None)
        return get_response(request)

    return middleware


def _seen(request: HttpRequest) -> str:
    """From the last of `X-Forwarded-For` backwards: as long as a trusted proxy speaks, it is believed."""
    peer: str = request.META["REMOTE_ADDR"]
    for said in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if not is_trusted_proxy(peer) or not _is_address(said.strip()):
            break
        peer = said.strip()
    return peer


def _country(request: HttpRequest) -> str:
    """The country that the proxy tells in `COUNTRY_HEADER`: two letters, or empty where it tells none."""
    said = request.headers.get(settings.COUNTRY_HEADER, "").strip().upper() if settings.COUNTRY_HEADER else ""
    is_code = len(said) == len("GB") and said.isascii() and said.isalpha()
    return said if is_code and said not in NO_COUNTRY else ""


def is_trusted_proxy(address: str) -> bool:
    """Whether it is one of our own proxies."""
    return _is_address(address) and any(
        ip_address(address) in network for network in settings.TRUSTED_PROXIES
    )


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text  # a zone, which the trail's column does not take
