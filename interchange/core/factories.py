"""Jobs of the queue as tests and the demo want them: given up, some time ago."""

import json
from datetime import datetime

from django.db import connection

ADD = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)
    VALUES ('default', %(task)s, %(about)s, 'doing', 8) RETURNING id
"""
GIVE_UP = "UPDATE procrastinate_jobs SET status = %(state)s::procrastinate_job_status WHERE id = %(id)s"
DATED = "UPDATE procrastinate_events SET at = %(at)s WHERE job_id = %(id)s"


def make_ended_job(
    task: str, *, about: dict[str, str | int] | None = None, state: str = "failed", at: datetime | None = None
) -> int:
    """A job that has ended, at this moment or now; its number."""
    with connection.cursor() as cursor:
        cursor.execute(ADD, {"task": task, "about": json.dumps(about or {})})
        [number] = cursor.fetchone()
        cursor.execute(GIVE_UP, {"id": number, "state": state})
        if at is not None:
            cursor.execute(DATED, {"id": number, "at": at})
    return int(number)
