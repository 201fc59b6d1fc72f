"""What goes wrong in the demo, for its system administrator to see: a job given up, and mail that could not be sent."""

import json
from datetime import datetime, timedelta

from django.db import connection

from interchange.core import clock
from interchange.notifications.models import Notice

AWAY, UNKNOWN = (
    "SMTPServerDisconnected: the server has hung up",
    "The mail server does not know this address.",
)
SOON = timedelta(hours=4)
GIVEN_UP = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)
    VALUES ('default', 'notifications.deliver', %s, 'failed', 8) RETURNING id
"""
WHAT_HAPPENED = """
    INSERT INTO procrastinate_events (job_id, type, at) SELECT %s, type, %s::timestamptz + after FROM (VALUES
        ('deferred'::procrastinate_job_event_type, interval '0'), ('started', '1 second'),
        ('deferred_for_retry', '21 seconds'), ('started', '24 seconds'), ('failed', '44 seconds'))
    AS happened (type, after)
"""


def befall(*, now: datetime) -> None:
    """A job of three days ago that was given up, one mail that is tried again, and one to an address that is gone."""
    then = clock.real() - timedelta(days=3)
    with connection.cursor() as cursor:
        cursor.execute(GIVEN_UP, [json.dumps({"at": then.isoformat()})])
        cursor.execute(WHAT_HAPPENED, [cursor.fetchone()[0], then])
    latest = Notice.objects.exclude(person=None).order_by("-made_at", "-id").values_list("pk", flat=True)
    tried, gone = latest[:2]
    not_sent = Notice.objects.filter(sent_at=None)
    not_sent.filter(pk=tried).update(tries=5, last_problem=AWAY, mail_due_at=now + SOON)
    not_sent.filter(pk=gone).update(tries=1, last_problem=UNKNOWN, mail_due_at=None)
