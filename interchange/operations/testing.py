"""`bin/test`: everything that must hold, on a throw-away database that is gone afterwards, come what may."""

import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from interchange.operations import installation, locks, processes
from interchange.operations.debian import have_packages
from interchange.operations.embedded_postgres import Cluster, state_for
from interchange.operations.installation import CLONE, PYTHON
from interchange.operations.postgres_programs import CannotStart

PREFIX = "interchange-test-"
FROM_DEBIAN = {"chromium-headless-shell": "chromium-headless-shell", "pdftoppm": "poppler-utils"}
INSTEAD = {"chromium-headless-shell": "chromium"}
"""What does as well, if far more slowly, where the other cannot be had."""
PYTEST = [PYTHON, "-m", "pytest"]
AT_ONCE = 2
IN_TWO = ["-n", str(AT_ONCE), "--dist", "worksteal"]
"""Half of the tests each, in order, so that what a file shares is made once; who is done first takes of the rest."""
MIGRATED = "INTERCHANGE_TESTS_COPY"
"""Tells pytest that the throw-away database has its schema: test databases are copies of it (conftest.py)."""
CHECKS = {
    "types": ["-m", "mypy"],
    "lint": ["-m", "ruff", "check", "--quiet", "--output-format=concise"],
    "format": ["-m", "ruff", "format", "--check", "--quiet"],
    "layers": [str(CLONE / ".venv" / "bin" / "lint-imports")],
    "security": ["-m", "bandit", "-q", "-ll", "-r", "config", "interchange", "-c", "pyproject.toml"],
}


def main(arguments: list[str]) -> None:
    """All of it; with arguments only pytest, and they are its."""
    os.chdir(CLONE)
    with processes.stopping_in_order():
        have_programs()
        try:
            with throwaway() as environment:
                sys.exit(only_pytest(arguments, environment) if arguments else everything(environment))
        except CannotStart as reason:
            sys.exit(str(reason))


def have_programs() -> None:
    missing = [program for program in FROM_DEBIAN if not shutil.which(program)]
    if missing:
        try:
            have_packages(*(FROM_DEBIAN[program] for program in missing))
        except SystemExit:
            if not all(shutil.which(INSTEAD.get(program, "")) for program in missing):
                raise


def only_pytest(arguments: list[str], environment: dict[str, str]) -> int:
    return processes.in_foreground([*PYTEST, *arguments], environment)


def everything(environment: dict[str, str]) -> int:
    """Every step, even after one has failed; 1 if any did."""
    failed = fail(steps(), environment)
    started = time.monotonic()
    copied = {} if "schema" in failed else {MIGRATED: "yes"}
    if processes.run([*PYTEST, *IN_TWO], environment | copied):
        failed.append("tests")
    report("tests", ok="tests" not in failed, started=started)
    print(f"Failed: {', '.join(failed)}" if failed else "Everything holds.", flush=True)
    return 1 if failed else 0


def steps() -> dict[str, list[str]]:
    """What is checked before the tests run; what takes longest comes first."""
    found = {name: [PYTHON, *command] for name, command in CHECKS.items()}
    scripts = sorted(map(str, (CLONE / "frontend" / "js" / "tests").glob("*.test.mjs")))
    if scripts:
        found["scripts"] = [shutil.which("node") or str(CLONE / ".venv" / "bin" / "node"), "--test", *scripts]
    found["schema"] = [PYTHON, "manage.py", "migrate", "--database=owner", "--verbosity=0"]
    found["migrations"] = [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]
    found["deployment"] = [PYTHON, "-m", "interchange.operations.checks", "deploy"]
    return found


def fail(commands: dict[str, list[str]], environment: dict[str, str]) -> list[str]:
    """Run all steps, two at a time, each told in one line and, when it failed, by its words; which ones failed."""
    waiting, running, failed = list(commands), dict[str, Step](), list[str]()
    try:
        while waiting or running:
            while waiting and len(running) < AT_ONCE:
                name = waiting.pop(0)
                running[name] = Step(commands[name], environment)
            for name in [name for name, step in running.items() if step.child.poll() is not None]:
                step = running.pop(name)
                said = step.words()
                failed += [] if step.ok else [name]
                report(name, ok=step.ok, started=step.started, words="" if step.ok else said)
            time.sleep(0.05)
    finally:
        processes.end(*(step.child for step in running.values()))
    return failed


class Step:
    """A check that runs, and what it says."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.started, self._said = time.monotonic(), tempfile.TemporaryFile("w+")  # noqa: SIM115  (closed with it)
        self.child = processes.begin(command, environment, output=self._said)

    @property
    def ok(self) -> bool:
        return self.child.returncode == 0

    def words(self) -> str:
        with self._said:
            self._said.seek(0)
            return self._said.read()


def report(name: str, *, ok: bool, started: float, words: str = "") -> None:
    print(f"{words}{'ok  ' if ok else 'FAIL'} {name:12} {time.monotonic() - started:6.1f} s", flush=True)


@contextmanager
def throwaway() -> Iterator[dict[str, str]]:
    """A database and a home for one run, and the settings that lead there; both are removed."""
    base = Path(tempfile.gettempdir())
    sweep(base)
    wanted = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    wanted.chmod(0o711 if os.geteuid() == 0 else 0o700)
    try:
        state, _ = state_for(wanted / "database", clone=wanted)
        with Cluster(state, throwaway=True) as cluster:
            home = wanted / "home"
            (home / "pages").mkdir(mode=0o700, parents=True)
            yield {
                **installation.addresses(cluster.url(), secrets.token_urlsafe(24)),
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
                "INTERCHANGE_HOME": str(home),
                "PYTHONDONTWRITEBYTECODE": "",  # one run, and each program that it starts, compiles for the next
            }
    finally:
        shutil.rmtree(wanted, ignore_errors=True)


def sweep(base: Path) -> None:
    """Remove what runs left behind that were killed before they could."""
    for folder in base.glob(f"{PREFIX}*"):
        users = folder / "database" / "users"
        with suppress(FileNotFoundError):  # another run that ends just now removes its own
            if os.access(folder, os.W_OK) and users.exists() and locks.is_free(users):
                Cluster(folder / "database", throwaway=True).stop()
                shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
