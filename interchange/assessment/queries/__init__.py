"""What the pages of mark sheets read."""

from interchange.assessment.queries.about import about_candidates

__all__ = ["about_candidates"]
