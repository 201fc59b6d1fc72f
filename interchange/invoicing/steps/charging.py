"""What other capabilities add to a centre's next invoice."""

from interchange.core.actor import Actor
from interchange.invoicing.models import Charge


def charge(
    centre_id: int, series_id: int, pence: int, *, about: str, told: str, by: Actor, reason: str = ""
) -> Charge:
    """A charge, or less than nothing for a credit; it belongs to the transaction and the event of what it is for."""
    made = Charge(
        centre_id=centre_id, series_id=series_id, pence=pence, about=about, told=told, by=by.name[:200], reason=reason,
    )  # fmt: skip
    made.save(force_insert=True)
    return made
