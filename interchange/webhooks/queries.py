"""What pages show of webhooks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q
from django.shortcuts import get_object_or_404

from interchange.core.actor import Actor
from interchange.core.paging import Listed, listed
from interchange.webhooks.models import Delivery, Hook
from interchange.webhooks.rules import Message


@dataclass(frozen=True)
class HookLine:
    """One hook as a list shows it; never its secret."""

    id: UUID
    name: str
    address: str
    messages: list[str]
    made_by: str
    made_at: datetime
    stopped_at: datetime | None
    stopped_why: str
    taken_at: datetime | None
    """When it last took a message."""
    is_own: bool
    """Whether whoever looks made it or took it over."""


def hooks_of(actor: Actor) -> list[HookLine]:
    """The centre's hooks, in the order in which they were made; two statements."""
    found = Hook.objects.visible_to(actor).filter(ended_at=None)
    last = found.annotate(last=Max("deliveries__taken_at", filter=Q(deliveries__taken_at__isnull=False)))
    return [_line(hook, hook.last, actor) for hook in last.order_by("made_at")]


def hook_of(actor: Actor, hook_id: UUID) -> HookLine:
    """One hook of the centre; `Http404` where it has none such, or it was removed."""
    hook = get_object_or_404(Hook.objects.visible_to(actor).filter(ended_at=None), pk=hook_id)
    return _line(hook, None, actor)


def _line(hook: Hook, taken_at: datetime | None, actor: Actor) -> HookLine:
    return HookLine(
        hook.pk, hook.name, hook.address, [in_words(code) for code in hook.messages], hook.made_by, hook.made_at,
        hook.stopped_at, hook.stopped_why, taken_at, str(hook.membership_id) == str(actor.membership_id),
    )  # fmt: skip


def in_words(code: str) -> str:
    """What a message is about, as people read it."""
    return Message.of(code).label


@dataclass(frozen=True)
class DeliveryLine:
    """One message as the log shows it."""

    id: UUID
    about: str
    made_at: datetime
    state: str
    """"taken", "waiting" or "given up"."""
    due_at: datetime | None
    attempts: list[tuple[datetime, str]]
    body: str


def deliveries_of(actor: Actor, hook_id: UUID, number: str) -> Listed:
    """The messages to a hook, the newest first, a page at a time; two statements."""
    page = listed(Delivery.objects.visible_to(actor).filter(hook=hook_id), {}, number)
    page.rows[:] = [_delivery(one) for one in page.rows]
    return page


def _delivery(one: Delivery) -> DeliveryLine:
    state = "taken" if one.taken_at else "waiting" if one.due_at else "given up"
    tries = [
        (datetime.fromisoformat(at), wrong or f"Answered {status}") for at, status, wrong in one.attempts
    ]
    return DeliveryLine(one.pk, in_words(one.message), one.made_at, state, one.due_at, tries, one.body)
