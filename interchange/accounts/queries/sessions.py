"""Who is signed in where, and with what somebody may sign in."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, QuerySet

from interchange.accounts.models import Membership, Person, SignedIn
from interchange.accounts.queries.proofs import has_factor
from interchange.accounts.roles import Role
from interchange.core import clock
from interchange.core.prepared import Prepared, given

IDLE_END = timedelta(minutes=30)
PRIVILEGED = frozenset(
    role.value for role in Role if role.is_staff or role.is_administrator or role is Role.HEAD
)
"""Whose browsers are never remembered (5.3.5)."""


def _open(person_id: UUID, real: datetime, used_since: datetime) -> QuerySet[SignedIn]:
    return SignedIn.objects.filter(
        person_id=person_id, ended_at=None, until__gt=real, seen_at__gte=used_since
    )


def open_sessions(person_id: UUID) -> QuerySet[SignedIn]:
    """The sessions in which somebody is signed in now, the last used first (5.4)."""
    found = _open(person_id, clock.real(), clock.now() - IDLE_END)
    return found.select_related("membership__centre").order_by("-seen_at")


OPEN = Prepared(lambda: _open(given("person"), given("real"), given("since")).order_by().values_list("pk"))


def how_many_open(person_id: UUID) -> int:
    """In how many sessions somebody is signed in now."""
    return len(OPEN(person=person_id, real=clock.real(), since=clock.now() - IDLE_END))


def _usable() -> QuerySet[Membership]:
    usable = Membership.objects.usable(at=given("at"), day=given("day")).select_related("person", "centre")
    usable = usable.annotate(has_factor=has_factor(OuterRef("person")))
    return usable.order_by("centre__number", "added_at")


OF_PERSON = Prepared(lambda: _usable().filter(person=given("person")))
BY_PARTS = Prepared(
    lambda: _usable().filter(person__login_id=given("login_id"), person__username=given("username"))
)
PERSON = Prepared(lambda: Person.objects.filter(login_id=given("login_id"), username=given("username"))[:1])


def memberships_of(person_id: UUID) -> list[Membership]:
    """With what somebody may sign in at this moment, by centre (1.15)."""
    return OF_PERSON(person=person_id, at=clock.now(), day=clock.today())


def memberships_by(login_id: str, username: str) -> list[Membership]:
    """The same for whoever signs in by these parts, with the person; empty where nobody may (2.1)."""
    return BY_PARTS(login_id=login_id, username=username, at=clock.now(), day=clock.today())


def is_enrolled(memberships: list[Membership]) -> bool:
    """Whether the person of these has an app or a passkey, and nobody has reset it (5.3.1, 5.3.7)."""
    first: Any = memberships[0]
    return first.person.factor_lost_at is None and bool(first.has_factor)


def person_by(login_id: str, username: str) -> Person | None:
    """Whoever has these parts, whether or not they may sign in."""
    return PERSON.first(login_id=login_id, username=username)


def may_be_remembered(memberships: list[Membership]) -> bool:
    """Whether a browser of theirs may go without a code for a week: no administrator's, head's or staff's (5.3.5)."""
    held = {role for one in memberships for role in one.roles}
    return bool(settings.REMEMBER_BROWSERS and memberships) and not held & PRIVILEGED


def person_with(key: str) -> Person | None:
    """The person of this key."""
    return Person.objects.filter(pk=key).first()
