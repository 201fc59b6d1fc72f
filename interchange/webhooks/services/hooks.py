"""Webhooks of a centre: made, its secret shown once, replaced, tried, taken over, ended."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.shortcuts import get_object_or_404

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, typed
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.core.sealed import seal
from interchange.webhooks import rules, steps
from interchange.webhooks.models import Delivery, Hook
from interchange.webhooks.rules import addresses

OLD_SECRET_LASTS = timedelta(days=1)


@state_change(needs=Capability.KEYS_MANAGE)
def add_hook(name: str, where: str, messages: Sequence[str], *, by: Actor) -> tuple[Hook, str]:
    """A new hook, and its secret as it is shown once.

    Refused without a name, a public https address, or anything to be told of: with all of these at once (B2).
    """
    form = Together()
    ask = f"Name the system that is told, in at most {rules.LONGEST_NAME} characters."
    called = form.read(lambda: typed.a_line(name, code="hook-name", longest=rules.LONGEST_NAME, ask=ask))
    address = form.read(lambda: _address(where))
    told = form.read(lambda: _messages(messages))
    form.end()
    if Hook.objects.visible_to(by).filter(ended_at=None).count() >= rules.MOST_HOOKS:
        raise Refused(
            "hook-many", f"The centre has {rules.MOST_HOOKS} webhooks. Remove one that is no longer used."
        )
    secret = rules.new_secret()
    hook = Hook(
        centre_id=by.chain, name=called, address=address, messages=told, sealed_secret=seal(secret), made_by=by.name,
        membership_id=str(by.membership_id),
    )  # fmt: skip
    hook.save(force_insert=True)
    audit.record(
        Event.WEBHOOK_MADE,
        subject=f"webhook:{hook.pk}",
        data={"name": called, "address": address, "messages": told},
    )
    return hook, secret


def _address(address: str) -> str:
    where = address.strip()
    wrong = addresses.why_not(where, private_too=settings.WEBHOOKS_TO_PRIVATE_ADDRESSES)
    if wrong:
        raise Refused("hook-address", wrong)
    return where


def _messages(messages: Sequence[str]) -> list[str]:
    told = [one.value for one in rules.CHOICES if one.value in messages]
    if not told or set(messages) - set(told):
        raise Refused("hook-messages", "Choose what the system is told of.")
    return told


def _held(hook_id: UUID, by: Actor) -> Hook:
    """The centre's hook, held until the transaction ends; 404 where it has none such or it was ended."""
    return get_object_or_404(
        Hook.objects.visible_to(by).select_for_update().filter(ended_at=None), pk=hook_id
    )


@state_change(needs=Capability.KEYS_MANAGE)
def replace_secret(hook_id: UUID, *, by: Actor) -> tuple[Hook, str]:
    """Another secret, shown once. For a day messages are signed with both, so that none is refused meanwhile."""
    hook = _held(hook_id, by)
    secret = rules.new_secret()
    hook.sealed_old_secret, hook.old_secret_until = hook.sealed_secret, clock.now() + OLD_SECRET_LASTS
    hook.sealed_secret = seal(secret)
    hook.save(update_fields=["sealed_secret", "sealed_old_secret", "old_secret_until"])
    audit.record(Event.WEBHOOK_SECRET_REPLACED, subject=f"webhook:{hook.pk}", data={"name": hook.name})
    return hook, secret


@state_change(needs=Capability.KEYS_MANAGE)
def start_again(hook_id: UUID, *, by: Actor) -> Hook:
    """Send again by a hook that was stopped or whose maker has left; from now on it is this administrator's."""
    hook = _held(hook_id, by)
    if hook.stopped_at is None and str(hook.membership_id) == str(by.membership_id):
        audit.nothing_changed()
        return hook
    hook.stopped_at, hook.stopped_why = None, ""
    hook.made_by, hook.membership_id = by.name, str(by.membership_id)
    hook.save(update_fields=["stopped_at", "stopped_why", "made_by", "membership_id"])
    audit.record(Event.WEBHOOK_STARTED, subject=f"webhook:{hook.pk}", data={"name": hook.name})
    return hook


@state_change(needs=Capability.KEYS_MANAGE)
def end_hook(hook_id: UUID, *, by: Actor) -> Hook:
    """Remove a hook: what waits for it is not sent any more."""
    hook = _held(hook_id, by)
    hook.ended_at = clock.now()
    hook.save(update_fields=["ended_at"])
    Delivery.objects.visible_to(by).filter(hook=hook, due_at__isnull=False).update(due_at=None)
    audit.record(Event.WEBHOOK_REMOVED, subject=f"webhook:{hook.pk}", data={"name": hook.name})
    return hook


@state_change(needs=Capability.KEYS_MANAGE)
def send_test(hook_id: UUID, *, by: Actor) -> Hook:
    """Queue a message that means nothing, so that one sees whether the address takes messages."""
    hook = _held(hook_id, by)
    steps.queue(rules.Message.TEST, hook.centre_id, [hook.pk], {"centre_number": by.centre_number})
    audit.record(Event.WEBHOOK_TESTED, subject=f"webhook:{hook.pk}", data={"name": hook.name})
    return hook


@state_change(needs=Capability.KEYS_MANAGE)
def send_again(delivery_id: UUID, *, by: Actor) -> Delivery:
    """Queue a message once more that was taken or given up; refused while it still waits to be sent."""
    found = Delivery.objects.visible_to(by).select_related("hook").select_for_update(of=("self",))
    delivery = get_object_or_404(found, pk=delivery_id, hook__ended_at=None)
    if delivery.due_at is not None:
        raise Refused("hook-waits", "This message still waits to be sent.")
    now = clock.now()
    delivery.due_at, delivery.tries, delivery.taken_at = now, 0, None
    delivery.save(update_fields=["due_at", "tries", "taken_at"])
    steps.wake(now)
    audit.record(
        Event.WEBHOOK_TESTED,
        subject=f"webhook:{delivery.hook_id}",
        data={"message": delivery.message, "again": str(delivery.pk)},
    )
    return delivery
