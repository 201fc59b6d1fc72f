"""`bin/check NAME`: the longer checks, each by its name."""

import secrets
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from interchange.operations import processes, serve, testing
from interchange.operations.fuzz import running
from interchange.operations.installation import CLONE, PYTHON


def deploy() -> int:
    """Django's own list for a real installation, under production settings; a warning is a failure."""
    real = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "interchange.example",
        "SITE_ADDRESS": "https://interchange.example",
        "DATABASE_URL": "postgresql:///interchange",
        "DATABASE_OWNER_URL": "",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "",
    }
    return processes.run(
        [PYTHON, str(CLONE / "manage.py"), "check", "--deploy", "--fail-level=WARNING"], real
    )


def start() -> int:
    """bin/run from nothing and once more: it answers, Ctrl-C stops all of it, a hard kill does not stop the next."""
    with tempfile.TemporaryDirectory(prefix="interchange-start-") as folder:
        Path(folder).chmod(0o711)
        for turn, ending in enumerate([signal.SIGINT, signal.SIGKILL, signal.SIGTERM], start=1):
            print(f"start {turn}: {_seconds_to_answer(Path(folder) / 'home', ending):.1f} s", flush=True)
    return 0


def _seconds_to_answer(home: Path, ending: signal.Signals) -> float:
    """From typing bin/run to its first answer; then it is ended, and its port must be free again."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    own = {"INTERCHANGE_HOME": str(home), "INTERCHANGE_PORT": str(port)}
    started = time.monotonic()
    child = processes.begin([str(CLONE / "bin" / "run")], own)
    try:
        while not _answers(port):
            serve.refuse_if_one_ended({"bin/run": child})
            time.sleep(0.05)
        return time.monotonic() - started
    finally:
        child.send_signal(ending)
        child.wait(60)
        while _answers(port):
            time.sleep(0.05)


def _answers(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def docs() -> int:
    """The generated pages of docs/ are written anew where the code says something else by now."""
    return processes.run(
        [PYTHON, "-m", "interchange.operations.docs"], {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    )


def timing() -> int:
    """Whether the time of a refused sign-in tells why it was refused: medians within 2 ms of each other."""
    return processes.run([str(CLONE / "bin" / "bench"), "refusals"], {})


def mutants() -> int:
    """Wrong rights made on purpose, each of which the tests must notice; exit 1 where they do not."""
    with testing.throwaway() as environment:
        return processes.run([PYTHON, "-m", "tests.mutants"], {**environment, "PYTHONPATH": str(CLONE)})


def fuzz() -> int:
    """Broken files for every parser, `--minutes N` each, `--at-once N`: no crash, no second lost, memory capped."""
    return running.fuzz(sys.argv[2:])


CHECKS: dict[str, Callable[[], int]] = {
    "deploy": deploy,
    "docs": docs,
    "fuzz": fuzz,
    "mutants": mutants,
    "start": start,
    "timing": timing,
}


def main(arguments: list[str]) -> None:
    if not arguments or arguments[0] not in CHECKS or (len(arguments) > 1 and arguments[0] != "fuzz"):
        known = "\n".join(f"  {name:12} {check.__doc__}" for name, check in CHECKS.items())
        sys.exit(f"bin/check NAME, where NAME is one of\n{known}")
    with processes.stopping_in_order():
        sys.exit(CHECKS[arguments[0]]())


if __name__ == "__main__":
    main(sys.argv[1:])
