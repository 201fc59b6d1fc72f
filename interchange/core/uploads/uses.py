"""The table of uploads: which kinds of file, how large and how many, for which use (ASVS 5.1.1)."""

from dataclasses import dataclass

MEGABYTE = 1_000_000

MIME_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
"""Every kind that may come in at all, and how it is given out. No SVG and no HTML: both run scripts."""
SAME_AS = {"jpg": "jpeg"}


@dataclass(frozen=True)
class Use:
    """What may be sent for one purpose: which kinds, how large each file, how many at a time, how much together."""

    name: str
    kinds: tuple[str, ...]
    largest: int = 10 * MEGABYTE
    most: int = 50
    together: int = 100 * MEGABYTE

    @property
    def extensions(self) -> str:
        """For the attribute `accept` of a field."""
        return ",".join(
            f".{kind}"
            for kind in (*self.kinds, *(short for short in SAME_AS if SAME_AS[short] in self.kinds))
        )

    @property
    def in_words(self) -> str:
        """What a hint says of it."""
        *first, last = [kind.upper() if kind != "jpeg" else "JPEG" for kind in self.kinds]
        kinds = f"{', '.join(first)} or {last}" if first else last
        size = f"at most {self.largest // MEGABYTE} MB"
        return (
            f"{kinds}, {size}" if self.most == 1 else f"{kinds}, {size} each, at most {self.most} at a time"
        )


MESSAGE = Use("message", ("pdf", "png", "jpeg", "docx", "xlsx", "csv", "txt"))
"""Attachments of messages between centres and the awarding body (mission B4)."""

GUIDE = Use("guide", ("pdf", "docx", "xlsx"), most=1, together=10 * MEGABYTE)
"""Guides to download (mission B4)."""

CATALOGUE = Use("catalogue", ("csv", "xlsx"), most=15, together=50 * MEGABYTE)
"""Files of the catalogue, to be compared and applied (B7)."""

USES = (MESSAGE, GUIDE, CATALOGUE)
