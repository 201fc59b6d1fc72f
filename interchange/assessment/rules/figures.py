"""The figures at the foot of a sheet, and what looks odd in them; nothing here ever blocks (C11, B4)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from interchange.assessment.rules.marks import Profile, figure

MANY = Decimal("0.20")
"""A zero or the maximum for more than this share of the group is worth a second look."""

FEWEST = 5
"""Below this many marks nothing is odd."""


@dataclass(frozen=True)
class Figures:
    """Count, mean, highest, lowest and standard deviation of the marks on a sheet, as they are shown."""

    count: int
    mean: str = ""
    highest: str = ""
    lowest: str = ""
    spread: str = ""


def figures_of(marks: Sequence[Decimal]) -> Figures:
    """The figures of some marks; only a count where there are none."""
    if not marks:
        return Figures(0)
    mean = sum(marks, Decimal(0)) / len(marks)
    variance = sum(((mark - mean) ** 2 for mark in marks), Decimal(0)) / len(marks)
    return Figures(
        len(marks), f"{mean:.1f}", figure(max(marks)), figure(min(marks)), f"{variance.sqrt():.1f}"
    )


def oddities(marks: Sequence[Decimal], profile: Profile, *, absent: int = 0) -> list[str]:
    """The warnings of the table in 6.3, each a sentence; legal, so a person may go on."""
    said = []
    if len(marks) >= FEWEST and len(set(marks)) == 1:
        said.append(f"All {len(marks)} marks are {figure(marks[0])}. Is that right?")
    elif len(marks) >= FEWEST:
        said += _crowded(marks, profile)
    if absent >= FEWEST and not marks:
        said.append(f"All {absent} candidates are absent. Is that right?")
    return said


def _crowded(marks: Sequence[Decimal], profile: Profile) -> list[str]:
    counts = Counter(marks)
    ends = [Decimal(0)] + ([Decimal(profile.maximum)] if profile.maximum else [])
    return [
        f"{counts[end]} candidates have {figure(end)}." for end in ends if counts[end] > MANY * len(marks)
    ]
