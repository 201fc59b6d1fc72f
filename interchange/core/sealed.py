"""Secrets that have to be read again: sealed in the database, opened only where they are used (ASVS 11.3.2, 11.3.3).

AES-256-GCM under the keys of `SEALING_KEYS`: the first seals and all of them open, so that a key is replaced by putting
a new one before it.
"""

import base64
import binascii
import secrets
from functools import cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

FORM: Final = "1."
"""How the text was sealed, so that another way can follow and this one still be opened."""
NONCE: Final = 12


class Unreadable(Exception):
    """What was sealed cannot be opened with any of the keys."""


def seal(text: str) -> str:
    """The text sealed; empty stays empty."""
    if not text:
        return ""
    nonce = secrets.token_bytes(NONCE)
    closed = nonce + _box(_keys()[0]).encrypt(nonce, text.encode(), FORM.encode())
    return FORM + base64.urlsafe_b64encode(closed).decode()


def unseal(sealed: str) -> str:
    """What `seal` was given; `Unreadable` where the key is gone or somebody changed a byte."""
    if not sealed:
        return ""
    try:
        closed = base64.b64decode(sealed.removeprefix(FORM), altchars="-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Unreadable from problem
    for key in _keys() if sealed.startswith(FORM) and len(closed) > NONCE else ():
        try:
            return _box(key).decrypt(closed[:NONCE], closed[NONCE:], FORM.encode()).decode()
        except InvalidTag:
            continue
    raise Unreadable


def _keys() -> list[str]:
    """The keys named for sealing; where none are, those that sign sessions."""
    signing = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return settings.SEALING_KEYS or [str(key) for key in signing]


@cache
def _box(key: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"interchange sealed text")
    return AESGCM(derived.derive(key.encode()))
