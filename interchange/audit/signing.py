"""The key that signs roots (Ed25519, RFC 8032), and the folder outside the database where roots are kept too."""

import json
import os
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings


def signing_key() -> Ed25519PrivateKey:
    """The key in its file, which is made the first time and which only we may read."""
    file = Path(settings.AUDIT_SIGNING_KEY)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _make(file)
    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{file} holds a key of another kind than Ed25519.")
    return key


def _make(file: Path) -> None:
    """A new key, whole or not at all; where another process was quicker, the other's."""
    new = file.with_name(f"{file.name}.{os.getpid()}")
    made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
        opened.write(made)
    try:
        os.link(new, file)
    except FileExistsError:
        pass
    finally:
        new.unlink()


def name_of(key: Ed25519PrivateKey) -> str:
    """The public half in 64 hexadecimal digits: what a root says it was signed by."""
    return key.public_key().public_bytes_raw().hex()


def sign(message: str, key: Ed25519PrivateKey) -> str:
    """The signature in 128 hexadecimal digits."""
    return key.sign(message.encode()).hex()


def is_signed(message: str, signature: str, by: str) -> bool:
    """Whether the holder of the key of this name signed exactly this."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(by)).verify(
            bytes.fromhex(signature), message.encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def trusted_keys() -> set[str]:
    """The present key, and earlier ones whose names an operator has put into the folder as `NAME.pub`."""
    return {name_of(signing_key()), *(file.stem for file in folder().glob("*.pub"))}


def folder() -> Path:
    """Where roots are kept outside the database; best on another machine's disk."""
    return Path(settings.AUDIT_ROOTS_FOLDER)


def keep_file(number: int, content: dict[str, Any]) -> None:
    """Write a root's file, whole or not at all; one that is there stays as it is."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    file = place / f"{number:08d}.json"
    if file.exists():
        return
    new = file.with_suffix(f".{os.getpid()}")
    new.write_text(json.dumps(content, sort_keys=True, indent=0), encoding="utf-8")
    new.chmod(0o440)
    new.replace(file)


def kept_files() -> dict[int, dict[str, Any] | None]:
    """Every root's file by its number; None for one that cannot be read as one."""
    found: dict[int, dict[str, Any] | None] = {}
    for file in folder().glob("*.json"):
        if file.stem.isdecimal():
            found[int(file.stem)] = _read(file)
    return found


def _read(file: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None
