"""A file's name, made safe: it names nothing but the file, on whatever system it is opened."""

import re
import unicodedata

NOT_SAFE = re.compile(r"[^A-Za-z0-9]+")
LONGEST = 80
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
"""What Windows takes for a device, whatever the extension."""


def extension_of(name: str) -> str:
    """What stands after the last full stop, in small letters; empty where there is none."""
    stem, dot, last = name.rpartition(".")
    return last.strip().casefold() if dot and stem else ""


def safe_name(name: str, kind: str) -> str:
    """A name of letters, figures and hyphens with this one extension; accents go, paths and second extensions too."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    tidy = NOT_SAFE.sub("-", plain).strip("-")[:LONGEST].strip("-") or "file"
    return f"file-{tidy}.{kind}" if tidy.casefold() in RESERVED else f"{tidy}.{kind}"
