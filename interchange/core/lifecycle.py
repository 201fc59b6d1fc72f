"""States as a table: which verb leads from which states to which."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from interchange.core.errors import Refused


@dataclass(frozen=True)
class Lifecycle:
    """`moves` maps a verb to (the states it starts from, the state it leads to)."""

    start: str
    moves: Mapping[str, tuple[frozenset[str], str]]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, the start first, then in the order in which the moves lead to them."""
        return tuple(dict.fromkeys([self.start, *(to for _, to in self.moves.values())]))

    def after(self, verb: str, state: str) -> str:
        """The state that `verb` leads to; `Refused("not-now")` where it may not start from `state`."""
        origins, target = self.moves[verb]
        if state not in origins:
            raise Refused("not-now", f"This cannot be done while the state is “{state.replace('_', ' ')}”.")
        return target

    def offered(self, state: str) -> Collection[str]:
        """The verbs that may be used in `state`."""
        return [verb for verb, (origins, _) in self.moves.items() if state in origins]

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        arrows = [
            f"    {origin} --> {target}: {verb}"
            for verb, (origins, target) in self.moves.items()
            for origin in sorted(origins)
        ]
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.start}", *arrows])


def moves_from(*origins: str, to: str) -> tuple[frozenset[str], str]:
    """One line of a `moves` table."""
    return frozenset(origins), to
