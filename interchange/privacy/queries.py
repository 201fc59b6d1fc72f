"""What is due to be let go of, what is on hold, and what is held on one person."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from interchange.accounts.queries import people as accounts
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.core import clock
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.letting_go import Held, Work
from interchange.privacy.models import LegalHold
from interchange.privacy.rules import BY_KEY, SCHEDULE, Record

About = dict[str, list[dict[str, Any]]]
"""What is held on one person: rows by what they are, each row by the names of its values."""


def holds_now() -> QuerySet[LegalHold]:
    """The holds that stand, the next to be reviewed first."""
    return LegalHold.objects.filter(ended_at=None).order_by("review_on", "id")


def ended_holds() -> QuerySet[LegalHold]:
    """The holds that were ended, the newest first."""
    return LegalHold.objects.exclude(ended_at=None).order_by("-ended_at")


def hold(hold_id: UUID) -> LegalHold:
    """One hold, standing or ended; `Http404` where there is none."""
    return get_object_or_404(LegalHold, pk=hold_id)


def held() -> Held:
    """What all standing holds together keep; a person's or centre's own events are about them too."""
    by_kind: dict[str, set[str]] = {kind: set() for kind in LegalHold.Kind.values}
    for one in holds_now():
        by_kind[one.kind].add(one.key)
    about = {f"person:{key}" for key in by_kind["person"]} | {f"centre:{key}" for key in by_kind["centre"]}
    return Held(
        people=frozenset(map(UUID, by_kind["person"])), centres=frozenset(map(int, by_kind["centre"])),
        subjects=frozenset(by_kind["object"] | about),
    )  # fmt: skip


def _expired_sessions(nothing: Held) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=clock.real())


OWN_WORK = (
    Work(
        "web-sessions",
        lambda held: _expired_sessions(held).count(),
        lambda held: _expired_sessions(held).delete()[0],
    ),
)


def all_work() -> Iterator[Work]:
    """What every capability lets go of, from the lowest upwards."""
    for name in settings.CAPABILITIES:
        module = f"interchange.{name}.retention"
        if find_spec(module):
            yield from importlib.import_module(module).WORK
    yield from OWN_WORK


@dataclass(frozen=True)
class Line:
    """One record of the schedule with what is due now; nothing is counted where no job lets go of it."""

    record: Record
    due: int | None


def schedule_now() -> list[Line]:
    """The schedule, with how many of each kind the next night lets go of."""
    holding, due = held(), dict[str, int]()
    for work in all_work():
        due[work.record] = due.get(work.record, 0) + work.due(holding)
    return [Line(record, due.get(record.key)) for record in SCHEDULE]


def last_run(actor: Actor) -> Any:
    """The event of the last letting-go, or nothing."""
    return events_of(actor, name=Event.RETENTION_APPLIED.value, centre_id=AWARDING_BODY).first()


def work_of(record: str) -> list[Work]:
    """What carries out one record of the schedule."""
    return [work for work in all_work() if work.record == record and work.record in BY_KEY]


def everything_about(person_id: UUID) -> About:
    """What every capability holds on one person; the open transaction must be one that sees every centre."""
    found: About = {}
    for name in settings.CAPABILITIES:
        if find_spec(f"interchange.{name}.queries"):
            module = importlib.import_module(f"interchange.{name}.queries")
            offered = getattr(module, "about_person", None)
            found |= offered(person_id) if offered else {}
    return found


def name_of(person_id: UUID) -> str:
    """What the person is called; empty where there is nobody of this key."""
    return accounts.names_of([person_id]).get(person_id, "")
