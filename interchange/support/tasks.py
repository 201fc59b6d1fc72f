"""Background work of support. It may run twice: nobody is reminded twice of one thing."""

from interchange.core import jobs
from interchange.core.actor import Actor
from interchange.support.services.reminding import remind_officers


@jobs.periodic("support.remind", "*/15 * * * *")
def remind() -> None:
    """Security officers are reminded of the clocks of a case before they run out."""
    remind_officers(by=Actor.system("Interchange"))
