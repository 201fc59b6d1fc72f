"""Raw marks as uniform marks (UMS): units of different sittings on one scale, so that they can be added.

Between two published boundaries the map is a straight line, rounded half up; below the lowest it is the line to 0.
What lies above the highest boundary is the *top part*:

* AS units, and all others but those below: the line between the two highest boundaries goes on until it reaches the
  most uniform marks there are, `A + 2 * (A - B)`; every mark from that *cap* up gets them. Where the cap lies above
  the paper's maximum, the line goes straight from the highest boundary to the two maxima.
* A2 units: A* stands at 90 %, at `A + (A - B)` where the paper leaves more than twice that above A, else half way
  between A and the maximum, rounded down; the cap is as far above A* as A* is above A. A published A* comes first.
* Foundation tier: the line goes on, and stops one below the threshold of the grade that the tier does not have.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from interchange.core.errors import Refused

A2, FOUNDATION = "A2", "F"
A_STAR_PERCENT = 90
PERCENT = {"A*": 90, "A": 80, "B": 70, "C": 60, "D": 50, "E": 40, "F": 30, "G": 20}
"""The share of the most uniform marks at which each grade of GCE and GCSE begins."""
UNGRADED = "U"
HALF = Fraction(1, 2)

Marks = Sequence[tuple[str, int]]
"""Grade and lowest mark, the best grade first."""


@dataclass(frozen=True)
class Step:
    """One published grade: the raw mark and the uniform mark at which it begins."""

    grade: str
    raw: int
    ums: int


@dataclass(frozen=True)
class Point:
    """Where the line bends."""

    raw: Fraction
    ums: Fraction


@dataclass(frozen=True)
class Line:
    """One raw mark as a table of all marks shows it; `begins` where it is the lowest of its grade."""

    raw: int
    ums: int
    grade: str
    begins: bool


@dataclass(frozen=True)
class Unit:
    """The published boundaries of one unit in one series, on both scales, the best grade first."""

    raw_max: int
    ums_max: int
    steps: tuple[Step, ...]
    level: str = ""
    tier: str = ""

    @cached_property
    def most(self) -> int:
        """The most uniform marks that can be had: on foundation tier one below the grade that it does not have."""
        best = self.steps[0]
        if self.tier != FOUNDATION or best.grade not in PERCENT:
            return self.ums_max
        grades = list(PERCENT)
        above = grades[max(0, grades.index(best.grade) - 1)]
        threshold = -(-best.ums * PERCENT[above] // PERCENT[best.grade])
        return max(best.ums, min(self.ums_max, threshold - 1))

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The line, in rising order, from nothing to the most that can be had."""
        printed = [Point(Fraction(step.raw), Fraction(step.ums)) for step in reversed(self.steps)]
        return (Point(Fraction(0), Fraction(0)), *printed, *self._top())

    def _top(self) -> Iterable[Point]:
        """The points above the highest published boundary."""
        highest = self.steps[0]
        if highest.raw == self.raw_max or highest.ums == self.most:
            return
        a_star = self._a_star()
        if a_star is not None:
            yield Point(Fraction(a_star), Fraction(self.ums_max * A_STAR_PERCENT, 100))
            yield Point(Fraction(2 * a_star - highest.raw), Fraction(self.ums_max))
            return
        cap = self._cap()
        if cap is not None and (cap <= self.raw_max or self.tier == FOUNDATION):
            yield Point(cap, Fraction(self.most))
        else:
            yield Point(Fraction(self.raw_max), Fraction(self.most))

    def _a_star(self) -> int | None:
        """Where A* of an A2 unit stands; none where it is published, or the unit has none."""
        best = self.steps[0]
        if self.level != A2 or len(self.steps) < 2 or best.grade != "A":
            return None
        if self.most < self.ums_max or best.ums * 100 >= self.ums_max * A_STAR_PERCENT:
            return None
        a, b = best.raw, self.steps[1].raw
        a_star = a + (a - b) if self.raw_max - a > 2 * (a - b) else (a + self.raw_max) // 2
        return a_star if a_star > a else None

    def _cap(self) -> Fraction | None:
        """Where the line between the two highest boundaries reaches the most; none where there is only one."""
        if len(self.steps) < 2:
            return None
        first, second = self.steps[0], self.steps[1]
        return first.raw + Fraction(
            (self.most - first.ums) * (first.raw - second.raw), first.ums - second.ums
        )

    def ums(self, raw: int) -> int:
        """The uniform mark of a raw one; refused outside 0 to the paper's maximum."""
        if not 0 <= raw <= self.raw_max:
            raise Refused("raw-mark", f"Enter a mark from 0 to {self.raw_max}.")
        for low, high in pairwise(self.points):
            if low.raw <= raw < high.raw:
                share = (raw - low.raw) / (high.raw - low.raw)
                return half_up(low.ums + share * (high.ums - low.ums))
        return half_up(self.points[-1].ums)

    def grade(self, raw: int) -> str:
        """The grade of a raw mark."""
        return next((step.grade for step in self.steps if raw >= step.raw), UNGRADED)

    def grade_of_ums(self, ums: int) -> str:
        """The grade of a uniform mark."""
        return next((step.grade for step in self.steps if ums >= step.ums), UNGRADED)

    def table(self) -> list[Line]:
        """Every raw mark, the highest first."""
        starts = {step.raw for step in self.steps}
        return [
            Line(raw, self.ums(raw), self.grade(raw), raw in starts) for raw in range(self.raw_max, -1, -1)
        ]

    def faults(self) -> list[str]:
        """What is wrong with the published marks, by trying every one: run when boundaries are saved (3.8)."""
        lines = self.table()[::-1]
        falls = [high.raw for low, high in pairwise(lines) if high.ums < low.ums]
        apart = [line.raw for line in lines if line.grade != self.grade_of_ums(line.ums)]
        return [f"The uniform mark falls at raw mark {raw}." for raw in falls] + [
            f"Raw mark {raw} has another grade than its uniform mark." for raw in apart
        ]


def half_up(value: Fraction) -> int:
    """The nearest whole mark; a half goes up."""
    return (value + HALF).__floor__()


def unit(
    raw: Marks, ums: Marks, *, raw_max: int | None, ums_max: int | None, level: str = "", tier: str = ""
) -> Unit:  # fmt: skip
    """A unit from its two published rows; refused where they do not name the same grades, or cannot be a scale."""
    if raw_max is None or ums_max is None:
        raise Refused("no-maximum", "The maximum mark of this unit is not published.")
    if not raw or [grade for grade, _ in raw] != [grade for grade, _ in ums]:
        raise Refused("two-scales", "The raw and the uniform boundaries do not name the same grades.")
    steps = tuple(Step(grade, mark, to) for (grade, mark), (_, to) in zip(raw, ums, strict=True))
    if not (_fall(raw, raw_max) and _fall(ums, ums_max)):
        raise Refused(
            "not-in-order", "The boundaries do not fall from the maximum, grade by grade, to above 0."
        )
    return Unit(raw_max, ums_max, steps, level, tier)


def _fall(marks: Marks, most: int) -> bool:
    return marks[0][1] <= most and marks[-1][1] > 0 and all(high[1] > low[1] for high, low in pairwise(marks))
