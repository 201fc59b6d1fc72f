"""Identifiers made here, so that a row has its key before it reaches a database."""

import os
import time
from uuid import UUID

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> UUID:
    """A random UUID that sorts by the time it was made (version 7, RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def base32(value: int, length: int) -> str:
    """`value` in Crockford's alphabet (no I, L, O, U), the last `length` digits of it."""
    digits = []
    for _ in range(length):
        value, digit = divmod(value, len(CROCKFORD))
        digits.append(CROCKFORD[digit])
    return "".join(reversed(digits))
