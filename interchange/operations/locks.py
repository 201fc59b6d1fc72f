"""Locks between processes, which die with the process that holds them."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def hold(file: Path, kind: int) -> IO[str]:
    """The opened and locked file; closing it lets go. With LOCK_NB a taken lock is a BlockingIOError."""
    opened = file.open("a")
    try:
        fcntl.flock(opened, kind)
    except BlockingIOError:
        opened.close()
        raise
    return opened


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """One process at a time; the others wait."""
    with hold(file, fcntl.LOCK_EX):
        yield


def is_free(file: Path) -> bool:
    """Does nobody hold it?"""
    try:
        hold(file, fcntl.LOCK_EX | fcntl.LOCK_NB).close()
    except BlockingIOError:
        return False
    return True
