"""The kinds of value that a profile's settings hold: how each is read from a form, kept and shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Protocol

from interchange.core.grid.kinds import Day as Written

JUNE = 6
ALL = "all"
CENTRE_KINDS = ("school", "college", "training", "other")
"""The kinds of centre, by their codes."""
YES_AND_NO = {"true": ALL, "yes": ALL, "false": "", "no": "", "none": "", "nothing": ""}
"""What stands for all kinds and for none, as the setting was kept before it knew kinds."""


class Kind(Protocol):
    """How one setting is written down: `read` raises `ValueError` with what to write instead.

    `write` gives what is kept, `shown` what a form shows; `read` reads either.
    """

    @property
    def hint(self) -> str: ...

    def read(self, value: Any) -> Any: ...

    def write(self, value: Any) -> Any: ...

    def shown(self, value: Any) -> str: ...


@dataclass(frozen=True)
class Day:
    """A day of the series. `usual` is by the series' month: years from the series' own, month, day."""

    usual: Mapping[int, tuple[int, int, int]]
    hint: str = "a date such as 2027-02-21"

    def read(self, value: Any) -> date:
        if isinstance(value, date):
            return value
        try:
            return Written().read(str(value))
        except ValueError:
            raise ValueError(f"Enter {self.hint}.") from None

    def write(self, value: date) -> str:
        return value.isoformat()

    def shown(self, value: date) -> str:
        return f"{value:%-d %B %Y}"

    def default(self, year: int, month: int) -> date:
        """The usual day; a month without one keeps the distance that June has."""
        if month in self.usual:
            years, in_month, day = self.usual[month]
            return date(year + years, in_month, day)
        years, in_month, day = self.usual[JUNE]
        months = (year + years) * 12 + in_month - 1 + month - JUNE
        first = date(months // 12, months % 12 + 1, 1)
        return min(first + timedelta(days=day - 1), _last_of(first))


def _last_of(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds; `unit` says of what."""

    least: int
    most: int
    unit: str

    @property
    def hint(self) -> str:
        return f"a whole number from {self.least} to {self.most} ({self.unit})"

    def read(self, value: Any) -> int:
        try:
            number = int(str(value).strip())
        except ValueError:
            raise ValueError(f"Enter {self.hint}.") from None
        if isinstance(value, bool) or not self.least <= number <= self.most:
            raise ValueError(f"Enter {self.hint}.")
        return number

    def write(self, value: int) -> int:
        return value

    def shown(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    hint: str = "yes or no"

    def read(self, value: Any) -> bool:
        found = {"yes": True, "no": False, "true": True, "false": False}.get(str(value).strip().casefold())
        if found is None:
            raise ValueError(f"Enter {self.hint}.")
        return found

    def write(self, value: bool) -> bool:
        return value

    def shown(self, value: bool) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True)
class InJune(Flag):
    """Yes or no; where a series does not say, yes in June alone."""

    def default(self, year: int, month: int) -> bool:
        """Whether the series is June's."""
        return month == JUNE


@dataclass(frozen=True)
class ByFamily:
    """A whole number for each family of qualifications, by the family's code; `*` stands for all others."""

    of: Whole
    hint: str = "lines such as gcse: 1, with * for all others"

    def read(self, value: Any) -> dict[str, int]:
        try:
            pairs = value.items() if isinstance(value, Mapping) else [_pair(line) for line in _lines(value)]
            found = {str(family).strip(): self.of.read(number) for family, number in pairs}
        except ValueError:
            raise ValueError(f"Enter {self.hint}; each is {self.of.hint}.") from None
        if "*" not in found:
            raise ValueError("Give the number for all other families in a line that begins with *.")
        return found

    def write(self, value: Mapping[str, int]) -> dict[str, int]:
        return dict(value)

    def shown(self, value: Mapping[str, int]) -> str:
        return "\n".join(f"{family}: {number}" for family, number in value.items())


@dataclass(frozen=True)
class Steps:
    """A table of steps: up to so many, so many of them. `0` in the second place stands for all."""

    hint: str = "lines such as 100: 15, the last one beginning with *"

    def read(self, value: Any) -> tuple[tuple[int | None, int], ...]:
        pairs = value if isinstance(value, (list, tuple)) else [_pair(line) for line in _lines(value)]
        try:
            found = tuple((None if up_to in ("*", None) else int(up_to), int(many)) for up_to, many in pairs)
        except (TypeError, ValueError):
            raise ValueError(f"Enter {self.hint}.") from None
        bounds = [up_to for up_to, _ in found[:-1]]
        rising = all(low is not None and high is not None and low < high for low, high in pairwise(bounds))
        if (
            not found
            or found[-1][0] is not None
            or None in bounds
            or not rising
            or min(many for _, many in found) < 0
        ):
            raise ValueError(f"Enter {self.hint}, each first number higher than the one before.")
        return found

    def write(self, value: tuple[tuple[int | None, int], ...]) -> list[list[int | None]]:
        return [list(step) for step in value]

    def shown(self, value: tuple[tuple[int | None, int], ...]) -> str:
        return "\n".join(f"{'*' if up_to is None else up_to}: {many}" for up_to, many in value)


@dataclass(frozen=True)
class Codes:
    """A list of entry codes."""

    hint: str = "entry codes, separated by spaces or lines"

    def read(self, value: Any) -> tuple[str, ...]:
        codes = value if isinstance(value, (list, tuple)) else str(value).replace(",", " ").split()
        return tuple(dict.fromkeys(str(code).strip() for code in codes if str(code).strip()))

    def write(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def shown(self, value: tuple[str, ...]) -> str:
        return "\n".join(value)


@dataclass(frozen=True)
class CentreKinds:
    """The kinds of centre for which something holds: some, all of them, or none."""

    hint: str = (
        "kinds of centre (school, college, training, other), separated by spaces or lines; all, or nothing"
    )

    def read(self, value: Any) -> tuple[str, ...]:
        typed = value if isinstance(value, (list, tuple)) else str(value).casefold().replace(",", " ").split()
        words = {word for each in typed if (word := YES_AND_NO.get(str(each), str(each)))}
        if not words <= {ALL, *CENTRE_KINDS}:
            raise ValueError(f"Enter {self.hint}.")
        return (ALL,) if ALL in words else tuple(kind for kind in CENTRE_KINDS if kind in words)

    def write(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def shown(self, value: tuple[str, ...]) -> str:
        return "\n".join(value)


def _lines(value: Any) -> list[str]:
    return [line for line in str(value).splitlines() if line.strip()]


def _pair(line: str) -> tuple[str, str]:
    name, colon, number = line.partition(":")
    if not colon:
        raise ValueError(line)
    return name.strip(), number.strip()
