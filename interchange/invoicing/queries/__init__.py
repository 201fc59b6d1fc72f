"""What pages read of invoices and charges; what others ask is shown here."""

from interchange.invoicing.queries.about import about_candidates

__all__ = ["about_candidates"]
