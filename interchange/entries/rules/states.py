"""The states of an entry (4.5). What is stored are its facts; the state follows from them."""

from datetime import datetime

from interchange.catalogue.rules.profile import Band, Profile, band_at
from interchange.core.labelled import Labelled
from interchange.core.lifecycle import Lifecycle, moves_from

DRAFT, READY, SUBMITTED, REJECTED = "draft", "ready", "submitted", "rejected"
ACCEPTED, LATE_ACCEPTED, AMENDED, WITHDRAWN, LOCKED = (
    "accepted", "late_accepted", "amended", "withdrawn", "locked",
)  # fmt: skip

ENTRY = Lifecycle(
    start=DRAFT,
    moves={
        "validate": moves_from(DRAFT, to=READY),
        "edit": moves_from(DRAFT, READY, REJECTED, to=DRAFT),
        "submit": moves_from(READY, to=SUBMITTED),
        "reject": moves_from(SUBMITTED, to=REJECTED),
        "load": moves_from(SUBMITTED, to=ACCEPTED),
        "load late": moves_from(SUBMITTED, to=LATE_ACCEPTED),
        "amend": moves_from(ACCEPTED, LATE_ACCEPTED, AMENDED, to=AMENDED),
        "withdraw": moves_from(ACCEPTED, LATE_ACCEPTED, AMENDED, to=WITHDRAWN),
        "close": moves_from(ACCEPTED, LATE_ACCEPTED, AMENDED, to=LOCKED),
    },
)
"""4.5. Until it is loaded an entry is a row of a draft or of a batch; what is rejected says why.
What was withdrawn stays so: to make it again is another entry."""

LATE_BANDS = (Band.LATE, Band.VERY_LATE, Band.CLOSED)


class Withdrawn(Labelled):
    """What became of the fee of an entry that was withdrawn (R-WD-1, R-FEE-5)."""

    REFUND = "refund", "Refunded"
    NO_REFUND = "no-refund", "Not refunded"
    MEDICAL = "medical", "Refunded for medical reasons or bereavement"


WORDS = {
    DRAFT: "Not sent", READY: "Ready to send", SUBMITTED: "Sent", REJECTED: "Rejected", ACCEPTED: "Accepted",
    LATE_ACCEPTED: "Accepted late", AMENDED: "Amended", WITHDRAWN: "Withdrawn", LOCKED: "Final",
}  # fmt: skip
"""As pages name them."""


def state_of(
    *, band: str, amended: bool, withdrawn: bool, profile: Profile | None = None, at: datetime | None = None
) -> str:
    """The state of an entry that the awarding body holds, from what is stored of it.

    A withdrawn entry stays withdrawn; when the series closes for changes, what stands is final.
    """
    if withdrawn:
        return WITHDRAWN
    if profile is not None and at is not None and band_at(profile, at) is Band.CLOSED:
        return LOCKED
    if amended:
        return AMENDED
    return LATE_ACCEPTED if band in LATE_BANDS else ACCEPTED
