"""Background work of transfers. It may run twice: nobody is reminded twice of one thing."""

from interchange.core import jobs
from interchange.core.actor import Actor
from interchange.transfers.services.reminding import remind_hosts


@jobs.periodic("transfers.remind", "25 7 * * *")
def remind() -> None:
    """Host centres that have not answered for a week are reminded, and those who wait are told."""
    remind_hosts(by=Actor.system("Interchange"))
