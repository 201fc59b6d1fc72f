"""The lives of a transfer, of what its host is asked, of an alternative site and of a very late arrival."""

from interchange.core.errors import Refused
from interchange.core.lifecycle import Lifecycle, moves_from
from interchange.transfers.rules import Shown

STARTED, WITH_HOST, SUBMITTED = "started", "with_host", "submitted"
APPROVED, DECLINED, CANCELLED = "approved", "declined", "cancelled"

TRANSFER = Lifecycle(
    start=STARTED,
    moves={
        "send": moves_from(STARTED, to=WITH_HOST),
        "accept": moves_from(WITH_HOST, to=SUBMITTED),
        "approve": moves_from(SUBMITTED, to=APPROVED),
        "refuse": moves_from(WITH_HOST, to=DECLINED),
        "decline": moves_from(SUBMITTED, to=DECLINED),
        "cancel": moves_from(STARTED, WITH_HOST, SUBMITTED, APPROVED, to=CANCELLED),
    },
)
"""A transferred candidate (R-TRF-2). The host accepts or refuses, the awarding body approves or declines; the
entering centre may cancel until it is approved, the awarding body also after that."""

ASKED, ACCEPTED, REFUSED, WITHDRAWN = "asked", "accepted", "refused", "withdrawn"

HOST_REQUEST = Lifecycle(
    start=ASKED,
    moves={
        "accept": moves_from(ASKED, to=ACCEPTED),
        "refuse": moves_from(ASKED, to=REFUSED),
        "approve": moves_from(ACCEPTED, to=APPROVED),
        "decline": moves_from(ACCEPTED, to=DECLINED),
        "cancel": moves_from(ASKED, ACCEPTED, APPROVED, to=WITHDRAWN),
    },
)
"""What the host centre sees of a transfer: a row of its own, which follows the case of the entering centre."""

ACKNOWLEDGED = "acknowledged"

SITE = Lifecycle(
    start=SUBMITTED,
    moves={
        "acknowledge": moves_from(SUBMITTED, to=ACKNOWLEDGED),
        "approve": moves_from(SUBMITTED, ACKNOWLEDGED, to=APPROVED),
        "decline": moves_from(SUBMITTED, ACKNOWLEDGED, to=DECLINED),
        "cancel": moves_from(SUBMITTED, ACKNOWLEDGED, APPROVED, to=CANCELLED),
    },
)
"""An alternative site (R-ALT-1): the awarding body acknowledges it, and approves or declines; the centre may cancel."""

NOT_ACCEPTED = "not_accepted"

ARRIVAL = Lifecycle(
    start=SUBMITTED,
    moves={
        "accept": moves_from(SUBMITTED, to=ACCEPTED),
        "decline": moves_from(SUBMITTED, to=NOT_ACCEPTED),
        "cancel": moves_from(SUBMITTED, to=CANCELLED),
    },
)
"""A very late arrival (R-VLA-1): the awarding body accepts the script, or does not; the centre may take it back."""

TRANSFER_SHOWN = {
    STARTED: Shown("plain", "pencil", "Not sent yet"), WITH_HOST: Shown("info", "clock", "With the host centre"),
    SUBMITTED: Shown("info", "send", "With the awarding body"), APPROVED: Shown("success", "tick", "Approved"),
    DECLINED: Shown("danger", "cross", "Declined"), CANCELLED: Shown("plain", "cross", "Cancelled"),
}  # fmt: skip
HOST_SHOWN = {
    ASKED: Shown("warning", "clock", "Waits for your answer"), ACCEPTED: Shown("info", "send", "You accepted"),
    REFUSED: Shown("plain", "cross", "You refused"), APPROVED: Shown("success", "tick", "Approved"),
    DECLINED: Shown("danger", "cross", "Declined by the awarding body"),
    WITHDRAWN: Shown("plain", "cross", "Withdrawn"),
}  # fmt: skip
SITE_SHOWN = {
    SUBMITTED: Shown("info", "send", "Sent"), ACKNOWLEDGED: Shown("info", "clock", "Being looked at"),
    APPROVED: Shown("success", "tick", "Approved"), DECLINED: Shown("danger", "cross", "Declined"),
    CANCELLED: Shown("plain", "cross", "Cancelled"),
}  # fmt: skip
ARRIVAL_SHOWN = {
    SUBMITTED: Shown("info", "send", "Sent"), ACCEPTED: Shown("success", "tick", "Script accepted"),
    NOT_ACCEPTED: Shown("danger", "cross", "Script not accepted"), CANCELLED: Shown("plain", "cross", "Taken back"),
}  # fmt: skip
TRANSFER_OPEN = (STARTED, WITH_HOST, SUBMITTED, APPROVED)
"""A transfer in one of these holds its papers: none of them can be in a second one."""


def settled(life: Lifecycle, verb: str, state: str) -> bool:
    """Whether `verb` has led to this state already: the same press again changes nothing."""
    return life.moves[verb][1] == state


def moved(life: Lifecycle, verb: str, state: str, said: dict[str, Shown]) -> str:
    """The state that `verb` leads to; refused, with how it stands, where somebody else was quicker (D7)."""
    if verb not in life.offered(state):
        raise Refused(
            "not-now",
            f"This cannot be done any more: it stands as “{said[state].word}”. Nothing was changed.",
        )
    return life.after(verb, state)
