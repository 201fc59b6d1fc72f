"""What pages read of the trail."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from interchange.audit import rules
from interchange.audit.events import Event
from interchange.audit.models import ChainEnd, EventRecord, Link
from interchange.core.actor import Actor


@dataclass(frozen=True)
class Line:
    """One event as a line of a history."""

    at: datetime
    who: str
    sentence: str
    subject: str
    reason: str
    data: dict[str, Any]
    name: str
    link_number: int


@dataclass(frozen=True)
class Verdict:
    """What a verification of one chain found. `broken_at` is the number of the first link that does not hold."""

    links: int
    events: int
    broken_at: int | None

    @property
    def holds(self) -> bool:
        """Whether every link was found whole and in its place."""
        return self.broken_at is None


def events_of(
    actor: Actor, *, subject: str = "", name: str = "", centre_id: int | None = None
) -> QuerySet[EventRecord]:
    """The trail this actor may see, newest first; of one subject, one kind, or (for staff) one centre."""
    events = EventRecord.objects.visible_to(actor)
    if subject:
        events = events.filter(subject=subject)
    if name:
        events = events.filter(name=name)
    if centre_id is not None:
        events = events.filter(centre_id=centre_id)
    return events.order_by("-link_number", "-position")


def line(event: EventRecord) -> Line:
    """One event with its sentence."""
    known = {kind.value: kind.label for kind in Event}
    return Line(
        at=event.at, who=event.person_name, sentence=known.get(event.name, event.name), subject=event.subject,
        reason=event.reason, data=event.data, name=event.name, link_number=event.link_number,
    )  # fmt: skip


def verify_chain(actor: Actor, centre_id: int) -> Verdict:
    """Recompute every link of one centre's chain from its events, and say where it first fails."""
    events = (
        EventRecord.objects.visible_to(actor).filter(centre_id=centre_id).order_by("link_number", "position")
    )
    by_link = {
        number: list(group) for number, group in groupby(events.iterator(), key=lambda e: e.link_number)
    }
    previous, expected, count = rules.GENESIS, 1, 0
    for link in _links(actor, centre_id):
        found = by_link.pop(link.number, [])
        if not _holds(link, expected, previous, found):
            return Verdict(expected - 1, count, expected)
        previous, expected, count = link.hash, expected + 1, count + len(found)
    broken = min(by_link, default=None) or _broken_end(actor, centre_id, expected - 1, previous)
    return Verdict(expected - 1, count, broken)


def _broken_end(actor: Actor, centre_id: int, last: int, hash_of_last: str) -> int | None:
    """Where the links found do not lead to the chain's end as it was kept: one is gone, or was made anew."""
    end = ChainEnd.objects.visible_to(actor).filter(centre_id=centre_id).first()
    if end is None:
        return 1 if last else None
    if end.number != last:
        return min(last, end.number) + 1
    return None if end.hash == hash_of_last else last


def _links(actor: Actor, centre_id: int) -> Iterator[Link]:
    return Link.objects.visible_to(actor).filter(centre_id=centre_id).order_by("number").iterator()


def _holds(link: Link, expected: int, previous: str, found: list[EventRecord]) -> bool:
    if (link.number, link.previous_hash, link.events) != (expected, previous, len(found)):
        return False
    if not found or link.at != found[0].at or [e.position for e in found] != list(range(len(found))):
        return False
    return link.hash == rules.link_hash(previous, link.number, [_happening(event) for event in found])


def _happening(event: EventRecord) -> rules.Happening:
    return rules.Happening(
        id=event.id, at=event.at, name=event.name, person_id=event.person_id, person_name=event.person_name,
        roles=event.roles, subject=event.subject, data=event.data, reason=event.reason, request_id=event.request_id,
    )  # fmt: skip


ROWS_ABOUT = """
    SELECT event.at, event.person_name, event.name, event.data->>'how', event.reason, line
    FROM audit_eventrecord AS event, jsonb_array_elements(event.data->'rows') AS line
    WHERE event.centre_id = %s AND event.subject = %s AND line->>0 = %s
    ORDER BY event.link_number, event.position
"""


def rows_about(centre_id: int, subject: str, key: str) -> list[tuple[Any, ...]]:
    """Of the events of one subject that carry many rows, those rows whose first value is `key`, oldest first.

    Each as (at, who, event name, how, reason, row). Which rows are seen is the open transaction's to say.
    """
    with connection.cursor() as cursor:
        cursor.execute(ROWS_ABOUT, [centre_id, subject, key])
        return [(*rest, json.loads(row) if isinstance(row, str) else row) for *rest, row in cursor.fetchall()]


ROWS_UP_TO = """
    SELECT DISTINCT ON (line->>0) line
    FROM audit_eventrecord AS event, jsonb_array_elements(event.data->'rows') AS line
    WHERE event.centre_id = %s AND event.subject = %s AND event.link_number <= %s
    ORDER BY line->>0, event.link_number DESC, event.position DESC
"""


def rows_up_to(centre_id: int, subject: str, link_number: int) -> dict[str, list[Any]]:
    """How each row of one subject stood after a link of its chain, by the row's first value."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS_UP_TO, [centre_id, subject, link_number])
        found = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    return {row[0]: row for row in found}
