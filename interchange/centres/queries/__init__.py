"""What pages read of centres; what other capabilities ask is shown here."""

from interchange.centres.queries.centres import (
    centre_by_number,
    centre_ids,
    centres,
    kind_of,
    kinds,
    names_of,
    standing_approvals,
)

__all__ = ["centre_by_number", "centre_ids", "centres", "kind_of", "kinds", "names_of", "standing_approvals"]
