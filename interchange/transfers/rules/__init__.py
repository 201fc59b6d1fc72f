"""The rules of candidates who sit elsewhere or come very late (R-TRF, R-ALT, R-VLA)."""

from typing import NamedTuple


class Shown(NamedTuple):
    """A state as a tag: colour, icon and word."""

    kind: str
    icon: str
    word: str
