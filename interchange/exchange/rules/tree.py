"""The published XML and JSON forms: one declaration is reader, writer, schemas and documentation of both."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import islice
from typing import Any, NamedTuple

from interchange.core.record import Choice, Day, Digits, Field, Number, Text

LARGEST = 20_000_000
"""Bytes of a file; the largest centre has 9,999 candidates, who fit ten times over."""
LONGEST_VALUE = 500
DEEPEST = 8
MOST_CODES = 100
MOST_STRANGE = 20
"""So many names that are not known are told of one record."""
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Kind(Enum):
    """What a value may be."""

    TEXT = "text"
    DIGITS = "digits"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    TEXTS = "texts"


@dataclass(frozen=True)
class Item:
    """One value of a record; `longest` is how many characters it may have, of a number its largest value."""

    name: str
    kind: Kind
    longest: int
    means: str
    needed: bool = True
    choices: tuple[str, ...] = ()
    each: str = ""
    """The name of one of several."""

    def read(self, written: Any) -> Any:
        """The value; `ValueError` says what is wrong with it. Where it may be missing, "", None or () stands for it."""
        if written in (None, "", [], ()):
            if self.needed:
                raise ValueError("is missing")
            return EMPTY.get(self.kind, "")
        if self.kind is Kind.TEXTS:
            return self._several(written)
        if self.kind is Kind.NUMBER:
            return self._number(written)
        if not isinstance(written, str):
            raise ValueError("is not text")  # noqa: TRY004  (what is wrong with a file, not with us)
        return self._text(written)

    def _text(self, text: str) -> Any:
        if len(text) > (LONGEST_VALUE if self.kind is Kind.CHOICE else self.longest):
            raise ValueError(f"has {len(text)} characters; at most {self.longest} are taken")
        if not text.isprintable() or text != text.strip():
            raise ValueError("has a space at an end, or a character that cannot be printed")
        if self.kind is Kind.DAY:
            return _day(text)
        if self.kind is Kind.DIGITS and not (
            len(text) == self.longest and text.isascii() and text.isdecimal()
        ):
            raise ValueError(f"is not {self.longest} digits")
        if self.kind is Kind.CHOICE and text not in self.choices:
            raise ValueError(f"is not one of {', '.join(self.choices)}")
        return text

    def _several(self, written: Any) -> tuple[str, ...]:
        if not isinstance(written, list | tuple) or not all(isinstance(one, str) for one in written):
            raise ValueError("is not a list of texts")
        if len(written) > MOST_CODES:
            raise ValueError(f"has {len(written)} values; at most {MOST_CODES} are taken")
        if any(not one.strip() or len(one) > self.longest or not one.isprintable() for one in written):
            raise ValueError(f"has a value that is empty or longer than {self.longest} characters")
        return tuple(one.strip() for one in written)

    def _number(self, written: Any) -> int:
        text = str(written) if isinstance(written, int) and not isinstance(written, bool) else written
        if not (isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) <= 9):
            raise ValueError("is not a whole number from 0 up")
        if int(text) > self.longest:
            raise ValueError(f"is more than {self.longest:,}")
        return int(text)


EMPTY: dict[Kind, Any] = {Kind.DAY: None, Kind.NUMBER: None, Kind.TEXTS: ()}


def _day(text: str) -> date:
    if not DAY.fullmatch(text):
        raise ValueError("is not a day written as 2027-05-15")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a day in the calendar") from None


@dataclass(frozen=True)
class Part:
    """A record: its values in their order. `named` is one of them, `name` all of them."""

    name: str
    named: str
    means: str
    items: tuple[Item, ...]

    def read(self, written: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """The values, and what is wrong: the name of the value, and a sentence."""
        if not isinstance(written, Mapping):
            return {}, [("", f"A {self.named} should stand here.")]
        values, wrong = {}, []
        for item in self.items:
            try:
                values[item.name] = item.read(written.get(item.name))
            except ValueError as reason:
                wrong.append((item.name, f"{item.name} {reason}."))
        known = {item.name for item in self.items}
        others = (_shown(str(name)) for name in written if name not in known)
        strange = list(islice(others, MOST_STRANGE))
        return values, [*wrong, *(("", f"“{name}” is not known in a {self.named}.") for name in strange)]


def _shown(name: str) -> str:
    """A name that somebody else chose, as a sentence can hold it."""
    return "".join(letter if letter.isprintable() else "?" for letter in name[:40])


@dataclass(frozen=True)
class Form:
    """A whole file: its own values, then lists of records."""

    name: str
    means: str
    head: Part
    lists: tuple[Part, ...]

    @property
    def namespace(self) -> str:
        """Of the XML."""
        return f"urn:interchange:{self.name}:1"

    @property
    def mark(self) -> str:
        """By which JSON says what it is."""
        return f"interchange-{self.name}-1"

    def part(self, name: str) -> Part | None:
        """The list of this name."""
        return next((one for one in self.lists if one.name == name), None)


class Wrong(NamedTuple):
    """What is wrong with a file in XML or JSON: in which line, and with which value."""

    line: int
    field: str
    sentence: str


def item_of(field: Field, *, needed: bool = False) -> Item:
    """The value that a column of the common format becomes."""
    kinds: dict[type, Kind] = {
        Text: Kind.TEXT, Digits: Kind.DIGITS, Number: Kind.NUMBER, Day: Kind.DAY, Choice: Kind.CHOICE,
    }  # fmt: skip
    kind = kinds[type(field)]
    longest = 10**field.width - 1 if kind is Kind.NUMBER else 10 if kind is Kind.DAY else field.width
    choices = tuple(one for one in field.values if one) if isinstance(field, Choice) else ()
    return Item(field.name, kind, longest, field.means, needed, choices)


# ---------------------------------------------------------------- the two forms

ENTRIES_KIND, AMENDMENTS_KIND = "entries", "amendments"
HEAD = (
    Item("centre", Kind.DIGITS, 5, "Number of the centre"),
    Item("awarding_body", Kind.DIGITS, 2, "Awarding body, by the two digits of files"),
    Item("series", Kind.TEXT, 7, "Year and month of the series, such as 2027-06"),
)
CANDIDATE = Part(
    "candidates", "candidate", "A candidate with the whole set of codes; nobody's codes are told in part",
    (
        Item("number", Kind.DIGITS, 4, "Number of the candidate at the centre"),
        Item("uci", Kind.TEXT, 13, "UCI", needed=False),
        Item("uln", Kind.TEXT, 10, "ULN, if it is known", needed=False),
        Item("surname", Kind.TEXT, 100, "Legal surname, in any letters"),
        Item("forenames", Kind.TEXT, 100, "Legal forenames, in any letters", needed=False),
        Item("date_of_birth", Kind.DAY, 10, "Date of birth, such as 2010-05-15"),
        Item("sex", Kind.CHOICE, 1, "Sex", choices=("M", "F")),
        Item("status", Kind.CHOICE, 1, "S: candidate of the centre, P: private candidate", choices=("S", "P")),
        Item("codes", Kind.TEXTS, 30, "Entry codes with their options; none withdraws the candidate",
             needed=False, each="code"),
    ),
)  # fmt: skip
ENTRIES_FORM = Form(
    "entries",
    "Entries and amendments, as a centre sends them",
    Part(
        "entries",
        "file",
        "What the file is",
        (
            Item("kind", Kind.CHOICE, 10, "The first file of a series, or a later one",
                 choices=(ENTRIES_KIND, AMENDMENTS_KIND)),
            *HEAD,
            Item("sequence", Kind.NUMBER, 999, "1 for the first file of its kind, then one more each time"),
            Item("made_on", Kind.DAY, 10, "Day on which the file was made", needed=False),
            Item("made_by", Kind.TEXT, 60, "Name of the program that made it", needed=False),
        ),
    ),
    (CANDIDATE,),
)  # fmt: skip
