"""Signing in and out: the three parts, and one refusal for every reason (A1, 2.4)."""

import hashlib
from dataclasses import asdict
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from interchange.accounts.access import state_change
from interchange.accounts.models import Membership, SignInTries
from interchange.accounts.roles import Capability
from interchange.accounts.rules import names
from interchange.accounts.rules.tries import Tries, after_failure, is_blocked
from interchange.accounts.steps import as_hashed
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.errors import Refused

REFUSAL = Refused(
    "sign-in-refused",
    "The Login ID, username and password do not match. Check each one. After several wrong tries, wait a while.",
)


def sign_in(
    login_id: str, username: str, password: str, *, address: str | None, request_id: str
) -> Membership:
    """The membership behind the three parts; one refusal for every reason, in the same time (2.4)."""
    login_id, username = names.tidy_login_id(login_id)[:10], names.tidy_username(username)[:70]
    membership = _membership(login_id, username)
    now = clock.now()
    with transaction.atomic(durable=True):
        tries = _tries_for_update(login_id, username)
        matches = check_password(as_hashed(password), _stored(membership))
        blocked = is_blocked(_as_tries(tries), at=now)
        admitted = matches and membership is not None and not blocked
        locked = _keep(tries, admitted=admitted, at=now).locked_at == now
    why = "" if admitted else "waiting" if blocked else "password" if membership else "unknown"
    _record_sign_in(membership, why, locked=locked, address=address, request_id=request_id)
    if membership is None or not admitted:
        raise REFUSAL
    return membership


def _membership(login_id: str, username: str) -> Membership | None:
    usable = Membership.objects.usable().select_related("person", "centre")
    return usable.filter(person__login_id=login_id, person__username=username).first()


NOBODY = make_password("no one has this password")


def _stored(membership: Membership | None) -> str:
    """The hash to compare with: somebody's, or one that costs the same and never matches anybody."""
    return membership.person.password if membership and membership.person.has_usable_password() else NOBODY


def _tries_for_update(login_id: str, username: str) -> SignInTries:
    key = hashlib.sha256(f"{login_id}\n{username}".encode()).hexdigest()
    SignInTries.objects.bulk_create([SignInTries(key=key, failures=0)], ignore_conflicts=True)
    return SignInTries.objects.select_for_update().get(key=key)


def _as_tries(row: SignInTries) -> Tries:
    return Tries(row.failures, row.since, row.blocked_until, row.locked_at)


def _keep(row: SignInTries, *, admitted: bool, at: datetime) -> Tries:
    tries = _as_tries(row)
    if admitted:
        after = Tries(locked_at=tries.locked_at)
    elif is_blocked(tries, at=at):
        after = tries
    else:
        after = after_failure(tries, at=at)
    SignInTries.objects.filter(pk=row.pk).update(**asdict(after))
    return after


def _record_sign_in(
    membership: Membership | None, why_refused: str, *, locked: bool, address: str | None, request_id: str
) -> None:
    """The true reason stands in the trail alone (2.4)."""
    by = Actor(
        name=str(membership.person) if membership else "unknown person",
        person_id=membership.person_id if membership else None,
        centre_id=membership.centre_id if membership else AWARDING_BODY,
        is_staff=membership is not None and membership.centre_id is None,
        address=address, request_id=request_id,
    )  # fmt: skip
    with tenancy.writing(by), audit.trail(by):
        if why_refused:
            audit.record(Event.SIGN_IN_REFUSED, data={"why": why_refused})
        else:
            audit.record(Event.SIGNED_IN)
        if locked:
            audit.record(Event.SIGN_IN_LOCKED)


@state_change(needs=Capability.OWN_ACCOUNT)
def record_sign_out(*, by: Actor) -> None:
    """Note in the trail that the person ended the session."""
    audit.record(Event.SIGNED_OUT)
