"""What pages read of the trail."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from interchange.audit import rules
from interchange.audit.events import PASSING, Event
from interchange.audit.models import EventRecord
from interchange.audit.queries.verifying import Verdict, verify_chain
from interchange.core.actor import Actor
from interchange.core.letting_go import Held

__all__ = [
    "Line",
    "Verdict",
    "about_person",
    "due",
    "events_of",
    "line",
    "rows_about",
    "rows_up_to",
    "verify_chain",
]


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


LABELS = {event.value: event.label for event in Event}


def line(event: EventRecord, *, masking: bool = False) -> Line:
    """One event with its sentence; `masking` for a centre's readers, who see personal values only in part (7)."""
    data: dict[str, Any] = rules.masked(event.data) if masking else event.data
    reason = rules.masked_email(event.reason) if masking else event.reason
    acting = f"{event.person_name}, seeing as {event.acting}" if event.acting else event.person_name
    return Line(
        at=event.at, who=rules.one_line(acting), sentence=LABELS.get(event.name, event.name), subject=event.subject,
        reason=rules.one_line(reason), data=data, name=event.name, link_number=event.link_number,
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


DUE = """
    SELECT count(*) FILTER (WHERE uncut AND old),
           count(*) FILTER (WHERE passing AND older), count(*) FILTER (WHERE NOT passing AND oldest)
    FROM (SELECT address IS NOT NULL AND NOT address_cut AS uncut, name = ANY(%s) AS passing,
                 at < now() - interval '90 days' AS old, at < now() - interval '24 months' AS older,
                 at < now() - interval '7 years' AS oldest
          FROM audit_eventrecord
          WHERE at < now() - interval '90 days' AND coalesce(person_id <> ALL (%s), true)
            AND centre_id <> ALL (%s) AND subject <> ALL (%s)) AS event
"""


def due(held: Held) -> tuple[int, int, int]:
    """How many addresses there are to cut, sign-ins to let go of, and other events: what the next run would do (8)."""
    with connection.cursor() as cursor:
        passing = [event.value for event in PASSING]
        cursor.execute(DUE, [passing, list(held.people), list(held.centres), list(held.subjects)])
        [found] = cursor.fetchall()
    return int(found[0]), int(found[1]), int(found[2])


def about_person(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Every event by a person and about them, at all centres, for a copy of what is held on them.

    Of what they did, the values stay out: they are about candidates. Of what was done to them, they are in.
    """
    subject = f"person:{person_id}"
    seen = EventRecord.objects.visible_to(Actor.system("a copy for one person"))
    events = seen.filter(Q(person_id=person_id) | Q(subject=subject)).order_by("at", "id")
    by, about = [], []
    for event in events.iterator():
        said = line(event)
        facts = {"at": event.at, "what": said.sentence, "centre": event.centre_id, "object": event.subject,
                 "reason": event.reason, "outcome": event.outcome}  # fmt: skip
        if event.person_id == person_id:
            own = {"address": event.address, "browser": event.browser, "roles": ", ".join(event.roles)}
            by.append({**facts, **own})
        if event.subject == subject:
            about.append({**facts, "who": said.who, "values": event.data})
    return {"What you did": by, "What was done to your account": about}
