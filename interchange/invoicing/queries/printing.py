"""An invoice on paper."""

from uuid import UUID

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.money import Money
from interchange.documents.case_sheet import CaseSheet, render_case_sheet
from interchange.invoicing.queries.pages import invoice_page, lines_of

HEAD = ("Date", "Candidate", "Code", "What for", "Amount")


def invoice_on_paper(actor: Actor, invoice_id: UUID, *, board: str) -> tuple[bytes, str]:
    """The PDF of an invoice with all its lines, and its number; `Http404` where it is another centre's."""
    page = invoice_page(actor, invoice_id, "")
    invoice, (number, name) = page["invoice"], page["centre"]
    rows = [
        (clock.day_in_words(clock.london(one.at)), one.candidate, one.code, one.told, str(Money(one.pence)))
        for one in lines_of(actor, invoice)
    ]
    facts = {
        "Centre": f"{number} {name}", "Series": invoice.series.name,
        "Date": clock.day_in_words(clock.london(invoice.made_at)), "Total": str(page["total"]),
    }  # fmt: skip
    state = "Credit" if invoice.pence < 0 else "To pay" if invoice.pence else "Nothing to pay"
    sheet = CaseSheet(
        board, "Invoice", invoice.number, state, facts, invoice.made_by, invoice.made_at,
        rows=[HEAD, *rows, ("", "", "", "Total", str(page["total"]))], amounts=len(HEAD) - 1,
    )  # fmt: skip
    return render_case_sheet(sheet), invoice.number
