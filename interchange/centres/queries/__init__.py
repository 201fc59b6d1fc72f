"""What pages read of centres; what other capabilities ask is shown here."""

from interchange.centres.queries.centres import (
    approved_centres,
    centre_by_number,
    centre_ids,
    centres,
    kind_of,
    kinds,
    names_of,
    standing_approvals,
)

__all__ = [
    "approved_centres", "centre_by_number", "centre_ids", "centres", "kind_of", "kinds", "names_of",
    "standing_approvals",
]  # fmt: skip
