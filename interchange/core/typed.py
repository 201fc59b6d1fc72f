"""What people type into a field, as it is kept; what cannot be kept is refused with a sentence that says what to do."""

import unicodedata
from datetime import date

from interchange.core.errors import Refused
from interchange.core.grid.kinds import Day

LONGEST_REASON = 2_000


def a_day(typed: str, *, code: str) -> date | None:
    """A calendar day, written as in Britain, in words or as 2027-05-15; none where nothing was typed (B11)."""
    try:
        return Day().read(typed) if typed.strip() else None
    except ValueError as reason:
        raise Refused(code, str(reason)) from None


def in_one_line(text: str) -> str:
    """Text with single spaces for everything between its words, and for whatever cannot be printed."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def a_line(typed: str, *, code: str, longest: int, ask: str = "") -> str:
    """One line of text; refused where it is too long, and with `ask`, if given, where there is none."""
    line = in_one_line(typed)
    if ask and not line:
        raise Refused(code, ask)
    if len(line) > longest:
        raise Refused(code, f"This has {len(line):,} characters. Use at most {longest:,}.")
    return line


def a_reason(
    typed: str, *, ask: str = "Say why.", code: str = "reason", shortest: int = 1, longest: int = LONGEST_REASON
) -> str:  # fmt: skip
    """Why somebody does something that has to be explained later: its words with single spaces between them.

    Refused with `ask` where it says too little, and where it is too long or not printable.
    """
    reason = " ".join(typed.split())
    if len(reason) < shortest:
        raise Refused(code, ask)
    if len(reason) > longest:
        raise Refused(code, f"The reason has {len(reason):,} characters. Use at most {longest:,}.")
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in reason):
        raise Refused(code, "The reason holds a character that cannot be printed. Type it again.")
    return reason
