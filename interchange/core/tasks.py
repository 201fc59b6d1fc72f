"""Background work of the queue itself."""

from interchange.core import queue
from interchange.core.jobs import periodic


@periodic("core.take-up", "*/10 * * * *")
def take_up() -> None:
    """Put back what a worker had begun that was killed or cut off, so that another one does it."""
    queue.take_up_lost()
