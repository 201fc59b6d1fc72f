"""What is let go of the queue: jobs that ended long ago (8)."""

from interchange.core.letting_go import Work
from interchange.core.queue import ended_jobs, forget_ended_jobs

WORK = (Work("jobs", lambda _: ended_jobs(), lambda _: forget_ended_jobs()),)
