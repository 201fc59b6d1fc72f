"""Passwords that others have had: the commonest, and those in an offline list of stolen ones (5.1.8)."""

import hashlib
from functools import cache
from pathlib import Path

import structlog
from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator

from interchange.accounts.rules.names import tidy_password
from interchange.accounts.rules.passwords import cores_of

PREFIX = 5
log = structlog.get_logger(__name__)


def is_common(password: str) -> bool:
    """Whether it is one of the 10,000 commonest and more, also with digits and signs around it."""
    return not cores_of(password).isdisjoint(_commonest())


@cache
def _commonest() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def is_breached(password: str) -> bool:
    """Whether it stands in the list of `PASSWORD_BREACH_LIST`; of that list one small file is read.

    The folder holds a file for each first five hexadecimal digits of a SHA-1, with a line `REST:COUNT` for each
    password, as the list of Have I Been Pwned is downloaded; a count of 0 is padding. Without the folder nothing is
    known. A file that cannot be read is logged, and never keeps somebody from a new password.
    """
    if not settings.PASSWORD_BREACH_LIST:
        return False
    digest = hashlib.sha1(tidy_password(password).encode(), usedforsecurity=False).hexdigest().upper()
    return _count(_file_of(Path(settings.PASSWORD_BREACH_LIST), digest[:PREFIX]), digest[PREFIX:]) > 0


def _file_of(folder: Path, prefix: str) -> Path:
    """The file of a prefix, with the ending that the usual downloader gives it or without."""
    plain = folder / prefix
    return plain if plain.exists() else folder / f"{prefix}.txt"


def _count(file: Path, rest: str) -> int:
    try:
        lines = file.read_text("ascii", errors="replace").splitlines()
    except OSError as problem:
        log.warning("breach list unreadable", file=file.name, problem=type(problem).__name__)
        return 0
    found = next((line for line in lines if line[: len(rest)].upper() == rest), "")
    times = found[len(rest) + 1 :].strip()
    return int(times) if times.isdigit() else 0
