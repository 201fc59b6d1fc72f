"""What a centre's number and name are, and what people are called on its forms."""

import re
import unicodedata
from collections.abc import Callable

from interchange.core.errors import Refused
from interchange.core.grid.noise import tidied
from interchange.core.typed import a_reason

CENTRE_NUMBER = re.compile(r"[0-9]{5}\Z")
LONGEST_NAME = 200
Reader = Callable[[str], str]
"""Takes what was typed, gives what is kept, or refuses."""


def is_centre_number(text: str) -> bool:
    """Five digits, as on the National Centre Number register (R-ID-1)."""
    return bool(CENTRE_NUMBER.match(text))


def centre_number(typed: str) -> str:
    """A typed centre number without spaces; refused when there is none, or not five digits."""
    number = "".join(typed.split())
    if not number:
        raise Refused("centre-number", "Enter the centre number: five digits.")
    if not is_centre_number(number):
        raise Refused(
            "centre-number", f"“{typed[:20]}” is not a centre number. A centre number has five digits."
        )
    return number


def centre_name(typed: str) -> str:
    """A centre's name with single spaces; refused when it is empty, too long or not printable."""
    name = " ".join(typed.split())
    if not name:
        raise Refused("centre-name", "Give the name of the centre.")
    if len(name) > LONGEST_NAME:
        raise Refused(
            "centre-name", f"The name has {len(name)} characters; at most {LONGEST_NAME} can be kept."
        )
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in name):
        raise Refused("centre-name", "The name holds a character that cannot be printed. Type it again.")
    return name


def line_of_text(typed: str, what: str, *, longest: int, code: str, may_be_empty: bool = False) -> str:
    """A typed line without noise; refused when it is missing, too long or not printable. `what`: “your name”."""
    text = tidied(typed)
    if not text and not may_be_empty:
        raise Refused(code, f"Enter {what}.")
    if len(text) > longest:
        raise Refused(code, f"This has {len(text):,} characters. Use at most {longest:,}.")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise Refused(code, "This holds a character that cannot be printed. Type it again.")
    return text


def text(typed: str, what: str, *, longest: int, code: str, may_be_empty: bool = False) -> str:
    """A typed text of several lines; refused when it is missing, too long or not printable."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not lines and not may_be_empty:
        raise Refused(code, f"Enter {what}.")
    if len(lines) > longest:
        raise Refused(code, f"This has {len(lines):,} characters. Use at most {longest:,}.")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in lines if character not in "\n\t"):
        raise Refused(code, "This holds a character that cannot be printed. Type it again.")
    return lines


def reason(typed: str) -> str:
    """Why somebody does something that has to be explained later; refused when it says nothing."""
    return a_reason(typed, ask="Enter the reason.", longest=1_000)


TELEPHONE = re.compile(r"\+?[0-9]{7,15}\Z")


def telephone(typed: str, *, code: str = "phone") -> str:
    """A telephone number as typed, with single spaces; refused where nobody could call it."""
    number = tidied(typed)
    bare = re.sub(r"[ ()./-]", "", number)
    if not TELEPHONE.match(bare):
        raise Refused(code, "Enter a telephone number with its area code, such as 01632 960 001.")
    return number
