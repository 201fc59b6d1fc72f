"""Codes as people type them, and series by their codes."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from interchange.core.errors import Refused

SERIES_CODE = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])\Z", re.ASCII)
UNIT_RANGE = re.compile(r"([A-Z]+)(\d{1,6})-\1(\d{1,6})\Z", re.ASCII)
JOINED = re.compile(r"([A-Z]\d{3})(\d\d)|(\d{4})([A-Z])", re.ASCII)
LONGEST_RANGE = 200
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def code_key(typed: str) -> str:
    """What two spellings of one code have in common: letters and digits alone, in capitals (B3)."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in plain if character.isascii() and character.isalnum())


def assessment_code(typed: str) -> str:
    """A typed assessment code as it is printed: `j277 03`, `J27703` and `J277-03` are `J277/03`."""
    key = code_key(typed)
    parts = JOINED.fullmatch(key)
    return "/".join(part for part in parts.groups() if part) if parts else key


def slug_for(assessment: str, entry_code: str, title: str, *, taken: Iterable[str] = ()) -> str:
    """The part of an address that stands for a component; numbered where another has taken it."""
    base = _slugged(assessment) or "-".join(filter(None, [_slugged(entry_code), _slugged(title).lower()]))
    base = base[:100].strip("-") or "component"
    used = {slug.lower() for slug in taken}
    slug, number = base, 1
    while slug.lower() in used:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _slugged(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")


def unit_codes(printed: str) -> list[str]:
    """The codes that entries may name: `Y101-Y113` stands for thirteen units, any other code for itself."""
    parts = UNIT_RANGE.fullmatch(printed)
    if parts is None:
        return [printed]
    letters, first, last = parts[1], int(parts[2]), int(parts[3])
    if not first <= last < first + LONGEST_RANGE:
        return [printed]
    return [f"{letters}{number:0{len(parts[2])}d}" for number in range(first, last + 1)]


def free_numbers(taken: Iterable[str]) -> Iterator[str]:
    """1, 2, ... without those taken: the codes we give to options that have none in print."""
    used = set(taken)
    number = 0
    while True:
        number += 1
        if str(number) not in used:
            yield str(number)


# ---------------------------------------------------------------- series


def series_parts(code: str) -> tuple[int, int]:
    """Year and month of a series code such as `2027-06`; refused when it is not one."""
    found = SERIES_CODE.match(code)
    if not found:
        raise Refused(
            "series-code", f"“{code[:20]}” is not a series. Write the year and the month, as in 2027-06."
        )
    return int(found[1]), int(found[2])


def series_name(year: int, month: int) -> str:
    """`June 2027`."""
    return f"{MONTHS[month - 1]} {year}"
