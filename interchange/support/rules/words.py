"""What people type, as it is kept."""

from interchange.core.errors import Refused
from interchange.core.typed import in_one_line


def checked(typed: str, *, field: str, what: str, longest: int, needed: bool = True) -> str:
    """The text without space around it and with plain ends of lines; refused where it is missing or too long.

    `field` is the code of the refusal; `what` says what to enter.
    """
    text = typed.replace("\r\n", "\n").strip()
    if needed and not text:
        raise Refused(field, f"Enter {what}.")
    if len(text) > longest:
        raise Refused(field, f"This has {len(text):,} characters. Use at most {longest:,}.")
    return text


def one_line(typed: str, *, field: str, what: str, longest: int, needed: bool = True) -> str:
    """The same for what stands in one line."""
    return checked(in_one_line(typed), field=field, what=what, longest=longest, needed=needed)


def is_page(path: str) -> bool:
    """Whether it is the address of a page of this site, without a question or anything else that could be personal."""
    return path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path


LONGEST_PART = 24
IDENTIFIER = 36
"""As long as a key of a row, which is no secret; other long parts of an address may be."""


def page_of(path: str, *, longest: int = 300) -> str:
    """A page's address as it is kept; empty where it is none. What stands after the question mark is left out, and so
    is every part that could be the token of a link."""
    plain = path.strip().partition("?")[0].partition("#")[0]
    parts = ["..." if _may_be_secret(part) else part for part in plain.split("/")]
    return "/".join(parts) if is_page(plain) and len(plain) <= longest else ""


def _may_be_secret(part: str) -> bool:
    return len(part) > LONGEST_PART and not (len(part) == IDENTIFIER and part.count("-") == 4)
