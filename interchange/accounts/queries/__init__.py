"""What pages read of people, sessions and keys: one module for each theme."""

from interchange.accounts.queries.about import about_person

__all__ = ["about_person"]
