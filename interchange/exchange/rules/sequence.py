"""In which order files may come (R-WAY-4, R-WAY-7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from interchange.core import clock
from interchange.exchange.rules.names import HOLDS, Letter


@dataclass(frozen=True)
class Earlier:
    """A file that was loaded for the same centre and series."""

    letter: Letter
    sequence: int
    name: str
    at: datetime
    digest: str
    """Of its bytes."""


@dataclass(frozen=True)
class Order:
    """Whether a file may be loaded now: refused with a sentence, or with a warning, or just so."""

    refusal: str = ""
    warning: str = ""
    again: bool = False
    """The very bytes of a file that was loaded: nothing is done, and nothing is wrong."""


def order_of(letter: Letter, sequence: int, digest: str, earlier: Sequence[Earlier]) -> Order:
    """What to do with a file after those that were loaded before it.

    Each kind of file counts for itself. A gap is only a warning: whoever made the files may have thrown one away.
    """
    same = next((one for one in earlier if one.digest == digest and one.letter is letter), None)
    if same is not None:
        return Order(again=True)
    entries = next((one for one in earlier if one.letter is Letter.ENTRIES), None)
    if letter is Letter.ENTRIES and entries is not None:
        on = f"{clock.london(entries.at):%-d %B %Y}"
        return Order(
            f"Entries for this series were loaded from {entries.name} on {on}. Send changes to them as amendments, "
            "in a file that begins with A."
        )
    last = max((one.sequence for one in earlier if one.letter is letter), default=0)
    if sequence <= last:
        return Order(f"Sequence {sequence:03} has already been received. The next is {last + 1:03}.")
    if sequence > last + 1:
        missed = f"{last + 1:03}" if sequence == last + 2 else f"{last + 1:03} to {sequence - 1:03}"
        return Order(
            warning=f"No file of {HOLDS[letter]} with sequence {missed} was received. If it is lost, make it again."
        )
    return Order()


def turn_of(name: str) -> tuple[str, str, str]:
    """In which order files that came together are taken: those of one centre together, entries before amendments, each
    kind by its number; other forms after them, as they are called."""
    capitals = name.upper()
    if ".X" not in capitals:
        return "~", "", capitals
    return capitals[1:8], {"E": "0", "A": "1"}.get(capitals[:1], "2"), capitals
