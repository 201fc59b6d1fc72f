"""What pages read of transfers, alternative sites and very late arrivals; what others ask is shown here."""

from interchange.transfers.queries.about import about_person
from interchange.transfers.queries.transfers import charges_not_invoiced

__all__ = ["about_person", "charges_not_invoiced"]
