"""What the demo's staff ask each other for, a key of a centre's system, and a teacher whose eyes are narrowed."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from interchange.accounts.queries.approvals import approvals_decided, approvals_waiting
from interchange.accounts.rules.calls import Typed
from interchange.accounts.services.acting import ask_for_glass
from interchange.accounts.services.approvals import decide_approval
from interchange.accounts.services.helping import ask_factor_reset, note_account_call
from interchange.accounts.services.keys import make_key
from interchange.accounts.services.staff import ask_to_add_staff
from interchange.assessment.queries.reach import sheets_to_choose
from interchange.assessment.services.reach import narrow_teacher
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.demo.director import moment_of

Act = tuple[datetime, Callable[[], object]]
BROKEN = "The nightly check of candidates stopped at one of them; I have to see which."
STOLEN = "The administrator's telephone was stolen; the head of centre confirmed it when we called back."
CALL = Typed(
    "reset-factor",
    "confirmed",
    "Ida Whitfield",
    "Telephone log 41",
    "Stolen on a train.",
)
SUMMER = "A second support agent for the summer."


def scenes(actors: Mapping[str, Actor], *, now: datetime) -> list[Act]:
    """Something decided, something that waits, a key, a teacher who sees two components; nothing the second time."""
    with tenancy.reading(actors["sy"]):
        if approvals_waiting(actors["sy"]) or approvals_decided(actors["sy"]):
            return []
    asked: list[UUID] = []

    def ask() -> None:
        asked.append(ask_for_glass(BROKEN, by=actors["sy"]).pk)

    def agree() -> None:
        decide_approval(asked[0], approve=True, note="Seen, agreed.", by=actors["seb"])

    def lost() -> None:
        joan = _key(actors["joan"])
        note_account_call(joan, CALL, by=actors["sue"])
        ask_factor_reset(joan, STOLEN, by=actors["sue"])

    def hire() -> None:
        ask_to_add_staff("Ida", "Nye", "ida.nye@ab1.example", ["ab-support"], SUMMER, by=actors["sy"])

    acts = {14.0: lambda: _key_for(actors["ann"], now=now), 13.9: lambda: _narrow(actors), 9.5: ask, 9.4: agree,
            1.6: hire, 1.1: lost}  # fmt: skip
    return [(moment_of(days, now=now), act) for days, act in acts.items()]


def _key_for(officer: Actor, *, now: datetime) -> None:
    until = clock.london(now + timedelta(days=300)).date()
    make_key("School information system", ["entries-view", "marks-view"], str(until), by=officer)


def _narrow(actors: Mapping[str, Actor]) -> None:
    """Theo reads, and only what he teaches."""
    with tenancy.reading(actors["ann"]):
        slugs = [line.slug for line in sheets_to_choose(actors["ann"])]
    narrow_teacher(_key(actors["theo"]), slugs[:2], [], by=actors["ann"])


def _key(actor: Actor) -> UUID:
    assert actor.membership_id is not None  # noqa: S101  (everybody of the cast has one)
    return actor.membership_id
