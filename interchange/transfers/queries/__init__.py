"""What pages read of transfers, alternative sites and very late arrivals; what others ask is shown here."""

from interchange.transfers.queries.about import about_candidates, about_person

__all__ = ["about_candidates", "about_person"]
