"""The answers that both sides give: lists of invoices, and the lines of one, as files."""

from uuid import UUID

from django.http import HttpResponse

from interchange.accounts.access import ActorRequest, prove_for_export
from interchange.core.downloads import list_answer
from interchange.invoicing.queries import pages


def invoices_taken(request: ActorRequest, kind: str) -> HttpResponse:
    """The list under the filter of its page."""
    rows, about = pages.invoice_rows(request.actor, request.GET.dict())
    return list_answer(f"invoices.{kind}", pages.INVOICE_HEADINGS, rows, by=request.actor, about=about)


def lines_taken(request: ActorRequest, invoice_id: UUID, kind: str) -> HttpResponse:
    """The lines of one invoice; where they name many candidates the second factor is asked for first (5.3.6)."""
    found, headings, rows = pages.lines_for_file(request.actor, invoice_id)
    prove_for_export(request, candidates=pages.candidates_on(request.actor, invoice_id))
    about = {"Invoice": found.number, "Series": found.series.name}
    return list_answer(f"invoice-{found.number}.{kind}", headings, rows, by=request.actor, about=about)
