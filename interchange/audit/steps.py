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
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.identifiers import new_id
from interchange.core.letting_go import Held

LOCK_CHAIN_END = """
    INSERT INTO audit_chainend (id, centre_id, number, hash) VALUES (%s, %s, 1, %s)
    ON CONFLICT (centre_id) DO UPDATE SET number = audit_chainend.number + 1
    RETURNING number, hash
"""
ADD_LINK = """
    WITH chain_end AS (UPDATE audit_chainend SET hash = %(hash)s WHERE centre_id = %(centre)s),
    link AS (
        INSERT INTO audit_link (id, centre_id, number, at, events, previous_hash, hash, form)
        VALUES (%(link)s, %(centre)s, %(number)s, %(at)s, %(events)s, %(previous)s, %(hash)s, 2)
    )
    INSERT INTO audit_eventrecord (id, centre_id, at, name, person_id, person_name, membership_id, key_id, acting,
                                   roles, subject, data, reason, outcome, request_id, session, browser, seal,
                                   address, address_cut, link_number, position)
    SELECT id, %(centre)s, at, name, person_id, person_name, membership_id, key_id, acting,
           roles, subject, data, reason, outcome, request_id, session, browser, seal,
           %(address)s, false, %(number)s, position
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS event (
        id uuid, at timestamptz, name text, person_id uuid, person_name text, membership_id uuid, key_id uuid,
        acting text, roles jsonb, subject text, data jsonb, reason text, outcome text, request_id text, session text,
        browser text, seal text, position int)
"""
LONGEST_NAME = 200
KEYS = ("id", "person_id", "membership_id", "key_id")
BY_ITSELF = Actor.system("Interchange")
"""Who an event of another centre's chain is by: nobody's name crosses from one centre to another."""


@dataclass
class Trail:
    """The events of one transaction, by centre, until they are sealed."""

    by: Actor
    events: dict[int, list[rules.Happening]] = field(default_factory=dict)
    elsewhere: dict[int, list[rules.Happening]] = field(default_factory=dict)
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
    outcome: rules.Outcome | None = None,
) -> None:
    """Add an event to the open trail; `centre_id` where staff act on a centre's data, else the actor's own chain.

    `outcome` where the event's name does not say how it went. Data that tells of a secret is a defect: nothing is kept.
    """
    opened = _open.get()
    if opened is None:
        raise RuntimeError(f"{name} recorded outside a state change")
    happening = _happening(name, opened.by, subject, data, reason=reason, outcome=outcome)
    opened.events.setdefault(opened.by.chain if centre_id is None else centre_id, []).append(happening)


def record_elsewhere(
    name: Event, *, centre_id: int, subject: str = "", data: Mapping[str, Any] | None = None
) -> None:
    """Add an event to the chain of another centre, of whose data a centre's change makes something happen.

    It is Interchange's own deed there: who at which other centre set it off, from where, and why, is not in it.
    """
    opened = _open.get()
    if opened is None:
        raise RuntimeError(f"{name} recorded outside a state change")
    opened.elsewhere.setdefault(centre_id, []).append(_happening(name, BY_ITSELF, subject, data))


def _happening(
    name: Event, by: Actor, subject: str, data: Mapping[str, Any] | None, *, reason: str = "",
    outcome: rules.Outcome | None = None,
) -> rules.Happening:  # fmt: skip
    if secret := rules.secrets_in(data):
        raise RuntimeError(f"{name} would keep what no event may hold: {', '.join(sorted(secret))}")
    return rules.Happening(
        id=new_id(), at=clock.now(), name=name.value, person_id=by.person_id, person_name=by.name[:LONGEST_NAME],
        roles=sorted(by.roles), subject=subject, data=dict(data or {}), reason=reason, request_id=by.request_id,
        membership_id=by.membership_id, key_id=by.key_id, acting=by.acting[:LONGEST_NAME], browser=by.browser[:80],
        session=by.session, outcome=outcome or rules.outcome_of(name.value),
    )  # fmt: skip


def nothing_changed() -> None:
    """Say that this repeat of a request found its work done already, so that there is nothing to record."""
    opened = _open.get()
    if opened is not None:
        opened.unchanged = True


def _seal(opened: Trail) -> None:
    if not opened.events and not opened.unchanged:
        raise NothingRecorded
    for centre_id in sorted({*opened.events, *opened.elsewhere}):
        if centre_id in opened.events:
            _add_link(centre_id, opened.events[centre_id], opened.by)
        if centre_id in opened.elsewhere:
            with tenancy.for_centre(centre_id):
                _add_link(centre_id, opened.elsewhere[centre_id], BY_ITSELF)


def _add_link(centre_id: int, events: list[rules.Happening], by: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK_CHAIN_END, [new_id(), centre_id, rules.GENESIS])
        number, previous = cursor.fetchone()
        rows = [_as_row(position, event) for position, event in enumerate(events)]
        hash_of = rules.link_hash(previous, number, events[0].at, [row["seal"] for row in rows])
        cursor.execute(ADD_LINK, {
            "centre": centre_id, "number": number, "previous": previous, "link": new_id(), "at": events[0].at,
            "events": len(events), "hash": hash_of, "rows": json.dumps(rows), "address": by.address,
        })  # fmt: skip


def _as_row(position: int, event: rules.Happening) -> dict[str, Any]:
    keys = {name: str(key) if (key := getattr(event, name)) else None for name in KEYS}
    return vars(event) | keys | {"at": event.at.isoformat(), "position": position, "seal": event.seal()}


def cut_addresses(held: Held) -> int:
    """Cut the network addresses of events of more than 90 days to their first half; how many were cut (7)."""
    [(cut,)] = _asked("SELECT audit_cut_addresses(%s::uuid[], %s::int[], %s::text[])", held)
    return int(cut)


def prune(held: Held) -> tuple[int, int]:
    """Let go of sign-ins of more than 24 months and other events of more than 7 years; how many of each (8).

    The database's own function does it and knows the times; the seals stay behind, so that every chain still verifies.
    """
    [(passing, rest)] = _asked(
        "SELECT passing, rest FROM audit_prune(%s::uuid[], %s::int[], %s::text[])", held
    )
    return int(passing), int(rest)


class NotKeepers(Exception):
    """The functions that let go belong to somebody else, for whom they would find nothing: as after a restore."""


KEEPERS = """
    SELECT count(*) FROM pg_proc WHERE proname IN ('audit_cut_addresses', 'audit_prune')
    AND pg_get_userbyid(proowner) = 'interchange_keeper'
"""


def _asked(question: str, held: Held) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(KEEPERS)
        if cursor.fetchone() != (2,):
            raise NotKeepers(
                "Give them to interchange_keeper, as docs/operations/backup-and-restore.md says."
            )
        cursor.execute(question, [list(held.people), list(held.centres), list(held.subjects)])
        return list(cursor.fetchall())
