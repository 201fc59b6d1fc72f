"""What pages, services and the capabilities above read of candidates and entries."""

from interchange.entries.queries.about import about_candidates, candidates_of_keys, candidates_who
from interchange.entries.queries.listing import (
    candidates_matching,
    candidates_of,
    carried_forward,
    counts_by_component,
    entered_for,
    live_entries,
)

__all__ = [
    "about_candidates",
    "candidates_matching",
    "candidates_of",
    "candidates_of_keys",
    "candidates_who",
    "carried_forward",
    "counts_by_component",
    "entered_for",
    "live_entries",
]
