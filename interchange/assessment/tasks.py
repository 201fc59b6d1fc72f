"""Background work of mark sheets."""

from uuid import UUID

from interchange.assessment.services.reminding import remind_centres
from interchange.assessment.services.submitting import receive_submission
from interchange.core import clock, jobs
from interchange.core.actor import Actor


@jobs.job("assessment.receive")
def receive(submission_id: str, centre_id: int) -> None:
    """Take in one submission."""
    receive_submission(UUID(submission_id), by=Actor.system("Interchange", centre_id=centre_id))


@jobs.periodic("assessment.remind", "15 7,10,14 * * *")
def remind() -> None:
    """Remind centres of what opens, closes soon or is late; again in the day, in case nobody worked in the morning."""
    remind_centres(on=clock.today(), by=Actor.system("Interchange"))
