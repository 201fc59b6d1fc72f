"""Signing in and out, and a person's own password."""

import hashlib
import secrets
from dataclasses import asdict
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from interchange.accounts import rules
from interchange.accounts.access import state_change
from interchange.accounts.models import Activation, Membership, Person, SignInTries
from interchange.accounts.roles import Capability, Role
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.errors import Refused

ACTIVATION_LASTS = timedelta(hours=72)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128

REFUSAL = Refused(
    "sign-in-refused",
    "The Login ID, username and password do not match. Check each one. After several wrong tries, wait a while.",
)


def sign_in(
    login_id: str, username: str, password: str, *, address: str | None, request_id: str
) -> Membership:
    """The membership behind the three parts; one refusal for every reason, in the same time (2.4)."""
    login_id, username = rules.tidy_login_id(login_id)[:10], rules.tidy_username(username)[:70]
    membership = _membership(login_id, username)
    now = clock.now()
    with transaction.atomic(durable=True):
        tries = _tries_for_update(login_id, username)
        matches = check_password(_as_hashed(password), _stored(membership))
        blocked = rules.is_blocked(_as_tries(tries), at=now)
        admitted = matches and membership is not None and not blocked
        locked = _keep(tries, admitted=admitted, at=now).locked_at == now
    why = "" if admitted else "waiting" if blocked else "password" if membership else "unknown"
    _record_sign_in(membership, why, locked=locked, address=address, request_id=request_id)
    if membership is None or not admitted:
        raise REFUSAL
    return membership


def _as_hashed(typed: str) -> str:
    """A password as typed, no longer than it takes to be too long for any that was accepted."""
    return rules.tidy_password(typed[: 4 * LONGEST_PASSWORD])[: LONGEST_PASSWORD + 1]


def _membership(login_id: str, username: str) -> Membership | None:
    current = Membership.objects.select_related("person", "centre").filter(
        ended_at=None, person__is_active=True
    )
    return current.filter(person__login_id=login_id, person__username=username).first()


NOBODY = make_password("no one has this password")


def _stored(membership: Membership | None) -> str:
    """The hash to compare with: somebody's, or one that costs the same and never matches anybody."""
    return membership.person.password if membership and membership.person.has_usable_password() else NOBODY


def _tries_for_update(login_id: str, username: str) -> SignInTries:
    key = hashlib.sha256(f"{login_id}\n{username}".encode()).hexdigest()
    SignInTries.objects.bulk_create([SignInTries(key=key, failures=0)], ignore_conflicts=True)
    return SignInTries.objects.select_for_update().get(key=key)


def _as_tries(row: SignInTries) -> rules.Tries:
    return rules.Tries(row.failures, row.since, row.blocked_until, row.locked_at)


def _keep(row: SignInTries, *, admitted: bool, at: datetime) -> rules.Tries:
    tries = _as_tries(row)
    if admitted:
        after = rules.Tries(locked_at=tries.locked_at)
    elif rules.is_blocked(tries, at=at):
        after = tries
    else:
        after = rules.after_failure(tries, at=at)
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


@state_change(needs=Capability.OWN_ACCOUNT)
def change_password(current: str, new: str, *, by: Actor) -> Person:
    """A person's own new password (mission A4); refused when the current one is wrong or the new one is too weak."""
    person = Person.objects.select_for_update().get(pk=str(by.person_id))
    if not person.check_password(_as_hashed(current)):
        raise Refused("current-password-wrong", "The current password is not right. Type it again.")
    check_new_password(new, person, centre_name=by.centre_name)
    _set_password(person, new)
    audit.record(Event.PASSWORD_CHANGED, subject=f"person:{person.pk}")
    return person


def check_new_password(new: str, person: Person, *, centre_name: str = "") -> None:
    """Length only, and none of the words an attacker tries first (5.1.8); refused with what to do."""
    new = rules.tidy_password(new)
    if len(new) < SHORTEST_PASSWORD:
        raise Refused(
            "password-short", f"Use at least {SHORTEST_PASSWORD} characters. Three words together do well."
        )
    if len(new) > LONGEST_PASSWORD:
        raise Refused("password-long", f"Use at most {LONGEST_PASSWORD} characters.")
    plain = new.casefold()
    own = [person.login_id, person.username, person.first_name, person.last_name, centre_name, "interchange"]
    if any(len(word) > 3 and word.casefold() in plain for word in own) or len(set(plain)) < 5:
        raise Refused(
            "password-guessable", "Leave out your own and your centre's names, and repeated characters."
        )


def _set_password(person: Person, new: str) -> None:
    person.set_password(rules.tidy_password(new))
    person.password_changed_at = clock.now()
    person.save(update_fields=["password", "password_changed_at"])


@state_change(needs=Capability.OPERATE)
def add_person(
    login_id: str, first_name: str, last_name: str, *, roles: list[Role], email: str = "", by: Actor,
    centre_id: int | None = None,
) -> Person:  # fmt: skip
    """A new person with one membership: at a centre, or without one at the awarding body."""
    if any(role.is_staff is not (centre_id is None) for role in roles):
        raise Refused(
            "wrong-side", "A centre's person takes centre roles, the awarding body's person its own."
        )
    taken = frozenset(Person.objects.filter(login_id=login_id).values_list("username", flat=True))
    person = Person.objects.create(
        login_id=login_id, username=rules.username_for(first_name, last_name, taken=taken), first_name=first_name,
        last_name=last_name, email=email, added_at=clock.now(), password=make_password(None),
    )  # fmt: skip
    Membership.objects.create(person=person, centre_id=centre_id, roles=[role.value for role in roles])
    audit.record(Event.PERSON_ADDED, subject=f"person:{person.pk}", data={"roles": [r.value for r in roles]})
    return person


def set_password(person: Person, new: str) -> None:
    """Set a password without asking for the old one: for demo and test settings, and after an activation link."""
    check_new_password(new, person)
    _set_password(person, new)


def invite(person: Person) -> str:
    """A one-use token, valid 72 hours, with which the person sets the first password (5.1.10)."""
    token = secrets.token_urlsafe(24)
    until = clock.now() + ACTIVATION_LASTS
    Activation.objects.create(token_hash=_hash(token), person=person, until=until)
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def activate(token: str, new: str, *, address: str | None, request_id: str) -> Person:
    """Set the first password by an invitation's link; refused when it was used, has run out or never was."""
    activation = open_activation(token)
    membership = Membership.objects.filter(person=activation.person, ended_at=None).first()
    by = Actor(
        name=str(activation.person), person_id=activation.person_id, address=address, request_id=request_id,
        centre_id=membership.centre_id if membership else AWARDING_BODY,
        is_staff=membership is not None and membership.centre_id is None,
    )  # fmt: skip
    with tenancy.writing(by), audit.trail(by):
        if not Activation.objects.filter(pk=activation.pk, used_at=None).update(used_at=clock.now()):
            raise link_ended()
        set_password(activation.person, new)
        audit.record(Event.PERSON_ACTIVATED, subject=f"person:{activation.person_id}")
    return activation.person


def open_activation(token: str) -> Activation:
    """The invitation behind a link; refused when it was used, has run out or never was."""
    open_ones = Activation.objects.select_related("person").filter(used_at=None, until__gte=clock.now())
    activation = open_ones.filter(token_hash=_hash(token)).first()
    if activation is None:
        raise link_ended()
    return activation


def link_ended() -> Refused:
    return Refused(
        "link-ended", "This link has been used or has run out. Ask your Centre Administrator for a new one."
    )
