"""Background work of the catalogue. It may run twice: what has been applied or let go of does not come again."""

from interchange.catalogue.services.editing import apply_due_changes
from interchange.catalogue.services.loading import drop_old_loads
from interchange.core import jobs
from interchange.core.actor import Actor


@jobs.periodic("catalogue.apply", "4 * * * *")
def apply_changes() -> None:
    """Changes of the catalogue whose day has come are made, within the hour in which that day begins in London."""
    apply_due_changes(by=Actor.system("Interchange"))


@jobs.periodic("catalogue.tidy", "40 3 * * *")
def tidy() -> None:
    """Files that were compared with the catalogue and never applied are let go of after a week."""
    drop_old_loads(by=Actor.system("Interchange"))
