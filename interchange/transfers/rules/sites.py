"""Alternative sites: timetabled written exams at another address (R-ALT-1)."""

import re
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from interchange.core.clock import day_in_words
from interchange.core.errors import Refused
from interchange.core.labelled import Labelled
from interchange.core.typed import a_day


class Why(Labelled):
    """Why exams are held at another address."""

    ROOM = "room", "There is not enough room at the centre"
    BUILDING = "building", "The building cannot be used"
    CANDIDATE = "candidate", "A candidate cannot come to the centre"
    SAFETY = "safety", "Safety or an emergency"
    OTHER = "other", "Another reason"


LONGEST_ADDRESS, LONGEST_TEXT, MOST_DAYS = 300, 1_000, 62
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")


def read_why(typed: str) -> Why:
    """One of the reasons; refused for anything else."""
    try:
        return Why.of(typed)
    except LookupError:
        raise Refused("ground", "Choose why the exams are held there.") from None


def read_postcode(typed: str) -> str:
    """A postcode as it is written on letters; refused where it is none of the United Kingdom."""
    letters = "".join(typed.split()).upper()
    if not (letters.isascii() and POSTCODE.fullmatch(letters)):
        raise Refused("postcode", "Enter the postcode of the site, such as NR1 4AB.")
    return f"{letters[:-3]} {letters[-3:]}"


class Days(NamedTuple):
    """From which day to which the site is used."""

    first: date
    last: date


def read_days(first: str, last: str) -> Days:
    """The days on which the site is used; refused without a first one, or where they are out of order."""
    begins, ends = a_day(first, code="first"), a_day(last, code="last")
    if begins is None:
        raise Refused("first", "Enter the first day on which the site is used.")
    ends = ends or begins
    if ends < begins:
        raise Refused("last", "The last day is before the first. Enter a later day.")
    if (ends - begins).days > MOST_DAYS:
        raise Refused("last", "One application covers two months at most. Send another one for later days.")
    return Days(begins, ends)


def check_days(days: Days, papers: Collection[tuple[str, date | None]]) -> None:
    """Refused where a paper is sat on another day than those on which the site is used; `papers` by code and day."""
    elsewhen = [(code, on) for code, on in papers if on and not days.first <= on <= days.last]
    if elsewhen:
        code, on = elsewhen[0]
        raise Refused(
            "papers",
            f"{code} is sat on {day_in_words(on)}, when the site is not used. Change the days or the papers.",
        )


def read_numbers(typed: str, *, known: Collection[str], elsewhere: Collection[str]) -> list[str]:
    """Candidate numbers as people write them: 1, 0002; refused for numbers that the centre has not entered, and for
    candidates who are transferred (R-ALT-1)."""
    numbers = sorted({one.zfill(4) for one in re.split(r"[\s,;]+", typed) if one})
    strange = [one for one in numbers if one not in known]
    if strange:
        raise Refused(
            "numbers",
            f"You have entered no candidate {', '.join(strange)[:60]} for these papers. Check the numbers.",
        )
    transferred = [one for one in numbers if one in elsewhere]
    if transferred:
        raise Refused(
            "numbers",
            f"{', '.join(transferred)[:60]} is transferred to another centre, and needs no alternative site.",
        )
    return numbers
