"""One person under several UCIs: which UCI stays, and where merging them has to wait (R-ID-8, R-ID-11)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from interchange.core.errors import Refused


class Use(NamedTuple):
    """That a UCI is used by a centre in a series."""

    uci: str
    centre_id: int
    series: str
    number: str


@dataclass(frozen=True)
class Group:
    """Candidates with one legal name, birth date and sex, and more than one UCI."""

    surname: str
    forenames: str
    born_on: date
    sex: str
    uses: tuple[Use, ...]

    @property
    def ucis(self) -> tuple[str, ...]:
        """The one that stays first."""
        kept = kept_of(self.uses)
        return (kept, *sorted({use.uci for use in self.uses} - {kept}))

    @property
    def together(self) -> tuple[Use, ...]:
        """Where two of them sit in one series at one centre: they may be two people."""
        return in_one_series(self.uses)


def kept_of(uses: Collection[Use]) -> str:
    """The UCI that stays: the earliest used, then the one of the earliest year in itself, then the first by itself."""
    first: dict[str, str] = {}
    for use in uses:
        first[use.uci] = min(use.series, first.get(use.uci, use.series))
    return min(first, key=lambda uci: (first[uci], uci[6:8], uci))


def in_one_series(uses: Collection[Use]) -> tuple[Use, ...]:
    """The uses by which two UCIs sit in one series at one centre, in order."""
    by_place: dict[tuple[int, str], set[str]] = {}
    for use in uses:
        by_place.setdefault((use.centre_id, use.series), set()).add(use.uci)
    return tuple(sorted(use for use in uses if len(by_place[use.centre_id, use.series]) > 1))


def check_mergeable(gone: str, kept: str, uses: Sequence[Use]) -> None:
    """Refused where it is one UCI, where nobody has one of the two, or where both sit in one series at one centre."""
    if gone == kept:
        raise Refused("same", "These are the same UCI.")
    used = {use.uci for use in uses}
    for uci in (gone, kept):
        if uci not in used:
            raise Refused("unknown", f"No candidate has UCI {uci}.")
    if together := in_one_series(uses):
        place = together[0]
        raise Refused(
            "together",
            f"Both UCIs sit in {place.series} at one centre, as candidates "
            f"{' and '.join(use.number for use in together[:2])}. Withdraw one of them first, or they are two people.",
        )
