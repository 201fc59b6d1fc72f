"""One figure and its line of CSV."""

import csv
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

HEAD = ("name", "value", "unit", "floor", "ratio", "target", "ok")


@dataclass(frozen=True)
class Figure:
    """What was measured. With a floor the target is a ratio to it, unless `absolute` says that it is the value's."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    target: float | None = None
    absolute: bool = False
    more_is_worse: bool = True

    @property
    def ratio(self) -> float | None:
        """The value in floors."""
        return None if not self.floor else self.value / self.floor

    @property
    def ok(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        if self.target is None:
            return None
        measured = self.value if self.absolute or self.ratio is None else self.ratio
        return measured <= self.target if self.more_is_worse else measured >= self.target

    def cells(self) -> list[str]:
        """The line of CSV."""
        verdict = {None: "", True: "yes", False: "no"}[self.ok]
        return [
            self.name,
            _short(self.value),
            self.unit,
            *map(_short, (self.floor, self.ratio, self.target)),
            verdict,
        ]


def _short(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:.0f}" if number == int(number) or abs(number) >= 1000 else f"{number:.3g}"


def write(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Each figure as a line, as soon as it is known."""
    lines = csv.writer(sys.stdout, lineterminator="\n")
    for figure in figures:
        lines.writerow(figure.cells())
        sys.stdout.flush()
        yield figure


def milliseconds(work: Callable[[], Any]) -> float:
    """How long a piece of work takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def side_by_side(
    work: Callable[[], Any], floor: Callable[[], Any], *, rounds: int, warm: int = 2
) -> tuple[float, float]:
    """The medians of both, taken in turns, so that a busy moment of the machine falls on both."""
    taken = [(milliseconds(floor), milliseconds(work)) for _ in range(rounds + warm)][warm:]
    floors, works = zip(*taken, strict=True)
    return median(works), median(floors)


def percentile_95(times: list[float]) -> float:
    """The time within which 95 of 100 were answered."""
    return quantiles(times, n=20)[18]
