"""What pages read of estimated entries and forecast grades."""

from interchange.estimates.queries.about import about_candidates

__all__ = ["about_candidates"]
