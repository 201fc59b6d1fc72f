"""Sending what is due, never by two workers at a time; what fails waits longer each time, and is given up at last.

A message may come twice where a worker dies between the other side's yes and our note of it: its id tells.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from interchange.accounts.queries.people import may_still_sign_in, people_with
from interchange.accounts.roles import WHO_MAY, Capability
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.sealed import Unreadable, unseal
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind
from interchange.webhooks import rules
from interchange.webhooks.models import Delivery, Hook
from interchange.webhooks.sending import Answer, post

EVERY = Actor.system("webhooks")
HELD_FOR = timedelta(minutes=5)
MOST_AT_ONCE = 10
"""With the ten seconds that each may take, well within `HELD_FOR`."""
ATTEMPTS_KEPT = 20

CLAIM = """
    UPDATE webhooks_delivery SET held_until = %(until)s
    WHERE id IN (
        SELECT delivery.id FROM webhooks_delivery AS delivery
        JOIN webhooks_hook AS hook ON hook.id = delivery.hook_id AND hook.centre_id = delivery.centre_id
        WHERE delivery.due_at <= %(at)s AND (delivery.held_until IS NULL OR delivery.held_until <= %(at)s)
          AND hook.ended_at IS NULL AND hook.stopped_at IS NULL
        ORDER BY delivery.due_at, delivery.id LIMIT %(most)s FOR UPDATE OF delivery SKIP LOCKED)
    RETURNING id
"""


def send_due(*, at: datetime) -> int:
    """Send each message whose time has come, a few at a time; how many were tried."""
    tried = 0
    while claimed := _claim(at):
        for delivery in claimed:
            _note(delivery.pk, _tried(delivery), at=at)
        tried += len(claimed)
    return tried


def _claim(at: datetime) -> list[Delivery]:
    with tenancy.for_staff(), connection.cursor() as cursor:
        cursor.execute(CLAIM, {"at": at, "until": at + HELD_FOR, "most": MOST_AT_ONCE})
        keys = [row[0] for row in cursor.fetchall()]
        claimed = Delivery.objects.visible_to(EVERY).filter(pk__in=keys)
        return list(claimed.select_related("hook").order_by("due_at", "pk"))


def _tried(delivery: Delivery) -> Answer:
    """What the other side says to a message; it is not sent for a maker who could not sign in (4.4)."""
    hook = delivery.hook
    if not may_still_sign_in(hook.membership_id):
        return Answer(0, "Whoever made this webhook can no longer sign in.")
    try:
        held = [unseal(hook.sealed_secret)]
        if hook.old_secret_until and hook.old_secret_until > clock.now():
            held.append(unseal(hook.sealed_old_secret))
    except Unreadable:
        return Answer(0, "The secret was sealed with a key that is no longer known.")
    seconds = int(clock.real().timestamp())
    signed = rules.signatures(held, str(delivery.pk), seconds, delivery.body)
    return post(hook.address, delivery.body, {
        "Content-Type": "application/json", "User-Agent": "Interchange-Webhooks", "webhook-id": str(delivery.pk),
        "webhook-timestamp": str(seconds), "webhook-signature": signed,
    })  # fmt: skip


def _note(delivery_id: UUID, answer: Answer, *, at: datetime) -> None:
    with tenancy.for_staff():
        found = Delivery.objects.visible_to(EVERY).select_related("hook").select_for_update(of=("self",))
        delivery = found.get(pk=delivery_id)
        delivery.tries += 1
        attempt = [at.isoformat(), answer.status, answer.wrong]
        delivery.attempts = [*delivery.attempts, attempt][-ATTEMPTS_KEPT:]
        delivery.held_until = None
        if answer.taken:
            delivery.due_at, delivery.taken_at = None, at
        else:
            delivery.due_at = rules.next_try(delivery.tries, after=at)
            if delivery.due_at is None:
                _stop(delivery, answer, at=at)
            elif delivery.hook.ended_at is not None:  # it was removed while we asked
                delivery.due_at = None
        delivery.save(update_fields=["tries", "attempts", "held_until", "due_at", "taken_at"])


def _stop(delivery: Delivery, answer: Answer, *, at: datetime) -> None:
    """A message was given up: the hook sends no more until an administrator starts it again, and they are told."""
    hook = Hook.objects.visible_to(EVERY).select_for_update().get(pk=delivery.hook_id)
    if hook.stopped_at is not None:
        return
    hook.stopped_at, hook.stopped_why = at, answer.wrong or f"It answered {answer.status}."
    hook.save(update_fields=["stopped_at", "stopped_why"])
    told = people_with(WHO_MAY[Capability.KEYS_MANAGE], [hook.centre_id])[hook.centre_id]
    notices.tell(
        told, Kind.WEBHOOK_STOPPED, words={"name": hook.name, "why": hook.stopped_why},
        link=f"/webhooks/{hook.pk}/", centre_id=hook.centre_id,
    )  # fmt: skip
