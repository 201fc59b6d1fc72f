"""Second factors set up, named and taken away by their owner (5.3)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404

from interchange.accounts.access import state_change
from interchange.accounts.models import Factor, Person
from interchange.accounts.queries.proofs import APPS_AND_KEYS, codes_left, factors_of
from interchange.accounts.roles import Capability
from interchange.accounts.rules import passkeys
from interchange.accounts.rules.factors import step_of, tidy_code
from interchange.accounts.steps.factors import make_codes, reset_factors, seed_of
from interchange.accounts.steps.telling import where
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.sealed import seal
from interchange.core.typed import in_one_line
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

SECURITY_PAGE = "/account/security/"
LONGEST_LABEL, MOST = 60, 10


@dataclass(frozen=True)
class Added:
    """A new second factor, and, where they had none, the recovery codes that came with it: shown once."""

    factor: Factor
    codes: list[str]


@state_change(needs=Capability.OWN_ACCOUNT)
def add_app(seed: str, code: str, label: str, *, by: Actor) -> Added:
    """An authenticator app, once it shows a right code of the seed it was given (5.3.4). A repeat adds nothing."""
    person = _own(by)
    twin = _with_seed(person, seed)
    if twin is not None:
        audit.nothing_changed()
        return Added(twin, [])
    step = step_of(tidy_code(code), seed, at=clock.real(), after=0)
    if step is None:
        raise Refused(
            "code-wrong",
            "That is not the code your app should show now. Check the clock of the device, and try again.",
        )
    return _added(person, Factor.Kind.TOTP, label, by, sealed=seal(seed), last_step=step)


@state_change(needs=Capability.OWN_ACCOUNT)
def add_passkey(key: passkeys.Passkey, label: str, *, by: Actor) -> Added:
    """A passkey or security key that this person's browser has just made."""
    person = _own(by)
    parts = {"credential_id": key.credential_id, "public_data": key.public_data, "last_step": key.counter}
    try:
        with transaction.atomic():
            return _added(person, Factor.Kind.PASSKEY, label, by, **parts)
    except IntegrityError:
        raise Refused("passkey-known", "That passkey is in use already. Make another one.") from None


def _added(person: Person, kind: Factor.Kind, label: str, by: Actor, **parts: object) -> Added:
    if factors_of(person.pk).count() >= MOST:
        raise Refused("too-many-factors", f"You have {MOST} second factors. Remove one first.")
    if person.factor_lost_at is not None:
        reset_factors(person)
        Person.objects.filter(pk=person.pk).update(factor_lost_at=None)
    now = clock.now()
    factor = Factor.objects.create(
        person=person, kind=kind, label=_tidy(label), added_at=now, confirmed_at=now, **parts
    )
    codes = make_codes(person) if codes_left(person.pk) is None else []
    audit.record(Event.FACTOR_ADDED, subject=f"person:{person.pk}", data={"what": kind.label})
    _tell(Kind.FACTOR_ADDED, factor, by)
    return Added(factor, codes)


@state_change(needs=Capability.OWN_ACCOUNT)
def name_factor(factor_id: UUID, label: str, *, by: Actor) -> Factor:
    """Another name for one of one's own second factors."""
    factor = _of(by, factor_id)
    factor.label = _tidy(label)
    factor.save(update_fields=["label"])
    audit.record(
        Event.FACTOR_NAMED, subject=f"person:{by.person_id}", data={"what": Factor.Kind(factor.kind).label}
    )
    return factor


@state_change(needs=Capability.OWN_ACCOUNT)
def remove_factor(factor_id: UUID, *, by: Actor) -> Factor:
    """Take one of one's own away; refused for the last one: nobody is without a second factor (5.3.1)."""
    person = _own(by)
    factor = _of(by, factor_id)
    if factors_of(person.pk).filter(kind__in=APPS_AND_KEYS).count() < 2:
        raise Refused("last-factor", "This is your only second factor. Add another one first.")
    factor.ended_at, factor.sealed = clock.now(), ""
    factor.save(update_fields=["ended_at", "sealed"])
    audit.record(
        Event.FACTOR_REMOVED, subject=f"person:{person.pk}", data={"what": Factor.Kind(factor.kind).label}
    )
    _tell(Kind.FACTOR_REMOVED, factor, by)
    return factor


@state_change(needs=Capability.OWN_ACCOUNT)
def make_recovery_codes(*, by: Actor) -> list[str]:
    """Ten new recovery codes; the old ones work no more (5.3.2)."""
    person = _own(by)
    codes = make_codes(person)
    audit.record(Event.RECOVERY_CODES_MADE, subject=f"person:{person.pk}")
    notices.tell([person.pk], Kind.RECOVERY_CODES_MADE, words=where(by), link=SECURITY_PAGE)
    return codes


def _own(by: Actor) -> Person:
    """Whoever acts, held until the transaction ends, so that two requests at once do not both count as the first."""
    return Person.objects.select_for_update().get(pk=str(by.person_id))


def _of(by: Actor, factor_id: UUID) -> Factor:
    own = factors_of(by.person_id) if by.person_id else Factor.objects.none()
    return get_object_or_404(own.filter(kind__in=APPS_AND_KEYS), pk=factor_id)


def _with_seed(person: Person, seed: str) -> Factor | None:
    apps = factors_of(person.pk).filter(kind=Factor.Kind.TOTP)
    return next((app for app in apps if seed_of(app) == seed), None)


def _tidy(label: str) -> str:
    return in_one_line(label)[:LONGEST_LABEL]


def _tell(kind: Kind, factor: Factor, by: Actor) -> None:
    words = where(by) | {"what": Factor.Kind(factor.kind).label, "name": factor.label}
    notices.tell([factor.person_id], kind, words=words, link=SECURITY_PAGE)
