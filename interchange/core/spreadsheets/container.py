"""The zip around a workbook: its directory is judged before anything in it is unpacked."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from interchange.core.errors import Refused

MAX_ENTRIES: Final = 1_000
"""A workbook has one for each sheet and drawing, a few dozen in all."""

MAX_UNPACKED: Final = 64_000_000
"""20,000 rows of 30 columns are 40 MB of XML."""

MAX_RATIO: Final = 200
"""Sheets shrink to a tenth or a thirtieth; the best that this packing can do is a thousandth."""

SMALL: Final = 1_000_000
"""Below this an entry may be as repetitive as it likes."""

METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ARCHIVES: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")

COPY_THE_SHEET: Final = "Copy the table into a new workbook and send that."
SAVE_AS_PDF: Final = "Save it as a PDF and send that."
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    NotImplementedError,
    EOFError,
    RuntimeError,
)


class Container:
    """A zip whose entries are few, honest about their size and no archives themselves; or it is `Refused`."""

    def __init__(self, data: bytes, what: str = "workbook") -> None:
        self._what = what
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise damaged(what) from None
        self._entries = {entry.filename.casefold(): entry for entry in self._zip.infolist()}
        self._check(self._zip.infolist(), len(data))

    def _check(self, entries: list[zipfile.ZipInfo], packed: int) -> None:
        if len(entries) > MAX_ENTRIES:
            raise Refused(
                "too-many-entries", f"The {self._what} has more than {MAX_ENTRIES:,} parts. {self._instead}"
            )
        if len(self._entries) < len(entries) or sum(entry.compress_size for entry in entries) > packed:
            raise damaged(self._what)
        if any(entry.flag_bits & 1 for entry in entries):
            raise with_password(self._what)
        if any(entry.compress_type not in METHODS for entry in entries):
            raise damaged(self._what)
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED or any(map(_swells, entries)):
            raise Refused(
                "unpacks-too-large", f"The {self._what} is far larger inside than outside. {self._instead}"
            )
        if any(self._begins(entry).startswith(ARCHIVES) for entry in entries):
            raise Refused("file-in-file", f"There is another file inside the {self._what}. {self._instead}")

    @property
    def _instead(self) -> str:
        return COPY_THE_SHEET if self._what == "workbook" else SAVE_AS_PDF

    @property
    def names(self) -> frozenset[str]:
        """What is inside, in small letters."""
        return frozenset(self._entries)

    def _begins(self, entry: zipfile.ZipInfo) -> bytes:
        try:
            with self._zip.open(entry) as stream:
                return stream.read(8)
        except _BROKEN:
            raise damaged(self._what) from None

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._entries

    def read(self, name: str) -> bytes:
        """One entry, no longer than it said it would be; `Refused` when it is broken or not there."""
        if name not in self:
            raise damaged(self._what)
        try:
            return self._zip.read(self._entries[name.casefold()])
        except _BROKEN:
            raise damaged(self._what) from None


def _swells(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > max(SMALL, entry.compress_size * MAX_RATIO)


def repacked(parts: Mapping[str, bytes]) -> io.BytesIO:
    """A new zip of just these parts, so that the next reader sees what was checked and nothing else."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    packed.seek(0)
    return packed


def damaged(what: str = "workbook") -> Refused:
    program = "spreadsheet program" if what == "workbook" else "own program"
    said = f"The {what} is damaged. Open it in your {program}, save it again and send that."
    return Refused("damaged", said)


def with_password(what: str = "workbook") -> Refused:
    said = f"The {what} is protected by a password. Save a copy without the password and send that."
    return Refused("with-password", said)
