"""How many administrators a centre has, and who may be one (1.10 to 1.13, 3.1)."""

from collections.abc import Collection, Mapping

from interchange.core.errors import Refused

GQ, VQ = "GQ", "VQ"
SCOPES = {GQ: "general qualifications (GQ)", VQ: "vocational qualifications (VQ)"}
MOST, LEAST = 3, 1


def scopes_of(chosen: Collection[str]) -> list[str]:
    """The scopes of a nomination, in order; refused when there is none or an unknown one."""
    found = [scope for scope in SCOPES if scope in chosen]
    if not found or len(found) != len(set(chosen)):
        raise Refused("scopes", "Choose what the person will administer: GQ, VQ or both.")
    return found


def check_room(counts: Mapping[str, int], scopes: Collection[str]) -> None:
    """Refused where a scope has three administrators already (1.10). `counts`: those in office, by scope."""
    full = [scope for scope in SCOPES if scope in scopes and counts.get(scope, 0) >= MOST]
    if full:
        raise Refused(
            "administrators-full",
            f"The centre has {MOST} administrators for {' and '.join(full)} already. Say which of them has left.",
        )


def check_not_head(email: str, *, head_email: str, exempt: bool) -> None:
    """Refused where the head of centre would be the administrator, unless the centre is exempt (1.11)."""
    if head_email and email.casefold() == head_email.casefold() and not exempt:
        raise Refused(
            "head-is-nominee",
            "This is the head of centre's address. Who authorises and who acts must be two people. "
            "A very small centre can ask us for an exemption.",
        )


def prompt(counts: Mapping[str, int], scopes: Collection[str]) -> str:
    """What a centre with too few administrators is told until it has two (1.13); empty where all is well."""
    missing = [scope for scope in SCOPES if scope in scopes and counts.get(scope, 0) < LEAST]
    single = [scope for scope in SCOPES if scope in scopes and counts.get(scope, 0) == LEAST]
    if missing:
        return f"Your centre has no Centre Administrator for {' and '.join(missing)}. Nominate one now."
    if single:
        return (
            f"Your centre has only one Centre Administrator for {' and one for '.join(single)}. "
            "Nominate a second, so that work goes on when the first is away."
        )
    return ""
