"""Charges and invoices for tests and the demo."""

from uuid import uuid4

from interchange.centres.queries import centre_by_number
from interchange.core.actor import Actor
from interchange.invoicing.models import Invoice, Run
from interchange.invoicing.services.charging import charge_by_hand
from interchange.invoicing.services.runs import carry_out, invoice_centre, start_run


def invoice_all(series_code: str, *, officer: Actor) -> Run:
    """Make the invoices of a series, as the worker does after staff have asked for them."""
    run = start_run(series_code, by=officer)
    carry_out(run.pk)
    return run


def make_invoice(
    number: str, series_code: str, *, officer: Actor, told: str = "A copy of the timetable"
) -> Invoice:
    """An invoice with one line, charged by hand."""
    charge_by_hand(number, series_code, "12.50", told, "Asked for", by=officer)
    by = Actor.system("tests", centre_id=centre_by_number(number).pk)
    made = invoice_centre(series_code, number, run_id=uuid4(), by=by)
    if made is None:
        raise ValueError("nothing was invoiced")
    return made
