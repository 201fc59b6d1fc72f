"""For whom a piece of news, a reminder or a guide is (B1, B4)."""

from collections.abc import Collection
from dataclasses import dataclass

from interchange.core.errors import Refused
from interchange.core.labelled import Labelled


class Audience(Labelled):
    """How those are chosen for whom something is."""

    ALL = "all", "Everybody"
    ROLES = "roles", "People with one of these roles"
    SCOPES = "scopes", "One side of the work, GQ or VQ"
    KINDS = "kinds", "Centres of one of these kinds"
    CENTRE = "centre", "One centre"


SCOPES = ("GQ", "VQ")


@dataclass(frozen=True)
class Reader:
    """What of a person decides which audiences they belong to."""

    roles: frozenset[str]
    scopes: frozenset[str]
    kind: str
    number: str

    def values(self, audience: Audience) -> frozenset[str]:
        """What this reader has of what an audience is chosen by."""
        held = {
            Audience.ROLES: self.roles, Audience.SCOPES: self.scopes, Audience.KINDS: frozenset({self.kind} - {""}),
            Audience.CENTRE: frozenset({self.number} - {""}),
        }  # fmt: skip
        return held.get(audience, frozenset())


def belongs(reader: Reader, audience: str, values: Collection[str]) -> bool:
    """Whether somebody belongs to an audience: everybody does to `ALL`, and to another who has one of its values."""
    chosen = Audience.of(audience)
    return chosen is Audience.ALL or not reader.values(chosen).isdisjoint(values)


def check(audience: str, values: Collection[str], *, known: Collection[str]) -> tuple[Audience, list[str]]:
    """An audience as it is kept; refused where nobody was chosen, or somebody whom there is not."""
    if audience not in set(Audience):
        raise Refused("audience", "Choose for whom this is.")
    chosen = Audience.of(audience)
    if chosen is Audience.ALL:
        return chosen, []
    kept = sorted(set(values))
    if not kept:
        raise Refused("audience-values", f"Choose at least one: {chosen.label.casefold()}.")
    if not set(kept) <= set(known):
        raise Refused("audience-values", "There is no such centre. Enter the number of a centre.")
    return chosen, kept
