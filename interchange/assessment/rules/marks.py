"""What may stand in one row of a mark sheet (R-MK-1 to R-MK-9, R-RI-2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

ZERO_REASONS = {
    "nothing-creditable": "Work handed in earned no marks",
    "nothing-provided": "Nothing was provided for this",
    "not-authenticated": "The work could not be authenticated",
}
"""The reasons for a mark of 0 (R-MK-4; the last is R-NEA-4)."""

HIGHEST_WITHOUT_A_MAXIMUM = 999
"""What is taken where the awarding body has not yet given the maximum mark: three digits."""

LONGEST_SHOWN = 20
"""How much of something odd is repeated to the person who typed it."""

NUMBER = re.compile(r"\+?0*(\d{1,4})(?:\.(\d+))?\Z", re.ASCII)
LONGEST_READ = 200
"""A cell longer than this is no mark, whatever is in it; it is never cut to something that is one."""

NOISE: dict[int, int | None] = dict.fromkeys(map(ord, "\u00a0\u200b\u200c\u200d\u2060\ufeff\u202f"))
FULL_WIDTH = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)}
PLAIN = NOISE | FULL_WIDTH


@dataclass(frozen=True)
class Part:
    """One of the sub-marks that add up to a mark."""

    name: str
    maximum: int


@dataclass(frozen=True)
class Profile:
    """How one component is marked (section 6.2). No `grades` means a mark; `maximum` None means not known."""

    code: str
    title: str
    maximum: int | None = None
    half_marks: bool = False
    grades: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    absent_allowed: bool = True

    @property
    def graded(self) -> bool:
        """Whether a grade is given instead of a mark (R-MK-2)."""
        return bool(self.grades)

    @property
    def highest(self) -> int:
        """The highest mark that is taken."""
        return HIGHEST_WITHOUT_A_MAXIMUM if self.maximum is None else self.maximum

    @property
    def takes_absent(self) -> bool:
        """Absent is greyed out for endorsements (R-MK-2)."""
        return self.absent_allowed and not self.graded


class Value(NamedTuple):
    """What a candidate has: a mark, absent, a grade, or nothing yet (R-MK-4)."""

    mark: Decimal | None = None
    absent: bool = False
    grade: str = ""
    reason: str = ""
    parts: tuple[Decimal | None, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing entered yet: submission is blocked (R-MK-4)."""
        return self.mark is None and not self.absent and not self.grade

    @property
    def lacks_reason(self) -> bool:
        """A zero whose reason has not been said (R-MK-4)."""
        return self.mark is not None and self.mark == 0 and not self.reason

    @property
    def words(self) -> str:
        """The value as a cell of a list shows it; empty where there is none."""
        return "Absent" if self.absent else self.grade or figure(self.mark)


BLANK = Value()


class Typed(NamedTuple):
    """One row as somebody typed it, with the version that the typing started from."""

    number: str
    version: int
    mark: str = ""
    absent: bool = False
    grade: str = ""
    reason: str = ""
    parts: tuple[str, ...] = ()
    checked: bool = False


def as_shown(value: Value, *, checked: bool) -> str:
    """A row as a page shows it, in one word: sent back with the page, it tells which rows a person has touched."""
    if value == BLANK:
        return ""
    shown = value.grade or figure(value.mark)
    if value.reason or value.parts:
        flags, parts = _flags(value.absent, checked), "/".join(map(figure, value.parts))
        return f"{shown}:{flags}:{value.reason}:{parts}".rstrip(":")
    return f"{shown}:{_flags(value.absent, checked)}" if checked or value.absent else shown


def _flags(absent: bool, checked: bool) -> str:
    return ("a" if absent else "") + ("c" if checked else "")


def as_typed(typed: Typed) -> str:
    """A typed row in the same form."""
    flags = _flags(typed.absent, typed.checked)
    parts = "/".join(typed.parts) if any(typed.parts) else ""
    return ":".join([typed.grade or typed.mark, flags, typed.reason, parts]).rstrip(":")


class NotTaken(ValueError):
    """What was typed cannot be taken; the sentence says why and what to do."""


def figure(mark: Decimal | None) -> str:
    """A mark in figures: 54, 54.5; empty for none."""
    if mark is None:
        return ""
    text = str(mark)
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_value(typed: Typed, profile: Profile) -> Value:
    """What a typed row says, or `NotTaken` with the sentence of the table in 6.3."""
    if profile.graded:
        return _read_grade(typed, profile)
    mark = read_mark(typed.mark, profile)
    if typed.absent:
        return _read_absent(mark, typed, profile)
    parts = _read_parts(typed.parts, mark, profile)
    reason = typed.reason if mark == 0 and typed.reason in ZERO_REASONS else ""
    return Value(mark=mark, reason=reason, parts=parts)


def _read_absent(mark: Decimal | None, typed: Typed, profile: Profile) -> Value:
    if mark is not None or any(part.strip() for part in typed.parts):
        raise NotTaken("Remove the mark or untick absent.")
    if not profile.takes_absent:
        raise NotTaken(f"Absent is not used for {profile.code}. Untick it.")
    return Value(absent=True)


def _read_grade(typed: Typed, profile: Profile) -> Value:
    if typed.absent:
        raise NotTaken(f"Absent is not used for {profile.code}. Untick it.")
    grade = tidy(typed.grade or typed.mark).upper()
    if grade and grade not in profile.grades:
        raise NotTaken(f"Choose {_either(profile.grades)}.")
    return Value(grade=grade)


def _either(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def read_mark(text: str, profile: Profile, highest: int | None = None) -> Decimal | None:
    """A mark as typed: None for an empty cell, `NotTaken` for what is no mark of this component."""
    highest = profile.highest if highest is None else highest
    if (
        text.isascii() and text.isdigit() and len(text) < 4
    ):  # what nearly every cell holds, taken the short way
        value = Decimal(text)
    else:
        cleaned = tidy(text)
        if not cleaned:
            return None
        value = _number(cleaned, profile, highest)
    if value > highest:
        raise NotTaken(f"{figure(value)} is more than the maximum of {highest}.")
    return value


def _number(text: str, profile: Profile, highest: int) -> Decimal:
    found = NUMBER.match(text)
    if not found:
        big = re.match(r"\+?\d{5,}(\.\d+)?\Z", text, re.ASCII)
        raise NotTaken(
            f"{_shown(text)} is more than the maximum of {highest}." if big else _expected(profile, highest)
        )
    fraction = (found[2] or "").rstrip("0")
    if fraction and not (profile.half_marks and fraction == "5"):
        raise NotTaken(_expected(profile, highest))
    return Decimal(f"{found[1]}.{fraction}" if fraction else found[1])


def _expected(profile: Profile, highest: int) -> str:
    kind = "a whole number or a half mark" if profile.half_marks else "a whole number"
    return f"Enter {kind} from 0 to {highest}."


def tidy(text: str) -> str:
    """What people paste, without the noise: full-width digits made plain, spaces and unseen marks gone (B3).

    Nothing else is taken for a digit: 5² is not 52.
    """
    if len(text) > LONGEST_READ:
        return text[:LONGEST_READ]
    return "".join(text.translate(PLAIN).split())


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def _read_parts(texts: Sequence[str], mark: Decimal | None, profile: Profile) -> tuple[Decimal | None, ...]:
    if not profile.parts:
        return ()
    padded = [*texts, *[""] * len(profile.parts)][: len(profile.parts)]
    parts = tuple(
        read_mark(text, profile, part.maximum) for text, part in zip(padded, profile.parts, strict=True)
    )
    total = sum((part for part in parts if part is not None), Decimal(0))
    complete = None not in parts
    if mark is not None and complete and total != mark:
        raise NotTaken(f"The parts add to {figure(total)}; the total is {figure(mark)}.")
    return parts if any(part is not None for part in parts) else ()


def checked_after(old: Value, new: Value, *, was_checked: bool, ticked: bool, fresh: bool) -> bool:
    """Whether the row is Checked after a save. A change of value unticks it (R-MK-9).

    `fresh` says that the tick was surely made for the new value (the script unticks at once); a form that was sent
    without script still holds the old tick, so there a changed row loses it. A zero without its reason is never
    checked, nor is a row with nothing in it.
    """
    if not ticked or new.is_blank or new.lacks_reason:
        return False
    return new == old or fresh or not was_checked


def gap(value: Value, *, checked: bool) -> str:
    """What a row still lacks before the sheet can be submitted; empty when nothing (R-RI-2)."""
    if value.is_blank:
        return "No mark, grade or absent yet"
    if value.lacks_reason:
        return "Say why this mark is 0."
    return "" if checked else "Not checked yet"
