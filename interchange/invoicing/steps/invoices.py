"""Making one centre's invoice for a series."""

from collections.abc import Sequence

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.invoicing.models import Charge, Invoice, Line
from interchange.invoicing.queries.waiting import Item
from interchange.invoicing.rules.numbers import invoice_number, next_count


def make_invoice(
    items: Sequence[Item], series_id: int, series_code: str, *, centre_id: int, centre_number: str, by: Actor
) -> Invoice:
    """An invoice of these items; the centre is held by whoever calls, so that the count has no gap."""
    made = Invoice.unscoped.filter(centre_id=centre_id, series_id=series_id)
    count = next_count(made.values_list("number", flat=True))
    invoice = Invoice.unscoped.create(
        centre_id=centre_id, number=invoice_number(centre_number, series_code, count), series_id=series_id,
        pence=sum(item.pence for item in items), made_by=by.name[:200], made_at=clock.now(),
    )  # fmt: skip
    Line.unscoped.bulk_create(
        Line(
            centre_id=centre_id, invoice=invoice, place=place, version_id=item.version_id, charge_id=item.charge_id,
            at=item.at, candidate=item.candidate, code=item.code, told=item.told, pence=item.pence,
        )
        for place, item in enumerate(items, start=1)
    )  # fmt: skip
    charged = [item.charge_id for item in items if item.charge_id]
    Charge.unscoped.filter(centre_id=centre_id, pk__in=charged).update(invoiced=invoice.pk)
    return invoice
