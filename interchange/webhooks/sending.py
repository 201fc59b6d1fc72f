"""One message over the network: to the machine that was looked up and judged, and to no other."""

import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import urllib3
from django.conf import settings

from interchange.webhooks.rules import addresses, is_taken

SECONDS = 10
TOO_SLOW = f"No answer within {SECONDS} seconds."
HTTP, HTTPS = 80, 443


@dataclass(frozen=True)
class Answer:
    """What came back: the status, or 0 with what was wrong."""

    status: int
    wrong: str = ""

    @property
    def taken(self) -> bool:
        """Whether the other side took the message."""
        return is_taken(self.status)


def post(address: str, body: str, headers: dict[str, str]) -> Answer:
    """Send a message once. Redirections are not followed, and what the answer says is not kept."""
    try:
        return _send(_looked_up(address), body, headers)
    except _NotSent as problem:
        return Answer(0, str(problem))
    except urllib3.exceptions.NewConnectionError:
        return Answer(0, "The machine did not answer.")
    except urllib3.exceptions.TimeoutError:
        return Answer(0, TOO_SLOW)
    except urllib3.exceptions.SSLError:
        return Answer(0, "The certificate of the machine is not good.")
    except (urllib3.exceptions.HTTPError, OSError):
        return Answer(0, "The machine did not answer.")


class _NotSent(Exception):
    """Why nothing was sent."""


@dataclass(frozen=True)
class _Place:
    """The machine of an address: its name, the number that was looked up and judged, and what to ask of it."""

    scheme: str
    host: str
    number: str
    port: int
    path: str


def _looked_up(address: str) -> _Place:
    private_too = settings.WEBHOOKS_TO_PRIVATE_ADDRESSES
    wrong = addresses.why_not(address, private_too=private_too)
    if wrong:
        raise _NotSent(wrong)
    parts = urlsplit(address)
    host, port = str(parts.hostname), parts.port or (HTTPS if parts.scheme == "https" else HTTP)
    try:
        numbers = sorted({str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
    except (OSError, UnicodeError):
        raise _NotSent("The name of the machine was not found.") from None
    if not private_too and not addresses.is_public(numbers):
        raise _NotSent("The address is not a public one.")
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return _Place(parts.scheme, host, numbers[0], port, path)


class _Limit:
    """Cuts the connection when the time is up: a machine that says a letter now and then keeps no worker."""

    def __init__(self) -> None:
        self.is_up = False
        self.held: socket.socket | None = None
        self.timer = threading.Timer(SECONDS, self._cut)
        self.timer.daemon = True

    def begin(self, connection: socket.socket) -> None:
        """From here on it counts, whatever is made of this socket."""
        self.held = connection.dup()
        self.timer.start()

    def _cut(self) -> None:
        self.is_up = True
        if self.held is not None:
            with suppress(OSError):
                self.held.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """The answer is there, or none will be."""
        self.timer.cancel()
        if self.held is not None:
            self.held.close()


def _within(limit: _Limit, kind: type[Any]) -> type[Any]:
    """Connections of a kind whose time is limited as a whole, and not only each reading of them."""

    class Limited(kind):  # type: ignore[misc]
        def _new_conn(self) -> socket.socket:
            made: socket.socket = super()._new_conn()
            limit.begin(made)
            return made

    return Limited


def _send(to: _Place, body: str, headers: dict[str, str]) -> Answer:
    """To this number, whatever the name leads to by now; the certificate has to be the name's."""
    limit = _Limit()
    try:
        answer = _asked(to, body, headers, limit)
    except (urllib3.exceptions.HTTPError, OSError):
        if not limit.is_up:
            raise
        answer = Answer(0, TOO_SLOW)
    finally:
        limit.end()
    return Answer(0, TOO_SLOW) if limit.is_up else answer


def _asked(to: _Place, body: str, headers: dict[str, str], limit: _Limit) -> Answer:
    timeout = urllib3.Timeout(connect=SECONDS, read=SECONDS, total=SECONDS)
    pool: urllib3.HTTPConnectionPool
    if to.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            to.number, to.port, timeout=timeout, retries=False, ssl_context=_context(), server_hostname=to.host,
            assert_hostname=to.host,
        )  # fmt: skip
    else:
        pool = urllib3.HTTPConnectionPool(to.number, to.port, timeout=timeout, retries=False)
    pool.ConnectionCls = _within(limit, pool.ConnectionCls)
    own = to.host if to.port in (HTTP, HTTPS) else f"{to.host}:{to.port}"
    with pool:
        answer = pool.request(
            "POST", to.path, body=body.encode(), headers={**headers, "Host": own}, redirect=False,
            preload_content=False,
        )  # fmt: skip
        answer.close()
    return Answer(answer.status)


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()
