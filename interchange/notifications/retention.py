"""What is let go of what people were told (8)."""

from typing import Any

from django.db.models import QuerySet

from interchange.core import clock
from interchange.core.letting_go import Held, Work, months_before
from interchange.notifications.models import Notice

MONTHS_OF_A_NOTICE = 12


def _notices(held: Held) -> QuerySet[Any]:
    old = Notice.objects.filter(made_at__lt=months_before(clock.now(), MONTHS_OF_A_NOTICE))
    waiting = old.filter(sent_at=None, mail_due_at__isnull=False)
    return (
        old.exclude(pk__in=waiting.values("pk"))
        .exclude(person_id__in=held.people)
        .exclude(centre_id__in=held.centres)
    )


WORK = (Work("notices", lambda held: _notices(held).count(), lambda held: _notices(held).delete()[0]),)
