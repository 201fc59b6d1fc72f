"""What a transfer adds to the invoice: the one function through which it does (R-TRF-4)."""

from interchange.core import clock
from interchange.core.money import Money
from interchange.transfers.models import Charge, Transfer


def charge(case: Transfer, *, back: bool = False) -> None:
    """Write down what an approved transfer costs its centre, as it was promised; with `back` the credit of it."""
    if not case.pence or case.each_pence is None:
        return
    papers = case.pence // case.each_pence
    told = f"Transfer {case.reference}: {papers} {'paper' if papers == 1 else 'papers'} at {Money(case.each_pence)}"
    Charge(
        centre_id=case.centre_id, transfer=case.pk, series_id=case.series_id, reference=case.reference,
        pence=-case.pence if back else case.pence, told=f"{told}, cancelled" if back else told, at=clock.now(),
    ).save(force_insert=True)  # fmt: skip
