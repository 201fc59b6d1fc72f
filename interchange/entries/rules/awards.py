"""Which units make up an award, as the catalogue prints it (R-ENT-2): the catalogue, and not the code, says so."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from interchange.catalogue.rules.codes import unit_codes
from interchange.entries.rules.holdings import Choice

ONE_OF = re.compile(r"one of (?:the range|(.+))\Z", re.IGNORECASE)
WORDS = re.compile(r"[A-Za-z0-9/-]+")


class Unit(NamedTuple):
    """One component of an award that is entered by unit: the unit as printed, what is said of it, its share."""

    printed: str
    mandatory: str
    percent: float | None


def needed_and_choices(units: Iterable[Unit]) -> tuple[tuple[str, ...], tuple[Choice, ...]]:
    """The units that everybody takes, and the choices of which one is taken.

    `yes` is for everybody; `one of the range` and `one of R095-R099` are choices; of anything else nothing is known.
    """
    every = [unit for unit in units if unit.printed]
    known = {code for unit in every for code in unit_codes(unit.printed)}
    needed: dict[str, None] = {}
    choices: dict[frozenset[str], Choice] = {}
    for unit in every:
        own = unit_codes(unit.printed)
        said = ONE_OF.match(unit.mandatory.strip())
        if unit.mandatory.strip().casefold() == "yes" and len(own) == 1:
            needed[own[0]] = None
        elif said:
            printed = said[1] or unit.printed
            codes = frozenset(code for word in WORDS.findall(printed) for code in unit_codes(word)) & known
            if len(codes) > 1 and codes >= set(own):
                choices[codes] = Choice(codes, printed)
    return tuple(needed), tuple(choices.values())


def percents(units: Iterable[Unit]) -> dict[str, float]:
    """The share of the award that each unit carries, where it is printed; two ways to moderate a unit are one."""
    found: dict[str, float] = {}
    for unit in units:
        for code in unit_codes(unit.printed) if unit.printed and unit.percent is not None else ():
            found[code] = max(found.get(code, 0), unit.percent or 0)
    return found
