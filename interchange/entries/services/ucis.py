"""Two UCIs of one person become one (R-ID-8, R-ID-11)."""

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core.actor import Actor
from interchange.core.typed import a_reason
from interchange.entries.queries.duplicates import uses_of
from interchange.entries.rules.duplicates import check_mergeable
from interchange.entries.rules.single import ASK_REASON, SHORTEST_PROOF
from interchange.entries.steps.informing import tell_of_uci
from interchange.entries.steps.ucis import give_uci, hold_all


@state_change(needs=Capability.ENTRIES_AMEND)
def merge_ucis(gone: str, kept: str, *, reason: str, by: Actor) -> int:
    """Give `kept` to every candidate who has `gone`, at every centre; how many. Each centre is told, with the reason.

    Refused where both sit in one series at one centre: they may be two people.
    """
    why = a_reason(reason, ask=ASK_REASON, shortest=SHORTEST_PROOF)
    hold_all({use.centre_id for use in uses_of(by, [gone, kept])})
    uses = uses_of(by, [gone, kept])
    check_mergeable(gone, kept, uses)
    changed = [use for use in uses if use.uci == gone]
    give_uci(gone, kept)
    for centre_id in sorted({use.centre_id for use in uses}):
        own = [use for use in changed if use.centre_id == centre_id]
        if own:
            data = {
                "old_uci": gone,
                "new_uci": kept,
                "candidates": [f"{use.series} {use.number}" for use in own],
            }
            audit.record(Event.UCIS_MERGED, subject=f"uci:{kept}", data=data, reason=why, centre_id=centre_id)
        tell_of_uci(centre_id, gone, kept, why)
    return len(changed)
