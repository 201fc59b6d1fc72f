"""What is let go of when its time has passed (8): messages to webhooks of a month ago, and webhooks long removed."""

from django.db.models import QuerySet

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.letting_go import Held, Work, months_before
from interchange.webhooks.models import Delivery, Hook
from interchange.webhooks.rules import KEPT

EVERY = Actor.system("retention")
MONTHS_OF_A_HOOK = 24


def old_deliveries(held: Held) -> "QuerySet[Delivery]":
    """Messages made a month ago or earlier that wait for nothing."""
    found = Delivery.objects.visible_to(EVERY).filter(made_at__lt=clock.now() - KEPT, due_at=None)
    return found.exclude(centre_id__in=held.centres)


def old_hooks(held: Held) -> "QuerySet[Hook]":
    """Hooks removed two years ago or earlier."""
    before = months_before(clock.now(), MONTHS_OF_A_HOOK)
    return Hook.objects.visible_to(EVERY).filter(ended_at__lt=before).exclude(centre_id__in=held.centres)


def _purge_hooks(held: Held) -> int:
    hooks = list(old_hooks(held).values_list("pk", flat=True))
    Delivery.objects.visible_to(EVERY).filter(hook__in=hooks).delete()
    Hook.objects.visible_to(EVERY).filter(pk__in=hooks).delete()
    return len(hooks)


WORK = (
    Work(
        "webhook-messages",
        lambda held: old_deliveries(held).count(),
        lambda held: old_deliveries(held).delete()[0],
    ),
    Work("webhooks", lambda held: old_hooks(held).count(), _purge_hooks),
)
