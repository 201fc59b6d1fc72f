"""What proves a submission: its digest, its receipt number and the short code printed on the form."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from interchange.core.identifiers import base32

CODE_BITS = 40
CONFUSED = str.maketrans({"O": "0", "I": "1", "L": "1"})


def digest_of(heading: dict[str, Any], lines: Sequence[Sequence[Any]]) -> str:
    """SHA-256 over the heading and every line in order: one changed character changes it."""
    text = json.dumps([heading, list(map(list, lines))], sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def receipt_number(centre_number: str, draw: int) -> str:
    """A receipt number from a random draw of 40 bits: the centre's number, then eight characters."""
    code = base32(draw, 8)
    return f"{centre_number}-{code[:4]}-{code[4:]}"


def check_code(secret: str, receipt: str, version: int, digest: str) -> str:
    """Eight characters that only the awarding body's server can make for these marks."""
    seal = hmac.new(secret.encode(), f"{receipt}\n{version}\n{digest}".encode(), hashlib.sha256).digest()
    code = base32(int.from_bytes(seal[:5], "big"), 8)
    return f"{code[:4]}-{code[4:]}"


def same_code(typed: str, code: str) -> bool:
    """Whether a code read off paper is this one; O and 0, I, L and 1 are taken for each other."""
    return hmac.compare_digest(plain_code(typed), plain_code(code))


def plain_code(typed: str) -> str:
    """A code without its hyphens and spaces, in capitals, with look-alikes made one."""
    kept = "".join(character for character in typed.upper() if character.isascii() and character.isalnum())
    return kept.translate(CONFUSED)


def tidy_receipt(typed: str) -> str:
    """A receipt number as it is printed, whatever hyphens and spaces it was typed with."""
    plain = plain_code(typed)
    return f"{plain[:5]}-{plain[5:9]}-{plain[9:13]}"
