"""What a page that asks for the second factor sends to the browser, and what comes back."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from interchange.accounts.rules import passkeys
from interchange.accounts.services.proving import Given

ASKED = "passkey_asked"
"""In the session: what a browser has been asked for a passkey. It is good for one answer."""


def host_of(request: HttpRequest) -> str:
    """The name of this site to which passkeys belong: the host alone; `ALLOWED_HOSTS` has been asked about it."""
    host = request.get_host()
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def asked_for(request: HttpRequest, known: Sequence[tuple[str, str]]) -> str:
    """What the page asks of the browser, as JSON; empty where there is no passkey, or none is possible here."""
    host = host_of(request)
    if not known or not passkeys.is_possible_at(host):
        return ""
    options, state = passkeys.to_prove(host, [name for name, _ in known])
    request.session[ASKED] = state
    return options


def given_in(request: HttpRequest) -> Given:
    """What was shown: a code as it was typed, or the browser's answer to what it was asked last."""
    asked: Any = request.session.pop(ASKED, None) or {}
    answer = request.POST.get("passkey", "")
    return Given(request.POST.get("code", ""), answer, host_of(request), asked)


def token_of(request: HttpRequest) -> str:
    """By what this browser is known, if it is."""
    return request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, "")
