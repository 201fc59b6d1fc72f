"""Who is entered for what, as the files of entries that the centres sent."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple
from zlib import crc32

from interchange.demo.cast import ALDHELM, BAR, NORTHGATE, QUARRY, TY_GWYN
from interchange.demo.names import name_of
from interchange.entries.formats import ENTRIES
from interchange.entries.rules.identifiers import make_uci, uln_check_digit

SIXTH_FORM = 1001
"""From this candidate number on they are two years older."""
PRIVATE_ONE_OF = 67
"""Of so many candidates one is entered privately."""


class Cohort(NamedTuple):
    """So many candidates of a centre, by their numbers, entered for a code by an option, in groups that take turns."""

    centre: str
    code: str
    option: str
    first: int
    size: int
    groups: tuple[str, ...] = ("",)


def groups(prefix: str, letters: str) -> tuple[str, ...]:
    """`11/En1`, `11/En2`, ..."""
    return tuple(f"{prefix}{letter}" for letter in letters)


COHORTS = (
    Cohort(BAR, "J351", "A", 1, 270, groups("11/En", "123456789")),
    Cohort(BAR, "J351", "C", 271, 8, ("11/En9",)),
    Cohort(BAR, "J316", "1", 5, 24, groups("11/Dr", "12")),
    Cohort(BAR, "J587", "1", 30, 31, groups("11/Pe", "12")),
    Cohort(BAR, "J310", "1", 60, 42, groups("11/Dt", "123")),
    Cohort(BAR, "J200", "1", 100, 26, groups("11/Me", "12")),
    Cohort(BAR, "J171", "1", 120, 22, ("11/Ar1",)),
    Cohort(BAR, "R052", "", 150, 17, ("11/Sp",)),
    Cohort(BAR, "R053", "", 150, 17, ("11/Sp",)),
    Cohort(BAR, "R354", "", 272, 6, ("11/EL",)),
    Cohort(BAR, "J834", "", 206, 3),
    Cohort(BAR, "H446", "1", 1001, 29, groups("13/Cs", "AB")),
    Cohort(BAR, "H420", "1", 1010, 34, groups("13/Bi", "AB")),
    Cohort(BAR, "H432", "1", 1015, 28, groups("13/Ch", "AB")),
    Cohort(BAR, "H556", "1", 1003, 19, ("13/Ph",)),
    Cohort(BAR, "H472", "1", 1040, 18, ("13/Li",)),
    Cohort(BAR, "Y100", "", 1030, 25, groups("13/Hi", "AB")),
    Cohort(BAR, "H555", "1", 1045, 11, ("13/Pe",)),
    Cohort(BAR, "H481", "", 1025, 16, ("13/Gg",)),
    Cohort(QUARRY, "H446", "1", 1001, 1000, groups("CS", "ABCDEFGHJKLMNPQRSTUVWXYZ")),
    Cohort(QUARRY, "H420", "1", 1400, 186, groups("BI", "ABCDEFGH")),
    Cohort(QUARRY, "H432", "1", 1500, 142, groups("CH", "ABCDEF")),
    Cohort(QUARRY, "H556", "1", 1100, 97, groups("PH", "ABCD")),
    Cohort(QUARRY, "H472", "1", 1700, 64, groups("EN", "ABC")),
    Cohort(QUARRY, "H600", "1", 1800, 38, groups("AR", "AB")),
    Cohort(QUARRY, "Y100", "", 1850, 80, groups("HI", "ABCD")),
    Cohort(QUARRY, "H555", "1", 1950, 45, groups("PE", "AB")),
    Cohort(QUARRY, "H409", "1", 1250, 52, groups("ME", "AB")),
    Cohort(QUARRY, "H481", "", 1900, 60, groups("GG", "ABC")),
    Cohort(TY_GWYN, "8700", "", 1, 74, groups("SAES", "123")),
    Cohort(TY_GWYN, "R094", "", 80, 33, groups("IM", "12")),
    Cohort(TY_GWYN, "R097", "", 80, 33, groups("IM", "12")),
    Cohort(TY_GWYN, "R058", "", 120, 21, ("GP",)),
    Cohort(TY_GWYN, "R059", "", 120, 21, ("GP",)),
    Cohort(TY_GWYN, "R068", "1", 150, 28, ("MENT",)),
    Cohort(TY_GWYN, "R069", "3", 150, 28, ("MENT",)),
    Cohort(TY_GWYN, "R067", "5", 150, 9, ("MENT",)),
    Cohort(TY_GWYN, "J837", "", 153, 6),
    Cohort(TY_GWYN, "H446", "1", 1001, 41, groups("CYF", "12")),
    Cohort(TY_GWYN, "J174", "1", 30, 14, ("TEC",)),
    Cohort(ALDHELM, "J351", "A", 1, 11, ("11",)),
    Cohort(ALDHELM, "J351", "C", 12, 1, ("11",)),
    Cohort(ALDHELM, "J174", "1", 2, 5, ("11",)),
    Cohort(ALDHELM, "J587", "1", 7, 4, ("11",)),
    Cohort(NORTHGATE, "R310", "01", 1, 13, ("Tuesday",)),
    Cohort(NORTHGATE, "R354", "", 5, 15, ("Wednesday",)),
    Cohort(NORTHGATE, "R463", "", 10, 9, ("Friday",)),
    Cohort(NORTHGATE, "R185", "", 20, 16, ("Monday",)),
)

LAST_YEAR = (
    Cohort(BAR, "H446", "1", 1001, 27, groups("13/Cs", "AB")),
    Cohort(BAR, "J316", "1", 5, 21, groups("11/Dr", "12")),
    Cohort(BAR, "H472", "1", 1040, 16, ("13/Li",)),
    Cohort(BAR, "J171", "1", 120, 19, ("11/Ar1",)),
    Cohort(QUARRY, "H446", "1", 1001, 240, groups("CS", "ABCDEF")),
    Cohort(QUARRY, "H600", "1", 1800, 33, groups("AR", "AB")),
)
LATE = Cohort(BAR, "H446", "1", 1090, 1, ("13/CsB",))
"""Entered after marking began."""


def file_of(cohorts: tuple[Cohort, ...], series: str) -> io.BytesIO:
    """The cohorts as a file of entries (R-WAY-8)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.title for column in ENTRIES.columns])
    for cohort in cohorts:
        writer.writerows(_rows(cohort, series))
    return io.BytesIO(text.getvalue().encode())


def _rows(cohort: Cohort, series: str) -> Iterator[list[str]]:
    for place in range(cohort.size):
        number = f"{cohort.first + place:04}"
        group = cohort.groups[place % len(cohort.groups)]
        person = _person(cohort.centre, series, number)
        yield [cohort.centre, number, *person, series, cohort.code, cohort.option, "add", "", group]


def _person(centre: str, series: str, number: str) -> list[str]:
    """UCI, ULN, surname, forenames, date of birth, sex and status; not everybody's ULN is known."""
    random = Random(f"person {centre} {series} {number}")  # noqa: S311  (people, not secrets)
    name, year = name_of(centre, series, number), int(series[:4])
    age = 18 if int(number) >= SIXTH_FORM else 16
    born = date(year - age - 1, 9, 1) + timedelta(random.randrange(365))
    body = str(random.randrange(100_000_000, 999_999_999))
    uln = body + uln_check_digit(body) if uln_check_digit(body) and random.random() < 0.8 else ""
    uci = make_uci(centre, year, number)
    status = "P" if crc32(f"{centre} {number}".encode()) % PRIVATE_ONE_OF == 0 else "S"
    return [uci, uln, name.surname, name.forenames, born.isoformat(), name.sex, status]
