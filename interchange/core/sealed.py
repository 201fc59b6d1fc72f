"""Secrets that have to be read again: sealed in the database, opened only where they are used (ASVS 11.3.3).

Authenticated encryption (Fernet) under the keys of `SEALING_KEYS`: the first seals and all of them open, so that a key
is replaced by putting a new one before it.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """What was sealed cannot be opened with any of the keys."""


def seal(text: str) -> str:
    """The text sealed; empty stays empty."""
    return _box(_keys()).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """What `seal` was given; `Unreadable` where the key is gone or somebody changed a byte."""
    if not sealed:
        return ""
    try:
        return _box(_keys()).decrypt(sealed.encode()).decode()
    except InvalidToken as problem:
        raise Unreadable from problem


def _keys() -> tuple[str, ...]:
    """The keys named for sealing; where none are, those that sign sessions."""
    named = settings.SEALING_KEYS or [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    return tuple(named)


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"interchange sealed text").derive(
        key.encode()
    )
