"""The people of one centre as those who look after them see them (D5), each with all that decides what may be done."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Max, QuerySet
from django.http import Http404

from interchange.accounts.models import Factor, Membership, OneUseLink, Person, RoleUse, SignInTries
from interchange.accounts.roles import ADMINISTRATORS, Role
from interchange.accounts.rules import granting, passwords
from interchange.accounts.rules.granting import Target, in_order, roles_of
from interchange.accounts.rules.users import Facts, State, account_state
from interchange.core import clock
from interchange.core.actor import Actor

INVITING = [OneUseLink.Purpose.ACTIVATE, OneUseLink.Purpose.JOIN]


@dataclass(frozen=True)
class User:
    """Somebody's account at one centre, as it stands at one moment."""

    membership: Membership
    state: State
    age: passwords.Age
    password_ends: datetime | None
    has_factor: bool
    target: Target
    locked_until: datetime | None = None
    invited_until: datetime | None = None

    @property
    def key(self) -> UUID:
        """By which pages and services name it."""
        return self.membership.pk

    @property
    def person(self) -> Person:
        """Whose it is."""
        return self.membership.person

    @property
    def name(self) -> str:
        """As pages show it."""
        return str(self.membership.person)

    @property
    def roles(self) -> list[Role]:
        """What they are here, in the order of the table."""
        return in_order(roles_of(self.membership.roles))

    @property
    def factor(self) -> str:
        """The second factor in words: whether it is set up, and whether it is ours to reset (5.3.7)."""
        words = "Set up" if self.has_factor else "Not set up"
        return f"{words}, reset not permitted" if granting.why_not_factor(self.target) else words

    @property
    def may_extend(self) -> bool:
        """Whether the list offers Extend Password: where the end is near or past, and it is ours to extend (A8)."""
        return (
            bool(self.age.words)
            and self.state is not State.LEFT
            and not granting.why_not_password(self.target)
        )

    @property
    def last_in(self) -> datetime | None:
        """When they last signed in here."""
        return self.membership.last_signed_in_at

    @property
    def counts(self) -> bool:
        """Whether they could come in now, or after a step of their own: others may rely on them (4.6)."""
        return self.state not in (State.INVITED, State.INVITE_EXPIRED, State.SUSPENDED, State.DORMANT, State.LEFT,
                                  State.ANONYMISED)  # fmt: skip


def users_of(actor: Actor, *, left: bool = False, keys: Iterable[UUID] | None = None) -> list[User]:
    """Everybody of the actor's centre, by name; with those who have left, or some of them, where asked.

    Six statements, however many people.
    """
    found = Membership.objects.filter(centre_id=actor.chain)
    found = found if left else found.filter(ended_at=None)
    found = found if keys is None else found.filter(pk__in=list(keys))
    return as_users(found, actor)


def user_of(actor: Actor, membership_id: UUID) -> User:
    """One of them, also who has left; `Http404` where there is none such at the actor's centre."""
    found = users_of(actor, left=True, keys=[membership_id])
    if not found:
        raise Http404
    return found[0]


def as_users(found: QuerySet[Membership], actor: Actor) -> list[User]:
    """Memberships with what is known of each account."""
    memberships = list(
        found.select_related("person").order_by("person__last_name", "person__first_name", "person__username")
    )
    people = {one.person_id for one in memberships}
    known = _Known(
        factors=set(
            Factor.objects.filter(person__in=people, ended_at=None, confirmed_at__isnull=False)
            .exclude(kind=Factor.Kind.RECOVERY).values_list("person_id", flat=True)
        ),
        links=_open_invitations(memberships), locks=_locks(memberships), elsewhere=_elsewhere(memberships, actor),
    )  # fmt: skip
    at = clock.now()
    return [_user(one, known, actor, at) for one in memberships]


@dataclass(frozen=True)
class _Known:
    factors: set[UUID]
    links: dict[UUID, datetime]
    locks: dict[str, datetime]
    elsewhere: dict[UUID, list[Membership]]


def _user(one: Membership, known: _Known, actor: Actor, at: datetime) -> User:
    person = one.person
    ends = passwords.ends_at(
        person.password_changed_at, person.password_extended_to, months=settings.PASSWORD_MAX_AGE_MONTHS
    )
    locked, invited = known.locks.get(lock_key(person)), known.links.get(one.pk)
    facts = Facts(
        activated=one.activated_at is not None, invited_until=invited, password_ends=ends,
        reset_required=person.reset_required_at is not None, locked_until=locked,
        factor_lost=person.factor_lost_at is not None, suspended_at=one.suspended_at,
        suspended_until=one.suspended_until, dormant=one.dormant_at is not None, ends_on=one.ends_on,
        ended=one.ended_at is not None or not person.is_active, anonymised=person.anonymised_at is not None,
    )  # fmt: skip
    others = known.elsewhere.get(person.pk, [])
    target = Target(
        roles=roles_of(one.roles), own=person.pk == actor.person_id, elsewhere=bool(others),
        administers_elsewhere=any(roles_of(other.roles) & ADMINISTRATORS for other in others),
        is_staff=any(other.centre_id is None for other in others),
    )  # fmt: skip
    age = passwords.standing(ends if one.activated_at else None, at=at)
    return User(
        one, account_state(facts, at=at), age, ends, person.pk in known.factors, target, locked, invited
    )


def _open_invitations(memberships: list[Membership]) -> dict[UUID, datetime]:
    """Until when each of those who have not come in yet may use the link."""
    waiting = {
        one.person_id: one.pk for one in memberships if one.activated_at is None and one.ended_at is None
    }
    links = OneUseLink.objects.filter(person__in=waiting, purpose__in=INVITING, used_at=None, ended_at=None)
    return {
        waiting[person]: until for person, until in links.values_list("person").annotate(latest=Max("until"))
    }


def _locks(memberships: list[Membership]) -> dict[str, datetime]:
    keys = [lock_key(one.person) for one in memberships]
    now = clock.now()
    found = SignInTries.objects.filter(
        key__in=keys, blocked_until__gt=now, locked_at__isnull=False, failures=0
    )
    return {key: until for key, until in found.values_list("key", "blocked_until") if until}


def lock_key(person: Person) -> str:
    """Under which wrong tries against this account are counted."""
    return hashlib.sha256(f"{person.login_id}\n{person.username}".encode()).hexdigest()


def _elsewhere(memberships: list[Membership], actor: Actor) -> dict[UUID, list[Membership]]:
    """What these people are besides, at other centres or the awarding body."""
    found: dict[UUID, list[Membership]] = defaultdict(list)
    people = {one.person_id for one in memberships}
    current = Membership.objects.current().filter(person__in=people).only("person_id", "centre_id", "roles")
    for one in current.exclude(centre_id=actor.chain):
        found[one.person_id].append(one)
    return found


def last_uses(memberships: Iterable[UUID]) -> dict[UUID, dict[str, date]]:
    """The last day on which each used something that each of their roles gives (4.8)."""
    found: dict[UUID, dict[str, date]] = defaultdict(dict)
    for key, role, on in RoleUse.objects.filter(membership__in=list(memberships)).values_list(
        "membership_id", "role", "last_on"
    ):
        found[key][role] = on
    return found
