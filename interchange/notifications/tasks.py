"""Background work of notices. Each may run twice, or at the same time as another: nothing is sent twice."""

from interchange.core import clock, jobs
from interchange.notifications import services


@jobs.job("notifications.deliver")
def deliver(at: str) -> None:
    """Send what is due, as soon as something new may be."""
    services.send_due(at=services.moment_of_job(at))


@jobs.periodic("notifications.sweep", "*/5 * * * *")
def sweep() -> None:
    """Send what had to wait: for the end of the quiet hours, or for the mail server."""
    services.send_due(at=clock.now())


@jobs.periodic("notifications.digest", "*/15 * * * *")
def digest() -> None:
    """Send the digests whose time has come, which is 07:00 in London, summer and winter."""
    services.send_digests(at=clock.now())
