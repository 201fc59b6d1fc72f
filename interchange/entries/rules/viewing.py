"""How entries are named on pages, in documents and in files."""

from interchange.entries.rules import states
from interchange.entries.rules.holdings import ADD, AMEND, WITHDRAW

TIERS = {"F": "Foundation tier", "H": "Higher tier", "foundation": "Foundation tier", "higher": "Higher tier"}
STATUSES = {"S": "School candidate", "P": "Private candidate"}
METHODS = {"upload": "Upload", "postal": "Postal", "visit": "Visit"}
DEEDS = {ADD: "Enter", AMEND: "Change", WITHDRAW: "Withdraw"}
"""What a row asks for, before it is done."""
DRAWN = {
    states.ACCEPTED: ("success", "tick"), states.LATE_ACCEPTED: ("warning", "clock"),
    states.AMENDED: ("info", "pencil"), states.WITHDRAWN: ("plain", "cross"), states.LOCKED: ("plain", "lock"),
}  # fmt: skip
"""By state the kind of its tag and its icon."""


def tag_of(state: str) -> dict[str, str]:
    """A state as a page draws it: word, icon and colour."""
    kind, icon = DRAWN[state]
    return {"kind": kind, "icon": icon, "word": states.WORDS[state]}


def tier_of(tier: str) -> str:
    """A tier in words; as the catalogue has it where it is another."""
    return TIERS.get(tier, tier)


def method_of(route: str, *, carried_forward: bool) -> str:
    """How work reaches the moderator (R-ENT-3), in a word; empty where the option does not say."""
    return "Carried forward" if carried_forward else METHODS.get(route, route[:1].upper() + route[1:])


def refund_of(how: str) -> str:
    """What became of the fee of a withdrawn entry, in words; empty where nobody noted it."""
    return states.Withdrawn.of(how).label if how else ""
