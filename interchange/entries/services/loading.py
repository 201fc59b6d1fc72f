"""The operator's way: a whole file, centre by centre."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.core.actor import Actor
from interchange.core.grid import Problem
from interchange.entries.models import Route
from interchange.entries.rules.holdings import Around, EntryRow, Offer
from interchange.entries.steps.taking import take


@dataclass
class Outcome:
    """What became of one centre's rows of a file."""

    centre_number: str = ""
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


@state_change(needs=Capability.OPERATE)
def load_entries(rows: Sequence[EntryRow], *, offer: Offer, beyond: Around, file: str, by: Actor) -> Outcome:
    """Merge one centre's rows of a file with what it has entered; rows that cannot be used are told, with why.

    The whole of it in one transaction, or nothing; the same rows again change nothing.
    """
    merge = take(rows, centre_id=by.chain, route=Route.OPERATOR, by=by, file=file, offer=offer, beyond=beyond)
    return Outcome(
        rows[0].centre_number, len(merge.added), len(merge.changed), len(merge.withdrawn), merge.unchanged,
        merge.problems, merge.warnings,
    )  # fmt: skip
