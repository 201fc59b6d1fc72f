"""What needs two persons, who may ask for it and who may approve it (3.3, 5.3.7)."""

from dataclasses import dataclass
from datetime import timedelta

from interchange.accounts.roles import Capability, Role
from interchange.core.errors import Refused
from interchange.core.typed import a_reason

C = Capability
SHORTEST_REASON = 10
GLASS_LASTS = timedelta(minutes=60)
ACTING_LASTS = timedelta(minutes=60)


@dataclass(frozen=True)
class Kind:
    """Something that one person asks for and another approves."""

    code: str
    label: str
    asks: Capability
    approves: Capability


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "reset-factor", "Reset an administrator's second factor",
            asks=C.PEOPLE_RESET, approves=C.PEOPLE_RESET_APPROVE,
        ),
        Kind(
            "change-address", "Change an administrator's e-mail address",
            asks=C.PEOPLE_RESET, approves=C.PEOPLE_RESET_APPROVE,
        ),
        Kind("break-glass", "Candidate screens for an hour", asks=C.BREAK_GLASS, approves=C.BREAK_GLASS_APPROVE),
        Kind("add-staff", "Add one of the awarding body's people", asks=C.STAFF_MANAGE, approves=C.STAFF_APPROVE),
        Kind(
            "change-staff", "Change the roles of one of the awarding body's people",
            asks=C.STAFF_MANAGE, approves=C.STAFF_APPROVE,
        ),
    )
}  # fmt: skip
GLASS_ROLES = (Role.SUPPORT, Role.ASSESSMENT)
"""What broken glass shows for an hour: the candidate screens of those who work with them, and nothing of results."""


def tidy_reason(typed: str) -> str:
    """A reason that somebody will read; refused where it says too little or too much."""
    ask = f"Say why, in at least {SHORTEST_REASON} characters. It is kept and read."
    return a_reason(typed, ask=ask, shortest=SHORTEST_REASON)


def refuse_same_person(*, asked_by: object, decides: object) -> None:
    """Nobody approves what they started (3.3)."""
    if asked_by == decides:
        raise Refused("same-person", "You asked for this yourself. Somebody else has to decide it.")
