"""Starting child processes that never outlive us, and being stopped in an orderly way."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType
from typing import IO

SECONDS_TO_FINISH = 25
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop, by Ctrl-C or by a signal."""

    def __init__(self, number: int) -> None:
        super().__init__(f"stopped by {signal.Signals(number).name}")
        self.exit_code = 128 + number


@contextmanager
def stopping_in_order() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal end the program by its `finally`s, with the usual exit code."""
    for number in STOPPING:
        signal.signal(number, _stop)
    try:
        yield
    except Stopped as stopped:
        sys.exit(stopped.exit_code)


def _stop(number: int, frame: FrameType | None) -> None:
    for also in STOPPING:
        signal.signal(also, signal.SIG_IGN)  # once is enough: what follows is tidying up
    raise Stopped(number)


def begin(
    command: list[str], environment: Mapping[str, str], *, output: IO[str] | None = None
) -> subprocess.Popen[bytes]:
    """A child that Ctrl-C does not reach (we stop it ourselves) and that the kernel ends if we are killed."""
    leash = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
    return subprocess.Popen(
        [*leash, *command], env=os.environ | environment, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=output, stderr=output,
    )  # fmt: skip


def end(*children: subprocess.Popen[bytes]) -> None:
    """Ask all to finish, give them time, then insist."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(SECONDS_TO_FINISH)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def run(command: list[str], environment: Mapping[str, str], *, output: IO[str] | None = None) -> int:
    """A child that runs to its end, or to ours; its exit code."""
    child = begin(command, environment, output=output)
    try:
        return child.wait()
    finally:
        end(child)


def in_foreground(command: list[str], environment: Mapping[str, str]) -> int:
    """A child that has the terminal, Ctrl-C included, until it ends; its exit code."""
    signal.signal(signal.SIGINT, _leave_it_to_the_child)
    return subprocess.run(command, check=False, env=os.environ | environment).returncode


def _leave_it_to_the_child(number: int, frame: FrameType | None) -> None:
    """A handler, because an ignored signal would be ignored by the child as well."""
