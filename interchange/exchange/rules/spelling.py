"""Names as files have them: `SURNAME: FORENAMES` in plain capitals, at most 40 characters (R-ID-18)."""

from interchange.entries.rules.people import transliterated

LONGEST = 40
SIGNS = frozenset("'.()/- ")
"""Beside letters; a colon ends the surname."""
NO_COLON = (
    "There is no colon after the surname. Write SURNAME: FORENAMES, or SURNAME: where there are no forenames."
)


def _plain(name: str) -> str:
    kept = (letter for letter in transliterated(name) if letter.isalpha() or letter in SIGNS)
    return " ".join("".join(kept).split())


def of_file(surname: str, forenames: str) -> str:
    """A name as a file can hold it; what does not fit is cut off."""
    return f"{_plain(surname)}: {_plain(forenames)}".strip()[:LONGEST].strip()


def repaired(name: str) -> tuple[str, str]:
    """A name in capitals, without signs that no name may have, and a note of what was put right; "" where nothing."""
    kept = "".join(letter for letter in name.upper() if letter.isalpha() or letter in SIGNS or letter == ":")
    kept = " ".join(kept.split())
    if len(kept.replace(" ", "")) < len(name.upper().replace(" ", "")):
        return kept, f"“{name}” has signs that no name may have; it was read as “{kept}”."
    return kept, (f"“{name}” was read in capitals." if name != name.upper() else "")


def read(written: str) -> tuple[str, str, str]:
    """Surname and forenames of a name as files have it, and the note; `ValueError` where nothing parts the two."""
    name, note = repaired(written)
    surname, colon, forenames = (part.strip() for part in name.partition(":"))
    if not colon or not surname:
        raise ValueError(NO_COLON)
    return surname, " ".join(forenames.replace(":", " ").split()), note
