"""What pages read of messages, security cases, the status and guides: one module for each theme."""

from interchange.support.queries.about import about_person

__all__ = ["about_person"]
