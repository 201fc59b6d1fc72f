"""Background work of estimated entries and forecast grades."""

from interchange.core import clock, jobs
from interchange.core.actor import Actor
from interchange.estimates.queries.asking import asking_for_estimates, askings
from interchange.estimates.services import daily


@jobs.periodic("estimates.prefill", "40 3 * * *")
def prefill() -> None:
    """Estimated entries of open series are filled in from last year's, for centres that have none yet."""
    for asking in asking_for_estimates():
        if asking.series.is_open:
            daily.prefill_estimates(asking.code, by=Actor.system("Interchange"))


@jobs.periodic("estimates.lock", "5 0,1 * * *")
def lock() -> None:
    """What can no longer be changed is locked, soon after midnight in London."""
    for asking in askings():
        daily.lock_what_is_over(asking.code, by=Actor.system("Interchange"))


@jobs.periodic("estimates.remind", "25 7,14 * * *")
def remind() -> None:
    """Centres that have not answered are reminded 14 and 3 days before; again in the day, in case nothing ran."""
    daily.remind_centres(on=clock.today(), by=Actor.system("Interchange"))
