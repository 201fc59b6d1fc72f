"""What is let go of when its time has passed (8): learners seven years after the last of their entries."""

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.letting_go import Held, Work, months_before
from interchange.vocational.models import Learner, SchemeEntry

EVERY = Actor.system("retention")
YEARS_OF_A_LEARNER = 7


def old_learners(held: Held) -> QuerySet[Learner]:
    """Learners who were last entered seven years ago or earlier, or added then and never entered."""
    last = Coalesce(Max("entries__entered_at"), "added_at")
    before = months_before(clock.now(), 12 * YEARS_OF_A_LEARNER)
    found = (
        Learner.objects.visible_to(EVERY).annotate(last_entered_at=last).filter(last_entered_at__lt=before)
    )
    return found.exclude(centre_id__in=held.centres).exclude(pk__in=held.keys("learner")).order_by()


def _let_go_of_learners(held: Held) -> int:
    due = list(old_learners(held).values_list("pk", flat=True))
    SchemeEntry.objects.visible_to(EVERY).filter(learner__in=due).delete()
    Learner.objects.visible_to(EVERY).filter(pk__in=due).delete()
    return len(due)


WORK = (Work("learners", lambda held: old_learners(held).count(), _let_go_of_learners),)
