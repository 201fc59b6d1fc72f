"""One centre's sheet under random work and random harm, beside a model of what was acknowledged.

The model knows nothing of the services: it holds what each answer said, and after every step the database must hold
exactly that. A fault may happen at any statement of a service; then nothing of it may be there.
"""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import Error, connection, connections

from interchange.accounts.roles import Role, capabilities_of
from interchange.assessment.factories import ASheet
from interchange.assessment.models import Mark, MarkSheet, Submission
from interchange.assessment.queries.outcomes import How, Outcome, Saved
from interchange.assessment.queries.places import Row, fingerprint
from interchange.assessment.queries.submissions import is_intact, lines_of, value_of
from interchange.assessment.rules.marks import Typed, Value
from interchange.assessment.services.desk import reopen_sheet
from interchange.assessment.services.marks import save_marks
from interchange.assessment.services.submitting import receive_submission, submit_sheet
from interchange.audit import queries as audit
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused

MARKS = ["0", "1", "35", "70", "", "absent"]
SAVES = {Event.MARKS_SAVED.value, Event.MARKS_IMPORTED.value}


class Struck(Exception):
    """A defect that happens in the middle of a service."""


def an_actor(name: str, *roles: Role, centre_id: int | None = None) -> Actor:
    """A person, made by no statement."""
    return Actor(
        name, uuid4(), centre_id=centre_id, roles=frozenset(map(str, roles)), capabilities=capabilities_of(roles),
        is_staff=centre_id is None,
    )  # fmt: skip


class Schedule:
    """A random course of work on one sheet, the same for the same seed."""

    def __init__(self, sheet: ASheet, seed: int) -> None:
        self.sheet, self.chance = sheet, random.Random(seed)  # noqa: S311  (a schedule, not a secret)
        centre = sheet.centre.pk
        self.people = [an_actor(name, Role.CAG, centre_id=centre) for name in ("Ann Lee", "Ben Shaw")]
        self.staff = an_actor("Olu Grant", Role.ASSESSMENT)
        self.worker = Actor.system("worker", centre_id=centre)
        self.held: dict[str, str] = {row.number: "" for row in sheet.rows(self.people[0])}
        self.seen: dict[UUID | None, dict[str, int]] = {
            one.person_id: dict.fromkeys(self.held, 0) for one in self.people
        }
        self.versions = dict.fromkeys(self.held, 0)
        self.sent: dict[UUID, dict[str, str]] = {}
        self.story: list[str] = []

    # --- what people do

    def run(self, steps: int) -> None:
        """So many steps, each followed by a look at what the database holds."""
        for _ in range(steps):
            step = self.chance.choices(
                [self.save, self.save_and_lose_the_answer, self.two_at_once, self.harm, self.check_all, self.submit,
                 self.receive, self.reopen],
                [6, 3, 4, 6, 4, 4, 2, 2],
            )[0]  # fmt: skip
            self.story.append(step.__name__)
            step()
            self.compare()
        self.audit()

    def save(self) -> None:
        self.acknowledged(self.attempt(self.a_save()))

    def save_and_lose_the_answer(self) -> None:
        """The same message again, word for word, because its answer never came."""
        message = self.a_save()
        first = self.attempt(message)
        self.acknowledged(first, seen=False)
        again = self.attempt(message)
        if isinstance(first, Saved) and isinstance(again, Saved):
            saved = {answer.typed.number for answer in first.having(Outcome.SAVED)}
            repeated = {answer.typed.number for answer in again.having(Outcome.SAVED)}
            assert not saved & repeated, "a row was saved twice by one message"
        self.acknowledged(again)

    def two_at_once(self) -> None:
        """Two messages at the same moment, of two people or of one who pressed twice."""
        first = self.chance.choice([self.a_save, self.a_submit])()
        second = first if self.chance.random() < 0.3 else self.chance.choice([self.a_save, self.a_submit])()
        for answer in at_once(partial(self.attempt, first), partial(self.attempt, second)):
            self.acknowledged(answer)

    def harm(self) -> None:
        """A message in the middle of which the program fails or the database drops us: nothing of it may be there."""
        message = self.chance.choice([self.a_save, self.a_save, self.a_submit, self.a_check])()
        strike = self.chance.choice([raising, cutting_off])
        with strike(self.chance.randrange(1, 12)):
            answer = self.attempt(message, harmed=True)
        if answer is not None:
            self.acknowledged(answer)
        elif not connection.is_usable():
            connection.close()

    def check_all(self) -> None:
        self.acknowledged(self.attempt(self.a_check()))

    def submit(self) -> None:
        message = self.a_submit()
        for _ in range(self.chance.choice([1, 1, 2])):
            self.acknowledged(self.attempt(message))

    def receive(self) -> None:
        with tenancy.for_centre(self.sheet.centre.pk):
            waiting = list(Submission.unscoped.order_by("version"))
        for sent in waiting[-1:] * self.chance.choice([1, 2]):
            receive_submission(sent.pk, by=self.worker)

    def reopen(self) -> None:
        self.attempt(partial(reopen_sheet, self.sheet.at_board, reason="Look again.", by=self.staff))

    # --- what they send

    def a_save(self) -> Callable[[], Any]:
        by = self.chance.choice(self.people)
        seen = self.seen[by.person_id]
        if self.chance.random() < 0.7:
            seen.update(self.versions)
        numbers = self.chance.sample(sorted(self.held), self.chance.randrange(1, len(self.held) + 1))
        return self._saving(by, [self.a_row(number, seen[number]) for number in numbers])

    def a_row(self, number: str, version: int) -> Typed:
        mark, checked = self.chance.choice(MARKS), self.chance.random() < 0.6
        if mark == "absent":
            return Typed(number, version, absent=True, checked=checked)
        return Typed(number, version, mark, reason="nothing-provided" if mark == "0" else "", checked=checked)

    def a_check(self) -> Callable[[], Any]:
        """Everything that has a value is checked, and what has none gets one."""
        by = self.people[0]
        return self._saving(by, [checked(row) for row in self.sheet.rows(by)])

    def _saving(self, by: Actor, typed: list[Typed]) -> Callable[[], Any]:
        return partial(save_marks, self.sheet.address, typed, how=How.TYPING, by=by)

    def a_submit(self) -> Callable[[], Any]:
        by = self.chance.choice(self.people)
        shown = fingerprint(self.sheet.rows(by)) if self.chance.random() < 0.8 else "stale"
        return partial(submit_sheet, self.sheet.address, key=uuid4(), shown=shown, by=by)

    # --- what they are answered

    def attempt(self, message: Callable[[], Any], *, harmed: bool = False) -> Any:
        """The answer; a refusal is one; None where the fault struck."""
        try:
            return message()
        except Refused as refusal:
            return refusal
        except (Struck, Error):
            assert harmed, "a message failed that nobody harmed"
            return None

    def acknowledged(self, answer: Any, *, seen: bool = True) -> None:
        """Take down what an answer promises."""
        if isinstance(answer, Submission):
            self.sent.setdefault(answer.request_key, dict(self.held))
        if not isinstance(answer, Saved):
            return
        for one in answer.having(Outcome.SAVED):
            assert one.row is not None
            self.held[one.typed.number] = "Absent" if one.typed.absent else one.typed.mark
            self.versions[one.typed.number] += 1
        if seen:
            for view in self.seen.values():
                view.update({one.typed.number: one.row.version for one in answer.answers if one.row})

    # --- what the database holds

    def compare(self) -> None:
        with tenancy.for_centre(self.sheet.centre.pk):
            rows = list(Mark.unscoped.select_related("entry__candidate"))
        values = {row.entry.candidate.number: (words_of(row), row.version) for row in rows}
        expected = {number: (self.held[number], at) for number, at in self.versions.items() if at}
        assert values == expected, self.story

    def audit(self) -> None:
        """The trail tells the same story, unbroken, and each submission is what was acknowledged."""
        with tenancy.reading(self.worker):
            assert audit.verify_chain(self.worker, self.sheet.centre.pk).holds, self.story
            lines = [
                line for event in reversed(audit.events_of(self.worker)) if event.name in SAVES
                for line in event.data["rows"]
            ]  # fmt: skip
            submissions = list(Submission.objects.visible_to(self.worker).order_by("version"))
            assert MarkSheet.objects.visible_to(self.worker).count() <= 1
            for sent in submissions:
                found = list(lines_of(self.worker, sent))
                assert is_intact(sent, found), self.story
                assert {line.number: value_of(line).words for line in found} == self.sent[sent.request_key], (
                    self.story
                )
        assert [sent.version for sent in submissions] == list(range(1, len(self.sent) + 1)), self.story
        assert len(lines) == sum(self.versions.values()), self.story
        assert {line[0]: line[2] for line in lines} == {
            n: v for n, v in self.held.items() if self.versions[n]
        }


def words_of(row: Mark) -> str:
    """A stored row's value in words."""
    return Value(row.mark, row.absent, row.grade).words


def checked(row: Row) -> Typed:
    """A row ticked as it stands; an empty one gets a 9."""
    mark = "" if row.value.absent else row.value.words or "9"
    return Typed(row.number, row.version, mark, row.value.absent, reason=row.value.reason, checked=True)


TWO = ThreadPoolExecutor(max_workers=2)
"""Two who go on from one schedule to the next, each with a connection of its own: a new one has all to plan anew."""


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each of two calls gave, both having begun at the same moment."""
    ready = threading.Barrier(2)

    def run(call: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        ready.wait(timeout=20)
        return call()

    begun = [TWO.submit(run, call) for call in calls]
    return [one.result(timeout=60) for one in begun]


def let_go() -> None:
    """The two end their connections."""

    def end() -> None:
        connection.close()  # the own one of whoever asks

    at_once(end, end)


@contextmanager
def raising(at: int) -> Iterator[None]:
    """The program fails just before its statement of this number, or just after it."""

    def strike(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        strike.count += 1  # type: ignore[attr-defined]
        if strike.count == at:  # type: ignore[attr-defined]
            raise Struck
        return execute(sql, params, many, context)

    strike.count = 0  # type: ignore[attr-defined]
    with connection.execute_wrapper(strike):
        yield


@contextmanager
def cutting_off(at: int) -> Iterator[None]:
    """The database ends our connection just before our statement of this number."""

    def strike(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        strike.count += 1  # type: ignore[attr-defined]
        if strike.count == at:  # type: ignore[attr-defined]
            terminate(connection.connection)
        return execute(sql, params, many, context)

    strike.count = 0  # type: ignore[attr-defined]
    with connection.execute_wrapper(strike):
        yield


def terminate(victim: psycopg.Connection[Any]) -> None:
    """End one connection from the side of the server."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [victim.info.backend_pid])
