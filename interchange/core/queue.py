"""The queue of background work as it stands, for those who run the site, and what can be done about it.

All times are real ones: workers know no other clock.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from croniter import croniter  # type: ignore[import-untyped]
from django.db import connection, transaction
from procrastinate.contrib.django import app

from interchange.core import clock
from interchange.core.errors import Refused
from interchange.core.jobs import DOES, SCHEDULE

SILENT = timedelta(minutes=5)
"""A worker says every ten seconds that it is there; one that has been silent for so long is gone."""
LARGEST_ID = 2**63 - 1
DONE_KEPT, FAILED_KEPT = timedelta(days=14), timedelta(days=90)


@dataclass(frozen=True)
class Figures:
    """How many jobs there are in each state, and who works at them."""

    waiting: int
    """Due, and not begun yet."""
    later: int
    """To be tried again, or for a later moment."""
    running: int
    failed: int
    waiting_since: datetime | None
    """Since when the oldest of the waiting ones could have been begun."""
    workers: int
    heard_at: datetime | None
    """When any worker was last heard of; none where there has been none, or all were stopped in good order."""


FIGURES = """
    SELECT count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, %(now)s) <= %(now)s),
           count(*) FILTER (WHERE status = 'todo' AND scheduled_at > %(now)s),
           count(*) FILTER (WHERE status = 'doing'),
           (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),
           (SELECT min(coalesce(waiting.scheduled_at, event.at))
            FROM procrastinate_jobs AS waiting JOIN procrastinate_events AS event ON event.job_id = waiting.id
            WHERE waiting.status = 'todo' AND event.type = 'deferred'
              AND coalesce(waiting.scheduled_at, %(now)s) <= %(now)s),
           (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > %(lately)s),
           (SELECT max(last_heartbeat) FROM procrastinate_workers)
    FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
"""


def figures() -> Figures:
    """How the queue stands now; one statement."""
    now = clock.real()
    [found] = _rows(FIGURES, {"now": now, "lately": now - SILENT})
    return Figures(*found)


# ---------------------------------------------------------------- what failed


@dataclass(frozen=True)
class Job:
    """One job: which task, about what, and how it went."""

    id: int
    task: str
    about: dict[str, Any]
    state: str
    tries: int
    ended_at: datetime | None


JOBS = """
    SELECT job.id, job.task_name, job.args, job.status::text,
           (SELECT count(*) FROM procrastinate_events AS event WHERE event.job_id = job.id AND event.type = 'started'),
           (SELECT max(at) FROM procrastinate_events AS event WHERE event.job_id = job.id)
    FROM procrastinate_jobs AS job WHERE {which} ORDER BY job.id DESC
"""


def failed_jobs(*, first: int, most: int) -> list[Job]:
    """So many of the jobs that were given up, the newest first, from the one at this place on."""
    which = JOBS.format(which="job.status = 'failed'") + " OFFSET %(first)s LIMIT %(most)s"
    return [_job(row) for row in _rows(which, {"first": first, "most": most})]


def job_of(job_id: int) -> Job | None:
    """One job, whatever its state; none where it is not kept."""
    rows = _rows(JOBS.format(which="job.id = %(id)s"), {"id": job_id}) if job_id <= LARGEST_ID else []
    return _job(rows[0]) if rows else None


def _job(row: Sequence[Any]) -> Job:
    number, task, about, state, tries, ended_at = row
    facts = json.loads(about) if isinstance(about, str) else about
    return Job(
        number, task, {name: value for name, value in facts.items() if name != "timestamp"}, state, tries, ended_at
    )  # fmt: skip


HAPPENED = "SELECT type::text, at FROM procrastinate_events WHERE job_id = %(id)s ORDER BY id"


def happened_to(job_id: int) -> list[tuple[str, datetime]]:
    """What has happened to a job, in order, by the words of the queue."""
    return [(str(kind), at) for kind, at in _rows(HAPPENED, {"id": job_id})]


LOCK = """
    SELECT status::text, queueing_lock IS NOT NULL AND EXISTS (
        SELECT FROM procrastinate_jobs AS other
        WHERE other.queueing_lock = job.queueing_lock AND other.status = 'todo')
    FROM procrastinate_jobs AS job WHERE id = %(id)s FOR UPDATE
"""


def try_again(job_id: int) -> None:
    """Put a failed job back into the queue, in the open transaction; refused where it has not failed any more, or
    where the same work waits already."""
    rows = _rows(LOCK, {"id": job_id})
    if not rows or rows[0][0] != "failed":
        raise Refused(
            "job-not-failed", "This job does not stand as failed any more. Somebody may have tried it again."
        )
    if rows[0][1]:
        raise Refused("job-waits", "The same work waits to be done already. There is nothing to try again.")
    app.job_manager.retry_job_by_id(job_id, clock.real())


# ---------------------------------------------------------------- what happens by itself


@dataclass(frozen=True)
class Run:
    """One task that runs by itself: how often, when it last did and how that went, and when it does next."""

    name: str
    does: str
    when: str
    """In words, by the clock of UTC."""
    last_at: datetime | None
    failed: bool
    next_at: datetime
    late: bool
    """Whether it should have run since."""


LAST = """
    SELECT task, last.status, last.at FROM unnest(%(tasks)s::text[]) AS task, LATERAL (
        SELECT job.status::text,
               (SELECT max(at) FROM procrastinate_events AS event WHERE event.job_id = job.id) AS at
        FROM procrastinate_jobs AS job WHERE job.task_name = task AND job.status IN ('succeeded', 'failed')
        ORDER BY job.id DESC LIMIT 1) AS last
"""
GRACE = timedelta(minutes=10)


def runs() -> list[Run]:
    """Every periodic task by its name; one statement."""
    now = clock.real()
    last = {task: (status, at) for task, status, at in _rows(LAST, {"tasks": list(SCHEDULE)})}
    return [_run(name, *last.get(name, ("", None)), now=now) for name in sorted(SCHEDULE)]


def _run(name: str, status: str, last_at: datetime | None, *, now: datetime) -> Run:
    cron = SCHEDULE[name]
    due = croniter(cron, now - GRACE).get_prev(datetime)
    return Run(
        name, DOES[name], in_words(cron), last_at, status == "failed", croniter(cron, now).get_next(datetime),
        late=last_at is not None and last_at < due,
    )  # fmt: skip


EVERY = re.compile(r"\*/(\d+) \* \* \* \*")
HOURLY = re.compile(r"(\d+) \* \* \* \*")
DAILY = re.compile(r"(\d+) ([\d,]+) \* \* \*")


def in_words(cron: str) -> str:
    """When something happens, as people say it; as cron does where that is none of the usual ways."""
    if found := EVERY.fullmatch(cron):
        return f"every {found[1]} minutes"
    if found := HOURLY.fullmatch(cron):
        return f"each hour at {int(found[1])} past"
    if found := DAILY.fullmatch(cron):
        return f"daily at {', '.join(f'{int(hour):02}:{int(found[1]):02}' for hour in found[2].split(','))}"
    return cron


# ---------------------------------------------------------------- keeping it in order

LOST = """
    SELECT job.id FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
    WHERE job.status = 'doing' AND coalesce(worker.last_heartbeat < %(lately)s, true)
      AND NOT EXISTS (SELECT FROM procrastinate_jobs AS other
                      WHERE other.queueing_lock = job.queueing_lock AND other.status = 'todo')
    FOR UPDATE OF job SKIP LOCKED
"""


def take_up_lost() -> int:
    """Put back what a worker had begun that is gone, killed or cut off; how many jobs. Each may run twice."""
    with transaction.atomic():
        lost = _rows(LOST, {"lately": clock.real() - SILENT})
        for (job_id,) in lost:
            app.job_manager.retry_job_by_id(job_id, clock.real())
    return len(lost)


ENDED = """
    FROM procrastinate_jobs AS job WHERE status IN ('succeeded', 'cancelled', 'aborted', 'failed')
    AND (SELECT max(at) FROM procrastinate_events AS event WHERE event.job_id = job.id)
        < CASE WHEN status = 'failed' THEN %(failed)s ELSE %(done)s END
"""


def _times() -> dict[str, datetime]:
    now = clock.real()
    return {"done": now - DONE_KEPT, "failed": now - FAILED_KEPT}


def ended_jobs() -> int:
    """How many jobs ended so long ago that they need not be kept."""
    return int(_rows(f"SELECT count(*) {ENDED}", _times())[0][0])


def forget_ended_jobs() -> int:
    """Let go of them; how many."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE {ENDED}", _times())
        return int(cursor.rowcount)


def _rows(statement: str, parts: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parts)
        return list(cursor.fetchall())
