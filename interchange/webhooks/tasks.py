"""Background work of webhooks. Each may run twice, or at the same time as another: nothing is sent by two at a time."""

from interchange.core import clock, jobs
from interchange.notifications.services import moment_of_job
from interchange.webhooks.services import delivering


@jobs.job("webhooks.deliver")
def deliver(at: str) -> None:
    """Send what is due, as soon as something new may be."""
    delivering.send_due(at=moment_of_job(at))


@jobs.periodic("webhooks.sweep", "*/2 * * * *")
def sweep() -> None:
    """Send again the messages to webhooks whose time has come."""
    delivering.send_due(at=clock.now())
