"""Background work of mark sheets."""

from uuid import UUID

from interchange.assessment.services.submitting import receive_submission
from interchange.core import jobs
from interchange.core.actor import Actor


@jobs.job("assessment.receive")
def receive(submission_id: str, centre_id: int) -> None:
    """Take in one submission."""
    receive_submission(UUID(submission_id), by=Actor.system("Interchange", centre_id=centre_id))
