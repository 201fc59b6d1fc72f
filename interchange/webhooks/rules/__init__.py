"""What a centre's system is told by a webhook, how a message is signed, and when it is sent again."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from interchange.core.labelled import Labelled

LONGEST_NAME, MOST_HOOKS = 80, 10
SECRET_BYTES, SECRET_PREFIX = 32, "whsec_"
MOST_ITEMS = 500
"""Entries named in one message; the rest is asked for by the API."""


class Message(Labelled):
    """What a message is about; `label` says it to whoever chooses."""

    ENTRIES_ACCEPTED = "entries.accepted", "Entries have been accepted"
    ENTRIES_REJECTED = "entries.rejected", "Entries have been rejected"
    FILE_PROCESSED = "file.processed", "A file has been processed"
    TEST = "test", "A test, sent by hand"


CHOICES = tuple(one for one in Message if one is not Message.TEST)
"""What a hook may be told of; the test comes to every hook."""

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 300, 600, 1440))
"""How long after each failure the next try comes; after the last of them the message is given up."""
KEPT = timedelta(days=30)


def next_try(tries: int, *, after: datetime) -> datetime | None:
    """When a message that failed for the `tries`-th time is sent again; none where it is given up."""
    return after + WAITS[tries - 1] if tries <= len(WAITS) else None


def new_secret() -> str:
    """A new secret, as its owner is shown it once: 256 random bits."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, message_id: str, at: int, body: str) -> str:
    """The signature of a message by the rule of Standard Webhooks: HMAC-SHA-256 of `id.timestamp.body`, version 1."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    told = hmac.new(key, f"{message_id}.{at}.{body}".encode(), hashlib.sha256).digest()
    return "v1," + base64.b64encode(told).decode()


def signatures(secrets_held: Sequence[str], message_id: str, at: int, body: str) -> str:
    """One for each secret that is good just now, so that a secret can be replaced without losing a message."""
    return " ".join(signature(secret, message_id, at, body) for secret in secrets_held)


def is_taken(status: int) -> bool:
    """Whether an answer says that the message was taken: any 2xx. A redirection is not followed."""
    return 200 <= status < 300
