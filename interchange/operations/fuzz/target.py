"""What is fuzzed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One parser with good input to begin from: it may answer or refuse, and do nothing else."""

    name: str
    feed: Callable[[bytes], object]
    seeds: Sequence[bytes]
