"""Telling a centre's systems, inside the transaction of what they are told about."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from interchange.core import clock, jobs
from interchange.core.identifiers import new_id
from interchange.webhooks.models import Delivery, Hook
from interchange.webhooks.rules import MOST_ITEMS, Message


def listens(centre_id: int) -> bool:
    """Whether any system of the centre is told of anything; one statement."""
    return Hook.unscoped.filter(centre_id=centre_id, ended_at=None, stopped_at=None).exists()


def announce(message: Message, centre_id: int, data: Mapping[str, Any]) -> int:
    """Queue a message for each hook of the centre that is told of such things; how many. Two statements at most.

    `data` names things by number and code, never by a candidate's name: whoever may know more asks the API for it. Of a
    list only the first `MOST_ITEMS` go out, with `"more": true`.
    """
    hooks = Hook.unscoped.filter(centre_id=centre_id, ended_at=None, stopped_at=None).values_list(
        "pk", "messages"
    )
    wanted = [pk for pk, messages in hooks if message.value in messages]
    queue(message, centre_id, wanted, data)
    return len(wanted)


def queue(message: Message, centre_id: int, hooks: list[Any], data: Mapping[str, Any]) -> None:
    """A message for each of these hooks, sent once the open transaction has committed."""
    if not hooks:
        return
    now = clock.now()
    body = worded(message, data, at=now)
    Delivery.unscoped.bulk_create(
        Delivery(
            id=new_id(), centre_id=centre_id, hook_id=hook, message=message.value, body=body, made_at=now, due_at=now
        )
        for hook in hooks
    )  # fmt: skip
    wake(now)


def wake(at: datetime) -> None:
    """Let a worker send what is due, at this moment of this clock, once the open transaction has committed."""
    jobs.enqueue("webhooks.deliver", at=at.isoformat())


def worded(message: Message, data: Mapping[str, Any], *, at: datetime) -> str:
    """The exact text of a message: its type, its time, and its data with no list longer than a message holds."""
    cut = {name: value[:MOST_ITEMS] if isinstance(value, list) else value for name, value in data.items()}
    more = any(isinstance(value, list) and len(value) > MOST_ITEMS for value in data.values())
    told = {**cut, "more": True} if more else cut
    return json.dumps({"type": message.value, "timestamp": at.isoformat(), "data": told}, ensure_ascii=False)
