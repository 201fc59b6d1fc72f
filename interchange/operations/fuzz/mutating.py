"""Broken files from good ones: bytes changed, lost, doubled, moved, and pieces that have broken parsers before."""

import random
from collections.abc import Sequence

LARGEST = 20_000
PIECES = (
    b"\0", b"\r", b"\n", b"\r\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a", b"\xc3", b"\xc3\x89", b'"', b"'", b",", b";",
    b"\t", b"<", b">", b"&#0;", b"<!DOCTYPE a>", b"<![CDATA[", b"]]>", b"{", b"[" * 50, b"}", b"null", b"NaN", b"1e999",
    b"9" * 30, b"-1", b"00000000", b"E5", b"E7", b"E9", b" " * 200, b"PK\x03\x04", b"=1+1", b"\\u0000", b"\\ud800",
    b"2027-13-45", b"310299", b"x" * 1_200,
)  # fmt: skip


def mutated(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """One broken file."""
    content = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        at = chance.randrange(len(content) + 1)
        end = min(len(content), at + chance.choice((1, 1, 2, 8, 60, 400)))
        how = chance.randrange(6)
        if how == 0:
            content[at:end] = b""
        elif how == 1:
            content[at:at] = chance.choice(PIECES)
        elif how == 2:
            content[at:at] = content[at:end] * chance.choice((1, 3, 20))
        elif how == 3 and at < len(content):
            content[at] = chance.randrange(256)
        elif how == 4:
            other = chance.choice(seeds)
            start = chance.randrange(len(other) + 1)
            content[at:end] = other[start : start + 100]
        else:
            content[at:end] = chance.randbytes(end - at)
        del content[LARGEST:]
    return bytes(content)
