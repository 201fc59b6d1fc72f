"""The life of a centre and of what makes it one, as tables (1.1 to 1.14)."""

from dataclasses import dataclass

from interchange.core.lifecycle import Lifecycle, moves_from

ENQUIRY, APPLIED, REFUSED, APPROVED = "enquiry", "applied", "refused", "approved"
AGREEMENT_SENT, AGREEMENT_RETURNED, HOC_CONFIRMED = "agreement_sent", "agreement_returned", "hoc_confirmed"
LIVE, SECURITY_HOLD, LAPSING, LAPSED, CLOSED = "live", "security_hold", "lapsing", "lapsed", "closed"

CENTRE = Lifecycle(
    start=ENQUIRY,
    moves={
        "apply": moves_from(ENQUIRY, to=APPLIED),
        "approve": moves_from(APPLIED, LAPSED, to=APPROVED),
        "refuse": moves_from(APPLIED, to=REFUSED),
        "send the agreement": moves_from(APPROVED, AGREEMENT_SENT, AGREEMENT_RETURNED, to=AGREEMENT_SENT),
        "return the agreement": moves_from(AGREEMENT_SENT, to=AGREEMENT_RETURNED),
        "confirm": moves_from(AGREEMENT_RETURNED, to=HOC_CONFIRMED),
        "go back": moves_from(AGREEMENT_SENT, AGREEMENT_RETURNED, HOC_CONFIRMED, to=APPROVED),
        "open": moves_from(HOC_CONFIRMED, to=LIVE),
        "hold": moves_from(LIVE, LAPSING, to=SECURITY_HOLD),
        "release": moves_from(SECURITY_HOLD, to=LIVE),
        "warn": moves_from(LIVE, to=LAPSING),
        "show activity": moves_from(LAPSING, to=LIVE),
        "lapse": moves_from(LAPSING, to=LAPSED),
        "close": moves_from(
            APPROVED, AGREEMENT_SENT, AGREEMENT_RETURNED, HOC_CONFIRMED, LIVE, SECURITY_HOLD, LAPSING, LAPSED,
            to=CLOSED,
        ),
    },
)  # fmt: skip
"""1.1 to 1.12. Until it is approved a centre is an application; from then on it has a number and a row of its own."""

OF_APPLICATIONS = (ENQUIRY, APPLIED, APPROVED, REFUSED)
OF_CENTRES = tuple(state for state in CENTRE.states if state not in (ENQUIRY, APPLIED, REFUSED))
ADMITTING = (LIVE, LAPSING)
"""In which a centre's people may be signed in; `Centre.admits` says the same, and the database sees to it."""
JOINING = (APPROVED, AGREEMENT_SENT, AGREEMENT_RETURNED, HOC_CONFIRMED)
"""Approved, and not yet open."""

GRANTED, WITHDRAWN = "granted", "withdrawn"

APPROVAL = Lifecycle(
    start=GRANTED,
    moves={
        "warn": moves_from(GRANTED, LAPSING, to=LAPSING),
        "use": moves_from(GRANTED, LAPSING, to=GRANTED),
        "lapse": moves_from(GRANTED, LAPSING, to=LAPSED),
        "withdraw": moves_from(GRANTED, LAPSING, to=WITHDRAWN),
    },
)
"""1.1, 1.2: for GQ one for the whole centre, for VQ one for each qualification."""
STANDING = (GRANTED, LAPSING)

SENT, RETURNED, ACCEPTED, EXPIRED = "sent", "returned", "accepted", "expired"

AGREEMENT = Lifecycle(
    start=SENT,
    moves={
        "return": moves_from(SENT, to=RETURNED),
        "accept": moves_from(RETURNED, to=ACCEPTED),
        "refuse": moves_from(RETURNED, to=REFUSED),
        "expire": moves_from(SENT, RETURNED, to=EXPIRED),
        "withdraw": moves_from(SENT, RETURNED, to=WITHDRAWN),
    },
)
"""1.5, 1.6, 1.12: returned by whoever filled it in, accepted by the head of centre."""

NOMINATED, CONFIRMED, APPOINTED = "nominated", "confirmed", "appointed"

NOMINATION = Lifecycle(
    start=NOMINATED,
    moves={
        "confirm": moves_from(NOMINATED, to=CONFIRMED),
        "appoint": moves_from(CONFIRMED, to=APPOINTED),
        "refuse": moves_from(NOMINATED, CONFIRMED, to=REFUSED),
        "expire": moves_from(NOMINATED, CONFIRMED, to=EXPIRED),
        "withdraw": moves_from(NOMINATED, CONFIRMED, to=WITHDRAWN),
    },
)
"""1.4, 1.7, 1.8: confirmed by the head of centre, appointed by the awarding body when the nominee has agreed too."""
OPEN_NOMINATIONS = (NOMINATED, CONFIRMED)

REQUESTED, MADE = "requested", "made"

HEAD_CHANGE = Lifecycle(
    start=REQUESTED,
    moves={"make": moves_from(REQUESTED, to=MADE), "refuse": moves_from(REQUESTED, to=REFUSED)},
)
"""1.16: asked for inside the portal, and made only after a call back on the number already held."""


@dataclass(frozen=True)
class Shown:
    """A state as pages show it: a word, an icon and a kind of colour."""

    code: str
    word: str
    kind: str
    icon: str


SHOWN = {
    one.code: one
    for one in (
        Shown(ENQUIRY, "Not sent yet", "plain", "pencil"), Shown(APPLIED, "Applied", "info", "clock"),
        Shown(REFUSED, "Refused", "danger", "cross"), Shown(APPROVED, "Approved", "info", "tick"),
        Shown(AGREEMENT_SENT, "Agreement sent", "info", "send"),
        Shown(AGREEMENT_RETURNED, "Agreement returned", "info", "clock"),
        Shown(HOC_CONFIRMED, "Head has confirmed", "info", "tick"), Shown(LIVE, "Live", "success", "tick"),
        Shown(SECURITY_HOLD, "Security hold", "danger", "lock"), Shown(LAPSING, "Lapsing", "warning", "warning"),
        Shown(LAPSED, "Lapsed", "danger", "cross"), Shown(CLOSED, "Closed", "plain", "lock"),
        Shown(GRANTED, "Granted", "success", "tick"), Shown(WITHDRAWN, "Withdrawn", "plain", "cross"),
        Shown(SENT, "Sent", "info", "send"), Shown(RETURNED, "Returned", "info", "clock"),
        Shown(ACCEPTED, "Accepted", "success", "tick"), Shown(EXPIRED, "Run out", "plain", "clock"),
        Shown(NOMINATED, "Waits for the head", "info", "clock"), Shown(CONFIRMED, "Confirmed", "info", "tick"),
        Shown(APPOINTED, "Appointed", "success", "tick"), Shown(REQUESTED, "Asked for", "info", "clock"),
        Shown(MADE, "Made", "success", "tick"),
    )
}  # fmt: skip
