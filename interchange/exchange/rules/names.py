"""Names of files: `dcccccbb.Xnn`, in capitals or not (R-WAY-5)."""

import re
from dataclasses import dataclass
from enum import Enum

SHAPE = re.compile(r"([A-Z])([0-9A-Z]{4}[0-9A-Z_])([0-9]{2})\.X([0-9]{2})", re.ASCII)
CENTRE = re.compile(r"[0-9]{5}", re.ASCII)
SERIES = re.compile(r"([1-9ABC])([0-9A-Z])([0-9]{2})([A-Z_])", re.ASCII)
CHANGED = re.compile(
    r"(?P<stem>[A-Za-z][0-9A-Za-z_]{7})(?P<added>.*?)(?P<end>\.[Xx][0-9]{2})(?P<more>\..*)?", re.DOTALL
)
MONTHS = "123456789ABC"
LONGEST_SHOWN = 60


class BadName(ValueError):
    """The name of a file is not one, or has been changed on the way; says what to do."""


class Letter(Enum):
    """What a file holds, by the first letter of its name and of each of its lines."""

    AMENDMENTS = "A"
    COMPONENTS = "C"
    DISALLOWED = "D"
    ENTRIES = "E"
    FORECASTS = "F"
    LINKS = "L"
    OPTIONS = "O"
    SYLLABUSES = "S"

    @property
    def from_centres(self) -> bool:
        """Whether centres send it; the others are the awarding body's own."""
        return self in (Letter.AMENDMENTS, Letter.ENTRIES, Letter.FORECASTS)


HOLDS = {
    Letter.AMENDMENTS: "amendments", Letter.COMPONENTS: "components", Letter.DISALLOWED: "disallowed combinations",
    Letter.ENTRIES: "entries", Letter.FORECASTS: "forecast grades",
    Letter.LINKS: "links between options and components", Letter.OPTIONS: "options", Letter.SYLLABUSES: "syllabuses",
}  # fmt: skip


@dataclass(frozen=True)
class SeriesKey:
    """A series as files name it: the month, a character of the awarding body's choice, and the year."""

    month: int
    character: str
    year: int
    """Its last two digits."""

    @property
    def code(self) -> str:
        """The two characters in a header."""
        return MONTHS[self.month - 1] + self.character

    @classmethod
    def of(cls, code: str, year: int) -> "SeriesKey":
        """From two characters, in capitals or not, and a year; `ValueError` where they name no month."""
        month = MONTHS.find(code[:1].upper())
        if len(code) != 2 or month < 0 or not (code[1].isascii() and code[1].isalnum()):
            raise ValueError(f"“{code}” is not a series: a month 1 to 9, A, B or C, and a letter or digit")
        return cls(month + 1, code[1].upper(), year % 100)


@dataclass(frozen=True)
class FileName:
    """What the name of a file says."""

    letter: Letter
    key: str
    """The centre's number in a file from a centre or for one; else series, year and language."""
    body: str
    """The awarding body's two digits."""
    number: int
    """The last two digits of the sequence number, or of the issue of base data."""

    def __str__(self) -> str:
        return f"{self.letter.value}{self.key}{self.body}.X{self.number:02}"

    @property
    def centre(self) -> str:
        """The centre's number, or "" where the name has none."""
        return self.key if CENTRE.fullmatch(self.key) else ""

    @property
    def series(self) -> SeriesKey | None:
        """The series that a file of base data is for, or None."""
        found = SERIES.fullmatch(self.key)
        return SeriesKey.of(found[1] + found[2], int(found[3])) if found and not self.centre else None


def read_name(name: str) -> FileName:
    """What a name says; `BadName` with a sentence where it is not one, and what it was where a browser changed it."""
    shown = name.replace("\\", "/").rpartition("/")[2][:LONGEST_SHOWN]
    found = SHAPE.fullmatch(name.upper())
    if found is None:
        raise BadName(_what_is_wrong(shown))
    try:
        letter = Letter(found[1])
    except ValueError:
        known = ", ".join(f"{one.value} ({HOLDS[one]})" for one in Letter)
        raise BadName(
            f"{shown} begins with {found[1]}, which is no kind of file that is taken here: {known}."
        ) from None
    read = FileName(letter, found[2], found[3], int(found[4]))
    if not read.centre and (letter.from_centres or read.series is None):
        of = (
            "five digits, the number of the centre" if letter.from_centres else "a month, a series and a year"
        )
        raise BadName(f"{shown} has {found[2]} after its first letter, where {of} should stand.")
    return read


def _what_is_wrong(shown: str) -> str:
    changed = CHANGED.fullmatch(shown)
    if changed and (changed["added"] or changed["more"]):
        put = f"{changed['stem']}{changed['end']}".upper()
        extra = (changed["added"] or changed["more"]).strip()
        if SHAPE.fullmatch(put):
            said = f"The name {shown} was changed on the way: “{extra}” was added."
            return f"{said} Name the file {put} and send it again."
    return (
        f"{shown or 'A file without a name'} is not the name of a file in the common format. It has a letter, a centre "
        "of five digits, an awarding body of two, and .X with two digits, such as E1234501.X01."
    )
