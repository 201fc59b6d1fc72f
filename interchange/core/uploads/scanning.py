"""The virus scanner, where there is one: clamd, spoken to by its INSTREAM command (ASVS 5.4.3)."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from interchange.core import watching
from interchange.core.errors import Refused, always

CHUNK = 65_536
PATIENCE = 30.0
LONGEST_ANSWER = 4_096

SCANNER_DOWN = always(
    "scanner-down",
    "Files cannot be checked for viruses at the moment, so we take none. Send your words now and the file later.",
)


def scan(data: bytes) -> bool:
    """Whether the file was scanned and is clean; False where no scanner is set up. Refused where it is not clean, and
    where the scanner does not answer: what cannot be scanned is not taken."""
    if not settings.CLAMD_SOCKET:
        return False
    try:
        answer = _asked(data)
    except OSError:
        raise SCANNER_DOWN from None
    if answer.endswith("FOUND"):
        watching.warn("a file in which the scanner found something")
        raise Refused(
            "virus",
            "The virus scanner found something in this file, so we did not take it. Tell your IT support.",
        )
    if not answer.endswith("OK"):
        raise SCANNER_DOWN
    return True


def _asked(data: bytes) -> str:
    """What clamd says of these bytes: "stream: OK", or "stream: NAME FOUND"."""
    with _connected(settings.CLAMD_SOCKET) as line:
        line.sendall(b"zINSTREAM\0")
        for place in range(0, len(data), CHUNK):
            part = data[place : place + CHUNK]
            line.sendall(struct.pack(">I", len(part)) + part)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (more := line.recv(1_024)):
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace").strip()


@contextmanager
def _connected(where: str) -> Iterator[socket.socket]:
    """A line to clamd: at the path of its socket, or at `host:port`."""
    if where.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        address: str | tuple[str, int] = where
    else:
        host, _, port = where.rpartition(":")
        line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        address = (host, int(port))
    with line:
        line.settimeout(PATIENCE)
        line.connect(address)
        yield line
