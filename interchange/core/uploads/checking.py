"""What somebody sent, file by file: taken, or left out with a sentence that says why (B10)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from interchange.core.errors import Refused
from interchange.core.uploads.naming import extension_of, safe_name
from interchange.core.uploads.opening import open_file
from interchange.core.uploads.scanning import SCANNER_DOWN, scan
from interchange.core.uploads.uses import MEGABYTE, SAME_AS, Use

LONGEST_SHOWN = 80


@dataclass(frozen=True)
class Checked:
    """A file that was looked into and may be kept: its safe name, its kind, and whether a scanner has seen it."""

    name: str
    kind: str
    data: bytes
    digest: str
    scanned: bool

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.data)


@dataclass(frozen=True)
class Problem:
    """A file that was left out, and why."""

    name: str
    code: str
    message: str


@dataclass
class Received:
    """What became of the files of one form: each stands on one of the two lists."""

    accepted: list[Checked] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_files(sent: "Iterable[UploadedFile[Any]]", use: Use, *, already: int = 0) -> Received:
    """Every file that was sent, checked; one that is refused does not keep the others out.

    `already` is how many of the same message were sent before.
    """
    found, scanner_down = Received(), False
    for number, file in enumerate(sent):
        try:
            _check_room(use, already + number, sum(one.size for one in found.accepted) + (file.size or 0))
            if scanner_down:
                raise SCANNER_DOWN
            found.accepted.append(check(file, use))
        except Refused as refusal:
            scanner_down = scanner_down or refusal.code == SCANNER_DOWN.code
            found.problems.append(Problem(_shown(file.name or ""), refusal.code, refusal.message))
    return found


def _check_room(use: Use, number: int, together: int) -> None:
    if number >= use.most:
        raise Refused("too-many", f"At most {use.most} files at a time. Send this one with the next message.")
    if together > use.together:
        most = use.together // MEGABYTE
        raise Refused(
            "too-much", f"The files are more than {most} MB together. Send this one with the next message."
        )


def check(file: "UploadedFile[Any]", use: Use) -> Checked:
    """One file: of a kind, a size and a content that this use takes, and clean where a scanner is set up; else refused.

    The size is looked at before a byte is read, the size of what is packed before it is unpacked.
    """
    ending = extension_of(file.name or "")
    kind = SAME_AS.get(ending, ending)
    if kind not in use.kinds:
        raise Refused("kind", f"Files of this kind are not taken. Send {use.in_words}.")
    if (file.size or 0) > use.largest:
        raise Refused(
            "too-large",
            f"The file is larger than {use.largest // MEGABYTE} MB. Make it smaller, or split it.",
        )
    data = file.read()
    if not data:
        raise Refused("empty", "The file is empty.")
    open_file(data, kind)
    scanned = scan(data)
    return Checked(safe_name(file.name or "", kind), kind, data, hashlib.sha256(data).hexdigest(), scanned)


def _shown(name: str) -> str:
    """A name as it can be shown to whoever sent it."""
    plain = (
        "".join(letter if letter.isprintable() else " " for letter in name).strip() or "a file without a name"
    )
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]}…"
