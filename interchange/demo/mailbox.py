"""The mail that the demo would have sent: kept in a folder instead, and shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

SEPARATOR = b"-" * 79 + b"\n"
"""What Django's file backend writes after each message."""
MOST = 200


@dataclass(frozen=True)
class Mail:
    """One message, as far as somebody wants to read it."""

    name: str
    at: datetime | None
    to: str
    subject: str
    body: str


def mails() -> list[Mail]:
    """The latest messages, newest first; none where mail is really sent."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "/nonexistent")
    files = sorted(folder.glob("*.log"), reverse=True) if folder.is_dir() else []
    found: list[Mail] = []
    for file in files:
        found += reversed(list(_in_file(file)))
        if len(found) >= MOST:
            break
    return found[:MOST]


def _in_file(file: Path) -> Iterator[Mail]:
    parts = [part for part in file.read_bytes().split(SEPARATOR) if part.strip()]
    for place, part in enumerate(parts):
        message = message_from_bytes(part, policy=policy.default)
        text = message.get_body(("plain",))
        body = str(text.get_content()) if text else ""
        date = str(message["Date"] or "")
        yield Mail(
            f"{file.stem}-{place}", parsedate_to_datetime(date) if date else None, str(message["To"] or ""),
            str(message["Subject"] or ""), body,
        )  # fmt: skip
