"""Background work of entries."""

from interchange.core import clock, jobs
from interchange.core.actor import Actor
from interchange.entries.services import daily


@jobs.periodic("entries.recheck", "50 2 * * *")
def recheck() -> None:
    """What stands is looked at again every night: the catalogue may have changed (R-ENT-10)."""
    daily.recheck(on=clock.today(), by=Actor.system("Interchange"))


@jobs.periodic("entries.deadlines", "20 7,10 * * *")
def tell_of_deadlines() -> None:
    """Who makes entries is told before they cost more; again in the day, in case nobody worked in the morning."""
    daily.tell_of_deadlines(on=clock.today(), by=Actor.system("Interchange"))
