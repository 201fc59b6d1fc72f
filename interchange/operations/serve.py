"""`bin/run`: database, schema, demo world, web server and worker. Ctrl-C stops them all and loses nothing."""

import fcntl
import os
import socket
import subprocess
import sys
import tempfile
import time
from typing import IO

from interchange.operations import installation, locks, processes
from interchange.operations.installation import CLONE, PYTHON
from interchange.operations.postgres_programs import CannotStart

HOST = "127.0.0.1"
HIGHEST_PORT = 65535
SECONDS_TO_ANSWER = 60
DEMO_COMMAND = CLONE / "interchange" / "demo" / "management" / "commands" / "prepare_demo.py"
MANAGE = [PYTHON, str(CLONE / "manage.py")]
WEB = [PYTHON, "-m", "gunicorn", "--chdir", str(CLONE), "-c", str(CLONE / "config" / "gunicorn.conf.py")]
MIGRATE = [*MANAGE, "migrate", "--database=owner", "--verbosity=0"]
WORKER = [*MANAGE, "procrastinate", "worker", "--concurrency=4"]


def main() -> None:
    with processes.stopping_in_order():
        try:
            with only_one():
                port = free_port()
                with installation.database() as addresses:
                    serve(port, {**addresses, **installation.settings(), "INTERCHANGE_PORT": str(port)})
        except CannotStart as reason:
            sys.exit(str(reason))


def only_one() -> IO[str]:
    """Refuse a second server on the same state."""
    try:
        return locks.hold(installation.home() / "run.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CannotStart(
            f"Interchange is already running from {installation.home()}. Stop that one, or give this one a "
            "folder of its own in INTERCHANGE_HOME and a port in INTERCHANGE_PORT."
        ) from error


def free_port() -> int:
    """The port that is asked for, if it is one and nobody has it."""
    asked = os.environ.get("INTERCHANGE_PORT") or "8000"
    if not asked.isdigit() or not 0 < int(asked) <= HIGHEST_PORT:
        raise CannotStart(f"INTERCHANGE_PORT is {asked!r}; it must be a number from 1 to {HIGHEST_PORT}.")
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, int(asked)))
        except OSError as error:
            what_to_do = "Stop what has it, or name another in INTERCHANGE_PORT."
            raise CannotStart(f"Port {asked} cannot be had ({error.strerror}). {what_to_do}") from error
    return int(asked)


def serve(port: int, environment: dict[str, str]) -> None:
    """Bring the schema and the demo world up to date, then serve until a child ends or somebody stops us."""
    finish("Bringing the schema up to date", MIGRATE, environment)
    sign_ins = ""
    if DEMO_COMMAND.exists() and environment["DJANGO_SETTINGS_MODULE"] == installation.DEMO:
        sign_ins = finish("Preparing the demo world", [*MANAGE, "prepare_demo"], environment)
    quiet = {"LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"), "DATABASE_OWNER_URL": ""}
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in {"The web server": WEB, "The worker": WORKER}.items():
            children[name] = processes.begin(command, environment | quiet)
        wait_until_it_answers(port, children)
        print(f"{sign_ins}\nInterchange answers on http://{HOST}:{port}/ (Ctrl-C stops it).", flush=True)
        watch(children)
    finally:
        print("\nStopping ...", flush=True)
        processes.end(*children.values())


def finish(what: str, command: list[str], environment: dict[str, str]) -> str:
    """A step that must succeed; what it said."""
    print(f"{what} ...", end=" ", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        code = processes.run(command, environment, output=output)
        output.seek(0)
        said = output.read()
    if code:
        raise CannotStart(f"\n{said}\nThat went wrong: {what.lower()}. Nothing is being served.")
    print(f"{time.monotonic() - started:.1f} s", flush=True)
    return said


def wait_until_it_answers(port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        refuse_if_one_ended(children)
        with socket.socket() as door:
            if door.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise CannotStart(f"The web server did not answer within {SECONDS_TO_ANSWER} seconds.")


def watch(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """For ever, unless a child ends by itself."""
    while True:
        refuse_if_one_ended(children)
        time.sleep(0.2)


def refuse_if_one_ended(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise CannotStart(
                f"{name} ended by itself (exit code {child.returncode}), so all the rest is stopped."
            )


if __name__ == "__main__":
    main()
