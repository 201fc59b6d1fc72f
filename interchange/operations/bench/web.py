"""A real server of our own, and a browser without pictures."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.utils.crypto import get_random_string

from interchange.accounts.access import fill_session
from interchange.accounts.queries.people import current_memberships
from interchange.core.actor import Actor
from interchange.core.sessions import SessionStore
from interchange.demo.cast import STAFF
from interchange.operations import processes
from interchange.operations.installation import CLONE, PYTHON

GUNICORN = [PYTHON, "-m", "gunicorn", "--chdir", str(CLONE), "-c", str(CLONE / "config" / "gunicorn.conf.py")]
SITE = "interchange.operations.bench.site"
SECONDS_TO_ANSWER = 60
KEPT_OPEN = 3
"""Seconds after which the server may have hung up."""
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Server:
    """gunicorn with two workers of eight threads, as bin/run starts it."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as found:
            self.port: int = found.getsockname()[1]
        own = {"INTERCHANGE_PORT": str(self.port), "DATABASE_OWNER_URL": "", "LOG_LEVEL": "CRITICAL"}
        own["BENCH_OWNER_URL"] = os.environ["DATABASE_OWNER_URL"]
        self.child = processes.begin([*GUNICORN, SITE], own)
        until = time.monotonic() + SECONDS_TO_ANSWER
        while not self.answers():
            if self.child.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the server did not start")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether somebody is at the door."""
        with socket.socket() as door:
            return door.connect_ex(("127.0.0.1", self.port)) == 0

    def process_ids(self) -> list[int]:
        """The master and its workers."""
        return [self.child.pid, *_children(self.child.pid)]

    def workers(self) -> list[int]:
        """The processes that answer."""
        return _children(self.child.pid)

    def megabytes(self) -> float:
        """Memory of all its processes; what they share is counted once."""
        return sum(_proportional(pid) for pid in self.process_ids()) / 1024

    def processor_seconds(self) -> float:
        """How long its processes have kept a processor busy; other programs on the machine do not count."""
        fields = (
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.process_ids()
        )
        return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")

    def kill_workers(self) -> None:
        """As the kernel does it when memory runs out."""
        for pid in self.workers():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        processes.end(self.child)


def _children(pid: int) -> list[int]:
    said = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(one) for one in said.stdout.split()]


def _proportional(pid: int) -> int:
    with suppress(FileNotFoundError, ProcessLookupError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


@contextmanager
def serving() -> Iterator[Server]:
    """A server for as long as the block takes."""
    server = Server()
    try:
        yield server
    finally:
        server.stop()


class Browser:
    """One person signed in, with one connection that is kept open."""

    def __init__(self, port: int, who: Actor) -> None:
        self.port, self.token = port, get_random_string(32)
        names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        session, csrf = (
            f"{name.rpartition('_')[0]}_{port}" for name in names
        )  # they carry the server's port
        self.cookies = f"{session}={session_of(who)}; {csrf}={self.token}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.used = time.monotonic()

    def headers(self, kind: str) -> dict[str, str]:
        """What every request carries."""
        return {"Cookie": self.cookies, "X-CSRFToken": self.token, "Content-Type": kind}

    def get(self, path: str) -> tuple[int, bytes]:
        """The status and the body of a page."""
        return self._ask("GET", path, None, FORM)

    def post(self, path: str, fields: Mapping[str, str], *, cut_to: int | None = None) -> tuple[int, bytes]:
        """Send a form; `cut_to` sends only so many bytes of it, as if that were all."""
        return self._ask("POST", path, urlencode(fields).encode()[:cut_to], FORM)

    def send(self, path: str, body: bytes, kind: str = JSON) -> tuple[int, bytes]:
        """Send a body as it is."""
        return self._ask("POST", path, body, kind)

    def _ask(self, method: str, path: str, body: bytes | None, kind: str) -> tuple[int, bytes]:
        if time.monotonic() - self.used > KEPT_OPEN:
            self.connection.close()
        try:
            self.connection.request(method, path, body, self.headers(kind))
            answer = self.connection.getresponse()
            status, said = answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        self.used = time.monotonic()
        return status, said


def session_of(who: Actor) -> str:
    """The key of a new session for somebody."""
    membership = current_memberships().get(
        person__login_id=who.centre_number or STAFF, person__username=who.username
    )
    session = SessionStore()
    fill_session(session, membership)
    session.create()
    return str(session.session_key)
