"""Giving the second factor: when signing in, and again before what 5.3.6 names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.accounts.access import state_change
from interchange.accounts.models import Factor, Person, SignedIn
from interchange.accounts.queries.proofs import codes_left, known_browser, passkeys_of
from interchange.accounts.roles import Capability
from interchange.accounts.rules import passkeys
from interchange.accounts.rules.factors import DIGITS, RECOVERY_DIGITS, tidy_code
from interchange.accounts.rules.tries import is_blocked
from interchange.accounts.steps.factors import (
    count_wrong_code,
    key_of_tries,
    take_code,
    take_counter,
    take_recovery_code,
)
from interchange.accounts.steps.telling import where
from interchange.accounts.steps.tries import forgive, hold
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

SECURITY_PAGE = "/account/security/"
WRONG = "This code is not right, or has been used already. Wait for the next one in your app, and type that."
WRONG_KEY = (
    "That passkey is not one of this account, or the browser's answer did not arrive whole. Try again."
)
WAIT = "Too many wrong codes. Wait until {until}, then sign in again."


@dataclass(frozen=True)
class Given:
    """What somebody shows: a code as it was typed, or a browser's answer for a passkey and what it was asked."""

    code: str = ""
    passkey: str = ""
    host: str = ""
    asked: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Proof:
    """Whether it proved them: with which kind of factor, or else why not."""

    kind: str = ""
    why_not: str = ""


@state_change(needs=Capability.OWN_ACCOUNT)
def prove(given: Given, *, token: str, by: Actor) -> Proof:
    """The second factor of a sign-in; a wrong one counts, and is an event too (5.2.3). Ten an hour lock it."""
    proof, left = _tried(given, token, by, refused=Event.SIGN_IN_REFUSED)
    if proof.kind == Factor.Kind.RECOVERY:
        _tell_of_recovery(left, by)
    elif proof.kind:
        audit.record(Event.FACTOR_ACCEPTED, data={"how": proof.kind})
    return proof


@state_change(needs=Capability.OWN_ACCOUNT)
def step_up(given: Given, session_id: UUID, *, token: str, by: Actor) -> Proof:
    """The second factor again, because the last time is more than ten minutes ago (5.3.6)."""
    session = get_object_or_404(SignedIn, pk=session_id, person=by.person_id, ended_at=None)
    proof, left = _tried(given, token, by, refused=Event.STEP_UP_REFUSED)
    if proof.kind:
        SignedIn.objects.filter(pk=session.pk).update(proved_at=clock.real())
        audit.record(Event.STEPPED_UP, data={"how": proof.kind})
    if proof.kind == Factor.Kind.RECOVERY:
        _tell_of_recovery(left, by)
    return proof


def _tried(given: Given, token: str, by: Actor, *, refused: Event) -> tuple[Proof, int]:
    """Whether it proves them, and how many recovery codes are left."""
    person = Person.objects.get(pk=str(by.person_id))
    key = key_of_tries(person, known_browser(person.pk, token))
    tries = hold(key)
    if tries.blocked_until is not None and is_blocked(tries, at=clock.now()):
        audit.record(refused, data={"why": "waiting"})
        return Proof(why_not=WAIT.format(until=clock.wall_time(tries.blocked_until))), 0
    factor = _by_passkey(person, given) if given.passkey else _by_code(person, given.code)
    if factor is not None:
        forgive(key)
        return Proof(factor.kind), codes_left(person.pk) or 0
    audit.record(refused, data={"why": "passkey" if given.passkey else "second factor"})
    until = count_wrong_code(key, tries)
    if until is not None:
        _lock(person, until, by)
        return Proof(why_not=WAIT.format(until=clock.wall_time(until))), 0
    return Proof(why_not=WRONG_KEY if given.passkey else WRONG), 0


def _by_code(person: Person, typed: str) -> Factor | None:
    code = tidy_code(typed)
    if len(code) == DIGITS:
        return take_code(person, code, at=clock.real())
    return take_recovery_code(person, code) if len(code) == RECOVERY_DIGITS else None


def _by_passkey(person: Person, given: Given) -> Factor | None:
    try:
        name, counter = passkeys.proved(
            given.host, given.asked, given.passkey, [data for _, data in passkeys_of(person.pk)]
        )
    except passkeys.NotProved:
        return None
    key = Factor.objects.filter(person=person, credential_id=name, ended_at=None).first()
    return key if key is not None and take_counter(key, counter) else None


def _lock(person: Person, until: datetime, by: Actor) -> None:
    """The tenth wrong one within an hour: the trail and the owner are told."""
    audit.record(Event.SIGN_IN_LOCKED, data={"what": "second factor"})
    words = where(by) | {"login_id": person.login_id, "username": person.username, "until": until}
    notices.tell([person.pk], Kind.SIGN_IN_LOCKED, words=words, link="/sign-in/")


def _tell_of_recovery(left: int, by: Actor) -> None:
    audit.record(Event.RECOVERY_CODE_USED, data={"left": left})
    assert by.person_id is not None  # noqa: S101  (whoever proves something is a person)
    notices.tell(
        [by.person_id], Kind.RECOVERY_CODE_USED, words=where(by) | {"left": left}, link=SECURITY_PAGE
    )
