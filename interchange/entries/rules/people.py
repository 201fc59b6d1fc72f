"""What a candidate's personal details may be."""

import unicodedata
from datetime import date
from difflib import SequenceMatcher

from anyascii import anyascii

LONGEST_NAME = 100
NOT_IN_A_NAME = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, halves of characters, line breaks. What a newer Unicode may know is let through."""
LOST = "\N{REPLACEMENT CHARACTER}"

YOUNGEST, OLDEST = 10, 90
SAME_NAME = 0.6
"""How alike two spellings of one name are at least, from 0 to 1 (ours)."""

SEXES = {"M": "Male", "F": "Female"}
"""As the formats exchanged between centres and boards know it. An X has no place in them yet, so our choice
is not to accept what could not be sent on."""

STATUSES = {"S": "School", "P": "Private"}


def name_fault(name: str) -> str:
    """Any letters and signs, printed on certificates exactly as given (R-ID-15, R-ID-18)."""
    if len(name) > LONGEST_NAME:
        return f"This name has {len(name)} characters; at most {LONGEST_NAME} can be kept."
    if LOST in name:
        return "A letter of this name was lost before the name came here. Type the name again."
    if not name.isprintable() and any(unicodedata.category(letter) in NOT_IN_A_NAME for letter in name):
        return "This name holds a character that cannot be printed. Type the name again."
    return ""


def transliterated(name: str) -> str:
    """A name in plain capitals, as the common format has it (R-ID-18): accents go, other letters become sounds."""
    plain = "".join(letter if letter.isascii() else anyascii(letter) for letter in name)
    return " ".join("".join(letter for letter in plain.upper() if letter.isprintable()).split())


def is_odd_age(born_on: date, *, on: date) -> bool:
    """Whether a candidate would be younger than 10 or older than 90 (4.4): worth a second look."""
    had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
    age = on.year - born_on.year - (0 if had_birthday else 1)
    return not YOUNGEST <= age <= OLDEST


CHECK_BIRTH_DATE = "Check the date of birth."


def uln_needed(candidate: str, series: str) -> str:
    """The refusal where a centre has to give every ULN (R-ID-13)."""
    return f"Give the ULN of {candidate}: {series} takes no entry without one."


def second_uci(known: str) -> str:
    """The warning where the same person seems to have a UCI already (R-ID-11)."""
    return (
        f"A candidate with this name and date of birth already has UCI {known}. Using a second UCI can stop "
        "results being combined. Use that UCI, or confirm these are different people."
    )


def is_another_name(before: tuple[str, str], now: tuple[str, str]) -> bool:
    """Whether a whole name is changed, surname and forenames, and not only how it is spelled (R-ID-16)."""
    return all(not _spelling(one, other) for one, other in zip(before, now, strict=True))


def _spelling(before: str, now: str) -> bool:
    """Whether one name is another spelling of the other: a letter or two, an accent, or a part of it (ours).

    No forenames at all are no spelling of any.
    """
    one, other = transliterated(before), transliterated(now)
    if not one or not other:
        return one == other
    if set(one.replace("-", " ").split()) & set(other.replace("-", " ").split()):
        return True
    return SequenceMatcher(None, one, other).ratio() >= SAME_NAME


ANOTHER_NAME = (
    "This is another name, not another spelling. Changing a whole name needs proof: change it on the page of the "
    "candidate, and say what proof you hold."
)
