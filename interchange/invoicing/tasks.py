"""Background work of invoicing; it may run twice: what is invoiced is not invoiced again."""

from uuid import UUID

from interchange.core import jobs
from interchange.invoicing.services.runs import carry_out


@jobs.job("invoicing.run")
def run(run_id: str) -> None:
    """Make the invoices that a run was asked for."""
    carry_out(UUID(run_id))
