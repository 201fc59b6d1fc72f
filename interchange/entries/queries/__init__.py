"""What pages, services and the capabilities above read of candidates and entries."""

from interchange.entries.queries.listing import (
    candidates_matching,
    candidates_of,
    carried_forward,
    counts_by_component,
    entered_for,
    live_entries,
)

__all__ = [
    "candidates_matching",
    "candidates_of",
    "carried_forward",
    "counts_by_component",
    "entered_for",
    "live_entries",
]
