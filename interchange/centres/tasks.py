"""Background work of centres. Each may run twice: nothing is told or ended twice."""

from uuid import UUID

from interchange.centres.queries import waiting
from interchange.centres.services import applying, daily
from interchange.core import clock, jobs, tenancy
from interchange.core.actor import Actor


@jobs.job("centres.pass-on")
def pass_on(request_id: str) -> None:
    """Tell the administrators of a centre, if there is one, that somebody asked for access (1.3)."""
    applying.pass_access_request_on(UUID(request_id), by=Actor.system("Interchange"))


@jobs.periodic("centres.daily", "20 5 * * *")
def every_day() -> None:
    """Approvals that are idle, nominations and agreements that nobody completed, applications never sent."""
    by = Actor.system("Interchange")
    with tenancy.reading(by):
        idle, nominations, agreements = waiting.overdue(by)
    for key in idle:
        daily.let_time_pass(key, on=clock.today(), by=by)
    for key in nominations:
        daily.expire_nomination(key, by=by)
    for key in agreements:
        daily.expire_agreement(key, by=by)
    daily.drop_old_applications(by=by)
