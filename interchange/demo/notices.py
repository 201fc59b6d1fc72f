"""What the cast has been told so far: reminders of the last weeks, most of it mailed and read long ago."""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from interchange.assessment.services.reminding import remind_centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.notifications.models import Notice

OPERATOR = Actor.system("demo")
DAYS_AGO, NINE_IN_THE_MORNING = (28, 14, 9, 4, 2, 1, 0), timedelta(hours=9)
STILL_UNREAD = timedelta(days=3)
WITHIN_A_DAY = timedelta(hours=5)
LEFT_TO_MAIL = timedelta(hours=20)


def remember(*, now: datetime) -> None:
    """Make the notices of the past what they would be by now: mailed when they were due, and read a few hours later.

    What was told within the last day is left to the worker, so that there is something in the mailbox.
    """
    for days in DAYS_AGO:
        on = clock.london(now).date() - timedelta(days)
        with clock.pretend(min(clock.start_of_day(on) + NINE_IN_THE_MORNING, now)):
            remind_centres(on=on, by=OPERATOR)
    told = _notices().order_by()
    told.filter(mail_due_at__lt=now - LEFT_TO_MAIL).update(sent_at=F("mail_due_at"), sealed_secret="")
    told.filter(made_at__lt=now - STILL_UNREAD).update(read_at=F("made_at") + WITHIN_A_DAY)


def nobody_was_told() -> bool:
    """Whether the world is so new that there is no notice in it."""
    return not _notices().exists()


def _notices() -> "QuerySet[Notice]":
    return Notice.objects.all()
