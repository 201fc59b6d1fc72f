"""Background work on files. It may run twice: a file that was taken already stays as it is."""

from uuid import UUID

from interchange.core import jobs
from interchange.core.actor import Actor
from interchange.exchange.services.receiving import process_file


@jobs.job("exchange.process")
def process(batch_id: str, centre_id: int) -> None:
    """A file of entries that was received is read, checked and loaded."""
    process_file(UUID(batch_id), by=Actor.system("exchange", centre_id=centre_id))
