"""What a centre number is."""

import re
import unicodedata

from interchange.core.errors import Refused

CENTRE_NUMBER = re.compile(r"[0-9]{5}\Z")
LONGEST_NAME = 200


def is_centre_number(text: str) -> bool:
    """Five digits, as on the National Centre Number register (R-ID-1)."""
    return bool(CENTRE_NUMBER.match(text))


def centre_number(typed: str) -> str:
    """A typed centre number without spaces; refused when it is not five digits."""
    number = "".join(typed.split())
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
