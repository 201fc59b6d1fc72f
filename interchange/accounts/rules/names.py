"""Names people sign in with."""

import re
import unicodedata
from collections.abc import Sequence

LOGIN_ID = re.compile(r"([0-9]{5}|[A-Z0-9]{2,10})\Z")


def tidy_login_id(typed: str) -> str:
    """A Login ID as we keep it: no spaces and nothing unprintable, capitals, leading zeros kept (2.2)."""
    return "".join(letter for letter in typed if letter.isprintable() and not letter.isspace()).upper()


def is_login_id(text: str) -> bool:
    """Five digits, or an ID of up to ten letters and digits issued by the awarding body (2.2)."""
    return bool(LOGIN_ID.match(text))


def tidy_username(typed: str) -> str:
    """A username as we keep it: lower case, no separators (2.3)."""
    return re.sub(r"[^a-z0-9]", "", _ascii(typed).lower())


def tidy_password(typed: str) -> str:
    """A password as it is hashed: accents composed, whatever keyboard typed them, and nothing cut off (5.1.8)."""
    return unicodedata.normalize("NFC", typed)


def username_for(first_name: str, last_name: str, *, taken: frozenset[str] = frozenset()) -> str:
    """First name and surname in plain letters, with a number where it is taken in this Login ID (2.3)."""
    base = tidy_username(first_name + last_name)[:60] or "user"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}{number}"
    return name


def in_words(names: Sequence[str], *, most: int) -> str:
    """Names in one line, with how many more there are: Ann Lee, Ben Shaw and 3 more."""
    shown, more = list(names[:most]), len(names) - most
    last = [f"{more:,} more"] if more > 0 else [shown.pop()] if len(shown) > 1 else []
    return " and ".join(filter(None, [", ".join(shown), *last]))


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
