"""A server of our own on a database that keeps its word: to be killed while it works, and started again."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from interchange.operations import processes
from interchange.operations.embedded_postgres import Cluster
from interchange.operations.installation import CLONE, PYTHON, addresses

SECONDS_TO_ANSWER = 60
JSON = {"Content-Type": "application/json", "Accept": "application/json"}
PASSWORD = "quiet heron borrows marmalade"


class Served:
    """Database and web server, each of which can be killed by itself."""

    def __init__(self, folder: Path) -> None:
        self.cluster = Cluster(folder / "database")
        self.home = folder / "home"
        self.port = _free_port()
        self.web: subprocess.Popen[bytes] | None = None
        self.environment: dict[str, str] = {}
        self.username = ""
        self.cookies: dict[str, str] = {}
        """Ann's, once she has signed in."""

    def as_environment(self) -> dict[str, str]:
        """What a program needs to work on this server's database."""
        return dict(os.environ) | self.environment

    def start_database(self) -> None:
        """The database runs; after a hard kill it recovers first."""
        url = self.cluster.start()
        self.environment = {
            **addresses(url, "a password for tests only"), "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "INTERCHANGE_HOME": str(self.home), "INTERCHANGE_PORT": str(self.port), "INTERCHANGE_WORKERS": "1",
            "LOG_LEVEL": "CRITICAL",
        }  # fmt: skip

    def manage(self, *arguments: str) -> str:
        """A command of manage.py; what it said."""
        done = subprocess.run(
            [PYTHON, str(CLONE / "manage.py"), *arguments], env=self.as_environment(), cwd=CLONE,
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    def asked(self, statement: str) -> list[tuple[Any, ...]]:
        """What the database itself says, whoever's rows they are."""
        with psycopg.connect(self.environment["DATABASE_OWNER_URL"], autocommit=True) as found:
            return list(found.execute(statement.encode()))

    @contextmanager
    def holding(self, statement: str) -> Iterator[None]:
        """What this statement locks is held meanwhile: whoever wants it waits."""
        with psycopg.connect(self.environment["DATABASE_OWNER_URL"]) as holder:
            holder.execute(statement.encode())
            yield

    def work_off(self) -> None:
        """A worker does what is queued, and ends."""
        self.manage("procrastinate", "worker", "--one-shot")

    def start_web(self) -> None:
        """gunicorn answers, and it is the one started here."""
        if self.web is not None and self.web.poll() is None:
            self.kill_web()
        command = [
            PYTHON,
            "-m",
            "gunicorn",
            "--chdir",
            str(CLONE),
            "-c",
            str(CLONE / "config" / "gunicorn.conf.py"),
        ]
        self.web = processes.begin(command, self.environment)
        until = time.monotonic() + SECONDS_TO_ANSWER
        while not self.answers():
            assert self.web.poll() is None, "the web server ended by itself"
            assert time.monotonic() < until, "the web server did not answer"
            time.sleep(0.05)

    def kill_web(self) -> None:
        """kill -9 of the web server with all its workers."""
        assert self.web is not None
        with suppress(ProcessLookupError):
            os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()
        while self._listens():
            time.sleep(
                0.01
            )  # a worker outlives its master by a moment, and its socket would take what it cannot answer

    def kill_database(self) -> None:
        """kill -9 of PostgreSQL's first process; the others find themselves orphaned and end."""
        number = int((self.cluster.data / "postmaster.pid").read_text().split()[0])
        os.kill(number, signal.SIGKILL)

    def answers(self) -> bool:
        """Whether a worker answers, not only a socket."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/live")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _listens(self) -> bool:
        with socket.socket() as door:
            return door.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        """Everything ends."""
        if self.web is not None and self.web.poll() is None:
            processes.end(self.web)
        self.cluster.stop()


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Both running, with the schema in place."""
    server = Served(folder)
    try:
        server.start_database()
        server.manage("migrate", "--database=owner", "--verbosity=0")
        yield server
    finally:
        server.stop()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class Browser:
    """A person's browser over the wire; it keeps cookies, and the token of the last page."""

    def __init__(self, server: Served) -> None:
        self.server, self.cookies, self.token = server, dict[str, str](), ""

    def ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Status and text of an answer; `OSError` or `HTTPException` where none came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        try:
            cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            connection.request(method, path, body, {**cookies, "X-CSRFToken": self.token, **(headers or {})})
            answer = connection.getresponse()
            text = answer.read().decode()
            self.location = answer.getheader("Location") or ""
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
        finally:
            connection.close()
        if token := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text):
            self.token = token[1]
        return answer.status, text

    def sign_in(self, login_id: str, username: str) -> None:
        self.ask("GET", "/sign-in/")
        parts = {
            "login_id": login_id,
            "username": username,
            "password": PASSWORD,
            "csrfmiddlewaretoken": self.token,
        }
        status, _ = self.post("/sign-in/", parts)
        assert status == 302
        self.ask("GET", "/sign-in/code/")
        status, _ = self.post(
            "/sign-in/code/", {"code": self.server.manage("sign_in_code", login_id, username).strip()}
        )
        assert (status, self.location) == (302, "/welcome/")
        self.ask("GET", "/coursework/2027-06/H446-03/")

    def post(self, path: str, parts: dict[str, str]) -> tuple[int, str]:
        """A form sent as a browser sends it."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **parts})
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def send_file(self, path: str, name: str, content: str) -> tuple[int, str]:
        """A file sent as a browser sends the form of a page."""
        edge = "----an-edge"
        part = f'Content-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: text/csv'
        body = f"--{edge}\r\n{part}\r\n\r\n{content}\r\n--{edge}--\r\n"
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def save(self, sheet: str, rows: list[dict[str, Any]]) -> tuple[int, dict[str, Any]]:
        """Cells sent as the script sends them."""
        status, text = self.ask("POST", f"{sheet}cells/", json.dumps({"rows": rows}), JSON)
        return status, json.loads(text)

    def rows(self, sheet: str) -> dict[str, dict[str, Any]]:
        """Every row with something in it, as the script is told."""
        _, text = self.ask("GET", f"{sheet}cells/", headers=JSON)
        return {row["number"]: row for row in json.loads(text)["rows"]}
