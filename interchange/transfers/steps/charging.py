"""What a transfer adds to the invoice: the one function through which it does (R-TRF-4)."""

from interchange.core.actor import Actor
from interchange.core.money import Money
from interchange.invoicing.steps import charging
from interchange.transfers.models import Transfer


def charge(case: Transfer, *, by: Actor, back: bool = False) -> None:
    """Write down what an approved transfer costs its centre, as it was promised; with `back` the credit of it."""
    if not case.pence or case.each_pence is None:
        return
    papers = case.pence // case.each_pence
    told = f"Transfer {case.reference}: {papers} {'paper' if papers == 1 else 'papers'} at {Money(case.each_pence)}"
    charging.charge(
        case.centre_id, case.series_id, -case.pence if back else case.pence, about=case.reference,
        told=f"{told}, cancelled" if back else told, by=by,
    )  # fmt: skip
