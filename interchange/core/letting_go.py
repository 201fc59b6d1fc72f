"""Letting go: what each capability does when the time of something it keeps has passed.

A capability that lets go of something has a module `retention` with `WORK`, a tuple of these; the package `privacy`
finds them all, counts what is due and does it, one transaction for each.
"""

from calendar import monthrange
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Held:
    """What is kept past its time, because of a legal hold: of a person, of a centre, or about one object."""

    people: frozenset[UUID] = frozenset()
    centres: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()

    def names(self, kind: str) -> list[str]:
        """What is held of one kind of object, as the trail names it behind the colon."""
        return [name for of, _, name in (one.partition(":") for one in self.subjects) if of == kind]

    def keys(self, kind: str) -> list[UUID]:
        """The same where such an object is named by its key; what is no key holds nothing."""
        found = []
        for name in self.names(kind):
            with suppress(ValueError):
                found.append(UUID(name))
        return found


@dataclass(frozen=True)
class Work:
    """One kind of letting go: the record of the schedule it carries out, how many are due, and the doing of it.

    Both functions see every centre, and leave out what is held; the second says how many it let go of.
    """

    record: str
    due: Callable[[Held], int]
    let_go: Callable[[Held], int]


def months_before(at: datetime, months: int) -> datetime:
    """The same day and time so many months earlier; the last day of a month that is shorter."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
