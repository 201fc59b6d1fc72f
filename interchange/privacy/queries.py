"""What is due to be let go of, what is on hold, and what is held on one person."""

import importlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from interchange.accounts.queries import people as accounts
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.about import About
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.letting_go import Held, Work
from interchange.entries import queries as entries
from interchange.privacy.models import LegalHold
from interchange.privacy.rules import BY_KEY, SCHEDULE, Record
from interchange.vocational import queries as vocational


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
    return _offered("about_person", person_id)


def _offered(question: str, *about: Any) -> About:
    """What every capability that answers a question says, from the lowest upwards."""
    found: About = {}
    for name in settings.CAPABILITIES:
        if find_spec(f"interchange.{name}.queries"):
            offered = getattr(importlib.import_module(f"interchange.{name}.queries"), question, None)
            found |= offered(*about) if offered else {}
    return found


MOST_FOUND = 100


@dataclass(frozen=True)
class Found:
    """One row in which a candidate or a learner may be the person who asks."""

    key: str
    """What a form calls it: c or l, and the key."""
    centre: str
    where: str
    """The series and the candidate number, or the scheme's learner."""
    name: str
    born_on: date
    uci: str
    uln: str


def people_found(actor: Actor, who: Mapping[str, Any]) -> list[Found]:
    """The candidates and learners of every centre who may be this person, at most so many; three statements."""
    candidates = list(entries.candidates_who(actor, **who)[:MOST_FOUND])
    without_uci = {name: value for name, value in who.items() if name != "uci"}
    learners = list(vocational.learners_who(actor, **without_uci)[:MOST_FOUND])
    names = centres.names_of({one.centre_id for one in (*candidates, *learners)})
    called = {key: " ".join(name) for key, name in names.items()}
    return [
        *(
            Found(f"c{one.pk}", called[one.centre_id], f"{one.series.name}, candidate {one.number}", one.name,
                  one.born_on, one.uci, one.uln)
            for one in candidates
        ),
        *(
            Found(f"l{one.pk}", called[one.centre_id], "Vocational entries", one.name, one.born_on, "", one.uln)
            for one in learners
        ),
    ]  # fmt: skip


def name_of_chosen(actor: Actor, candidates: Collection[UUID], learners: Collection[UUID]) -> str:
    """What these rows call the person; `Http404` where one of them is not there."""
    held: list[Any] = [
        *entries.candidates_of_keys(actor, candidates),
        *vocational.learners_of_keys(actor, learners),
    ]
    if len(held) != len({*candidates, *learners}):
        raise Http404
    return str(held[0].name)


def everything_about_candidate(candidates: Collection[UUID], learners: Collection[UUID]) -> About:
    """What every capability holds on these candidates and learners, with the number of the centre in each row; the
    open transaction must be one that sees every centre."""
    found = _offered("about_candidates", candidates) | _offered("about_learners", learners)
    names = centres.names_of({row["centre_id"] for rows in found.values() for row in rows})
    return {
        what: [{"centre": names[row["centre_id"]][0]} | _plain(row) for row in rows]
        for what, rows in found.items()
    }


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without the centre's key, each value by the last word of its path."""
    return {_word(name): value for name, value in row.items() if name != "centre_id"}


def _word(path: str) -> str:
    """`sheet__series__code` is a series, `invoice__number` an invoice number, `entry__entry_code` an entry code."""
    *before, last = path.split("__")
    if not before or "_" in last:
        return last
    return before[-1] if last == "code" else f"{before[-1]} {last}"


def name_of(person_id: UUID) -> str:
    """What the person is called; empty where there is nobody of this key."""
    return accounts.names_of([person_id]).get(person_id, "")
