"""Recording what happened, inside the transaction in which it happens."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from interchange.audit import rules
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.identifiers import new_id

LOCK_CHAIN_END = """
    INSERT INTO audit_chainend (id, centre_id, number, hash) VALUES (%s, %s, 1, %s)
    ON CONFLICT (centre_id) DO UPDATE SET number = audit_chainend.number + 1
    RETURNING number, hash
"""
ADD_LINK = """
    WITH chain_end AS (UPDATE audit_chainend SET hash = %(hash)s WHERE centre_id = %(centre)s),
    link AS (
        INSERT INTO audit_link (id, centre_id, number, at, events, previous_hash, hash)
        VALUES (%(link)s, %(centre)s, %(number)s, %(at)s, %(events)s, %(previous)s, %(hash)s)
    )
    INSERT INTO audit_eventrecord (id, centre_id, at, name, person_id, person_name, roles, subject, data, reason,
                                   request_id, session, address, link_number, position)
    SELECT id, %(centre)s, at, name, person_id, person_name, roles, subject, data, reason,
           request_id, %(session)s, %(address)s, %(number)s, position
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS event (
        id uuid, at timestamptz, name text, person_id uuid, person_name text, roles jsonb, subject text, data jsonb,
        reason text, request_id text, position int)
"""


@dataclass
class Trail:
    """The events of one transaction, by centre, until they are sealed."""

    by: Actor
    events: dict[int, list[rules.Happening]] = field(default_factory=dict)
    unchanged: bool = False


_open: ContextVar[Trail | None] = ContextVar("open_trail", default=None)


class NothingRecorded(Exception):
    """A change of state left no event: a defect, so the change is undone."""


@contextmanager
def trail(by: Actor) -> Iterator[Trail]:
    """Collect events for the transaction around it and seal them at its end; a change without one fails."""
    if _open.get() is not None:
        raise RuntimeError("services do not call one another: a trail is open already")
    token = _open.set(Trail(by))
    try:
        opened = _open.get()
        assert opened is not None  # noqa: S101  (set two lines above)
        yield opened
        _seal(opened)
    finally:
        _open.reset(token)


def record(
    name: Event,
    *,
    subject: str = "",
    data: Mapping[str, Any] | None = None,
    reason: str = "",
    centre_id: int | None = None,
) -> None:
    """Add an event to the open trail; `centre_id` where staff act on a centre's data, else the actor's own chain."""
    opened = _open.get()
    if opened is None:
        raise RuntimeError(f"{name} recorded outside a state change")
    by = opened.by
    happening = rules.Happening(
        id=new_id(), at=clock.now(), name=name.value, person_id=by.person_id, person_name=by.name,
        roles=sorted(by.roles), subject=subject, data=dict(data or {}), reason=reason, request_id=by.request_id,
    )  # fmt: skip
    opened.events.setdefault(by.chain if centre_id is None else centre_id, []).append(happening)


def nothing_changed() -> None:
    """Say that this repeat of a request found its work done already, so that there is nothing to record."""
    opened = _open.get()
    if opened is not None:
        opened.unchanged = True


def _seal(opened: Trail) -> None:
    if not opened.events and not opened.unchanged:
        raise NothingRecorded
    for centre_id in sorted(opened.events):
        _add_link(centre_id, opened.events[centre_id], opened.by)


def _add_link(centre_id: int, events: list[rules.Happening], by: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK_CHAIN_END, [new_id(), centre_id, rules.GENESIS])
        number, previous = cursor.fetchone()
        rows = [_as_row(position, event) for position, event in enumerate(events)]
        cursor.execute(ADD_LINK, {
            "centre": centre_id, "number": number, "previous": previous, "link": new_id(), "at": events[0].at,
            "events": len(events), "hash": rules.link_hash(previous, number, events), "rows": json.dumps(rows),
            "session": by.session, "address": by.address,
        })  # fmt: skip


def _as_row(position: int, event: rules.Happening) -> dict[str, Any]:
    row = vars(event) | {"id": str(event.id), "at": event.at.isoformat(), "position": position}
    return row | {"person_id": str(event.person_id) if event.person_id else None}
