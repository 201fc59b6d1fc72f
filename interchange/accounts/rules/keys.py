"""What keys of programs are, and what they may be given."""

import secrets
from datetime import date, timedelta
from typing import NamedTuple

PREFIX, LONGEST_NAME, MOST_KEYS = "ick", 80, 20
LONGEST_LIFE = timedelta(days=366)
FOR_PROGRAMS = (
    "entries-view", "entries-enter", "entries-submit", "estimates-view", "estimates-enter", "marks-view", "marks-enter",
    "vq-entries-view", "vq-entries-submit",
)  # fmt: skip
"""The capabilities that a key may carry, in the order of the page; `welcome` comes with every key."""


class Token(NamedTuple):
    """A key as its owner is shown it, once: what it is looked up by, and the secret."""

    prefix: str
    secret: str

    def __str__(self) -> str:
        return f"{PREFIX}_{self.prefix}_{self.secret}"


def new_token() -> Token:
    """A new key; 128 random bits and more (ASVS 11.5.1)."""
    return Token(secrets.token_hex(5), secrets.token_urlsafe(32))


def read_token(text: str) -> Token | None:
    """The parts of a key that a program showed; none where it has not the shape of one."""
    start, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    shaped = start == PREFIX and len(prefix) == 10 and 40 <= len(secret) <= 50 and text.isascii()
    return Token(prefix, secret) if shaped else None


def why_not_until(until: date | None, *, today: date) -> str:
    """What is wrong with the last day of a new key, as a sentence; empty where nothing is."""
    if until is None:
        return "Give the last day on which the key shall work, for example 31/08/2027."
    if until <= today:
        return "The last day has to be after today."
    if until - today > LONGEST_LIFE:
        return "A key works for a year at most. Give an earlier day, and make a new key when it ends."
    return ""
