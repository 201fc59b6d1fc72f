"""Changing one entry or candidate: by the centre, or by the awarding body for it, with a reason (R-ACT-4)."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.core.actor import Actor
from interchange.core.typed import a_reason
from interchange.entries.models import Candidate, Route
from interchange.entries.rules.holdings import EntryRow, Merge
from interchange.entries.rules.single import ASK_EVIDENCE, ASK_REASON, NOT_SEEN, SHORTEST_PROOF, Seen
from interchange.entries.steps import single
from interchange.entries.steps.taking import take


@state_change(needs=Capability.ENTRIES_SUBMIT)
def withdraw_entry(
    entry_id: UUID, *, medical: bool = False, evidence: str = "", seen: Seen = NOT_SEEN, by: Actor
) -> Merge:  # fmt: skip
    """Take an entry back; what was entered stays on record, and what it gives back is told (R-WD-1, R-FEE-4).

    Refused when it was withdrawn before, or after the last day for changes; for medical reasons or bereavement
    refused without words about the evidence (R-FEE-5). Refused too where the entry or the cost is not what was seen.
    """
    proof = _evidence(evidence) if medical else ""
    return single.withdraw(
        single.found(entry_id, by=by, seen=seen), medical=medical, evidence=proof, by=by, seen=seen
    )


@state_change(needs=Capability.ENTRIES_SUBMIT)
def change_option(entry_id: UUID, option_code: str, *, seen: Seen = NOT_SEEN, by: Actor) -> Merge:
    """Another option or tier for an entry; refused where its rules or the days of the series say no (R-ENT-3 to 5)."""
    return single.change(single.found(entry_id, by=by, seen=seen), option_code, reason="", by=by, seen=seen)


@state_change(needs=Capability.ENTRIES_SUBMIT)
def reinstate_entry(entry_id: UUID, *, seen: Seen = NOT_SEEN, by: Actor) -> Merge:
    """Make a withdrawn entry again, as a new entry at what it costs now; refused where it stands."""
    return single.reinstate(single.found(entry_id, by=by, seen=seen), reason="", by=by, seen=seen)


@state_change(needs=Capability.ENTRIES_SUBMIT)
def change_details(
    candidate_id: UUID, typed: Mapping[str, str], *, born_on: date | None = None, proof: str = "",
    seen: Seen = NOT_SEEN, by: Actor,
) -> Candidate:  # fmt: skip
    """Other personal details, until the last day for changes (R-ID-17); another name or UCI needs proof (R-ID-16)."""
    return single.change_details(
        candidate_id, typed, born_on=born_on, proof=proof, reason="", by=by, seen=seen
    )


# ---------------------------------------------------------------- by the awarding body, for a centre


@state_change(needs=Capability.ENTRIES_AMEND)
def take_for_centre(
    rows: Sequence[EntryRow], *, centre_id: int, reason: str, medical: bool = False, by: Actor
) -> Merge:
    """Make, change and withdraw entries for a centre, late too; the centre is told, with the reason (R-ACT-4)."""
    why = _reason(reason)
    how = "medical" if medical else ""
    return take(rows, centre_id=centre_id, route=Route.BOARD, by=by, how=how, reason=why)


@state_change(needs=Capability.ENTRIES_AMEND)
def withdraw_for_centre(entry_id: UUID, *, reason: str, medical: bool = False, by: Actor) -> Merge:
    """Withdraw an entry for a centre, even after the last day for changes."""
    why = _reason(reason)
    return single.withdraw(single.found(entry_id, by=by), medical=medical, evidence=why, by=by)


@state_change(needs=Capability.ENTRIES_AMEND)
def change_option_for_centre(entry_id: UUID, option_code: str, *, reason: str, by: Actor) -> Merge:
    """Another option or tier for an entry of a centre."""
    why = _reason(reason)
    return single.change(single.found(entry_id, by=by), option_code, reason=why, by=by)


@state_change(needs=Capability.ENTRIES_AMEND)
def reinstate_for_centre(entry_id: UUID, *, reason: str, by: Actor) -> Merge:
    """Make a withdrawn entry of a centre again."""
    why = _reason(reason)
    return single.reinstate(single.found(entry_id, by=by), reason=why, by=by)


@state_change(needs=Capability.ENTRIES_AMEND)
def change_details_for_centre(
    candidate_id: UUID, typed: Mapping[str, str], *, born_on: date | None = None, reason: str, by: Actor
) -> Candidate:  # fmt: skip
    """Other personal details of a centre's candidate, on request, until certificates are printed (R-ID-17)."""
    why = _reason(reason)
    return single.change_details(candidate_id, typed, born_on=born_on, proof="", reason=why, by=by)


def _reason(typed: str) -> str:
    return a_reason(typed, ask=ASK_REASON, shortest=SHORTEST_PROOF)


def _evidence(typed: str) -> str:
    return a_reason(typed, code="evidence", ask=ASK_EVIDENCE, shortest=SHORTEST_PROOF)
