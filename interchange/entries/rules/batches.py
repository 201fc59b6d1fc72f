"""What becomes of entries that came together, told in this order: received, parsed, validated, loaded (R-WAY-7)."""

from interchange.core.lifecycle import Lifecycle, moves_from

RECEIVED, PARSED, VALIDATED, ASKING, LOADED, REJECTED = (
    "received", "parsed", "validated", "asking", "loaded", "rejected",
)  # fmt: skip

BATCH = Lifecycle(
    start=RECEIVED,
    moves={
        "parse": moves_from(RECEIVED, to=PARSED),
        "validate": moves_from(PARSED, to=VALIDATED),
        "ask": moves_from(VALIDATED, to=ASKING),
        "load": moves_from(VALIDATED, ASKING, to=LOADED),
        "reject": moves_from(RECEIVED, PARSED, VALIDATED, ASKING, to=REJECTED),
    },
)
"""A file asks where it would take away what another route made (R-WAY-3)."""
