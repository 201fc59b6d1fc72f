"""A PostgreSQL server of our own: no TCP, a password for everybody, and a folder that nobody else can enter.

`Cluster(state).start()` gives the owner's address of the database `interchange`; the last to leave stops it.
"""

import fcntl
import hashlib
import os
import secrets
import shlex
import shutil
import socket
import tempfile
import time
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

import psycopg

from interchange.operations import locks
from interchange.operations.postgres_programs import SETTING, CannotStart, Programs

DATABASE, OWNER = "interchange", "owner"
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107
SECONDS_TO_RECOVER = 10
ANYBODY_MAY_PASS = 0o001
BUILTIN_LOCALES_SINCE = 17
QUICK_AND_UNSAFE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def state_for(wanted: Path, *, clone: Path) -> tuple[Path, str]:
    """The folder for the server's state, and a sentence for the user where it cannot be the wanted one.

    Root's server runs as `nobody`, who must be able to enter every parent folder, and not only root's own.
    """
    if os.geteuid() != 0 or all(_anybody_may_pass(parent) for parent in wanted.resolve().parents):
        return wanted, ""
    other = Path("/var/lib/interchange") / hashlib.sha256(str(clone).encode()).hexdigest()[:12] / wanted.name
    return other, (
        f"The database cannot live in {wanted}: root's PostgreSQL is run as 'nobody', an account that may "
        f"not enter that folder. It lives in {other} instead."
    )


def _anybody_may_pass(folder: Path) -> bool:
    return not folder.exists() or bool(folder.stat().st_mode & ANYBODY_MAY_PASS)


class Cluster:
    """One server, shared by any number of processes: the first starts it, the last to leave stops it."""

    def __init__(self, state: Path, *, throwaway: bool = False) -> None:
        self.state = state.absolute()
        self.data = self.state / "data"
        self.throwaway = throwaway
        self.programs = Programs(self.state)
        self._share: IO[str] | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def start(self) -> str:
        """Have the server run, with the database `interchange` in it; the owner's address. Twice is once."""
        self._make_state()
        with locks.alone(self.state / "gate"):
            if not self.running():
                self._launch()
            self._share = self._share or locks.hold(self.state / "users", fcntl.LOCK_SH)
            self._make_database()
        return self.url()

    def stop(self) -> None:
        """Leave the server. The last to leave stops it, and removes a throw-away one."""
        if not self.state.exists():
            return
        with locks.alone(self.state / "gate"):
            if self._share:
                self._share.close()
                self._share = None
            if locks.is_free(self.state / "users"):
                self._shut_down()

    def running(self) -> bool:
        """Does it answer? A process number in a file proves nothing."""
        folder = self._socket_folder()
        with socket.socket(socket.AF_UNIX) as door:
            return bool(folder) and door.connect_ex(f"{folder}/{SOCKET}") == 0

    def url(self, database: str = DATABASE) -> str:
        """The owner's address of a database of the running server."""
        password = (self.state / "owner.pw").read_text()
        return f"postgresql://{OWNER}:{password}@/{database}?host={quote(self._socket_folder(), safe='')}"

    # --- starting

    def _make_state(self) -> None:
        for folder in reversed([parent for parent in self.state.parents if not parent.exists()]):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o711 if self.programs.account else 0o700)
        self.state.mkdir(mode=0o700, exist_ok=True)
        self.programs.give(self.state)

    def _launch(self) -> None:
        if not self.data.exists():
            self._initialise()
        self._check_version()
        self._clear_a_strangers_number()
        settings = ["listen_addresses=", f'unix_socket_directories="{self._new_socket_folder()}"']
        settings += ["unix_socket_permissions=0700", *(QUICK_AND_UNSAFE if self.throwaway else [])]
        self._start_with(" ".join(f"-c {shlex.quote(setting)}" for setting in settings))

    def _start_with(self, options: str) -> None:
        """After a hard kill the dead server's lock file may stand in the way for a moment."""
        until, log = time.monotonic() + SECONDS_TO_RECOVER, self.state / "log"
        while True:
            log.unlink(missing_ok=True)
            code, said = self._pg_ctl("-w", "-t", "300", "-l", str(log), "-o", options, "start")
            if code == 0:
                return
            said += "\n" + (log.read_text(errors="replace") if log.exists() else "")
            if "postmaster.pid" not in said or time.monotonic() > until:
                raise CannotStart(f"PostgreSQL did not start. It says:\n{said.strip()}")
            time.sleep(0.2)

    def _initialise(self) -> None:
        """A new cluster appears whole or not at all."""
        password, unfinished = self.state / "owner.pw", self.state / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        self.programs.give(password)
        locale = ["--locale-provider=builtin"] if self.programs.major >= BUILTIN_LOCALES_SINCE else []
        self.programs.call(
            "initdb", "-D", str(unfinished), "-U", OWNER, "--pwfile", str(password), "-A", "scram-sha-256",
            "-E", "UTF8", *locale, "--locale=C.UTF-8", "--no-instructions",
        )  # fmt: skip
        unfinished.rename(self.data)

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != str(self.programs.major):
            raise CannotStart(
                f"The database in {self.state} was made by PostgreSQL {made_by}, and the programs in "
                f"{self.programs.folder} are of {self.programs.major}. Name those of {made_by} in {SETTING}."
            )

    def _clear_a_strangers_number(self) -> None:
        """After a restart of the machine another program may have the dead server's process number."""
        file = self.data / "postmaster.pid"
        if file.exists():
            name = Path("/proc") / file.read_text().split()[0] / "comm"
            if name.exists() and name.read_text().strip() != "postgres":
                file.unlink()

    def _make_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    # --- stopping

    def _shut_down(self) -> None:
        folder = self._socket_folder()
        if folder and self.running():
            self._pg_ctl("-w", "-t", "300", "-m", "immediate" if self.throwaway else "fast", "stop")
            if Path(folder) != self.state:
                shutil.rmtree(folder, ignore_errors=True)
        if self.throwaway:
            shutil.rmtree(self.state, ignore_errors=True)

    # --- talking to it

    def _pg_ctl(self, *arguments: str) -> tuple[int, str]:
        return self.programs.attempt("pg_ctl", "-D", str(self.data), *arguments)

    def _socket_folder(self) -> str:
        """Where the running server says it listens, in the fifth line of its file; blank when none does."""
        file = self.data / "postmaster.pid"
        lines = file.read_text().splitlines() if file.exists() else []
        return lines[4] if len(lines) > 4 else ""

    def _new_socket_folder(self) -> Path:
        if len(os.fsencode(self.state / SOCKET)) <= LONGEST_SOCKET_PATH:
            return self.state
        folder = Path(tempfile.mkdtemp(prefix="interchange-", dir="/tmp"))
        self.programs.give(folder)
        return folder
