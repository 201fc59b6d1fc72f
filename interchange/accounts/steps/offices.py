"""Who looks after the people of a centre, held still while one of them changes something (4.6)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.http import Http404

from interchange.accounts.models import Membership
from interchange.accounts.queries.administrators import OFFICE
from interchange.accounts.queries.users import User, users_of
from interchange.accounts.roles import ADMINISTRATORS, SUBMITTERS, Capability, Role
from interchange.accounts.rules.granting import roles_of
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed

COUNTED = [role.value for role in ADMINISTRATORS | SUBMITTERS]
"""Whom others rely on."""


@dataclass
class Office:
    """A centre's people while one change to them goes on: what `by` is at this moment, and who is left to rely on.

    `active` loses each account that the change takes away, so that of many at once the last one is told from the rest.
    """

    by: Actor
    mine: frozenset[Role]
    active: dict[UUID, frozenset[Role]] = field(default_factory=dict)
    held: Counter[Role] = field(init=False)
    """How many of the active ones hold each role."""

    def __post_init__(self) -> None:
        self.held = Counter(role for roles in self.active.values() for role in roles)

    @property
    def centre_id(self) -> int:
        """The centre it is about."""
        return self.by.chain

    def others(self, membership_id: UUID) -> frozenset[Role]:
        """The roles that somebody else holds who can come in."""
        own = self.active.get(membership_id, frozenset())
        return frozenset(role for role, number in self.held.items() if number > (role in own))

    def without(self, membership_id: UUID, *roles: Role) -> None:
        """From now on this account does not count, or not for these roles."""
        held = self.active.pop(membership_id, frozenset())
        left = held - set(roles) if roles else frozenset()
        self.held.subtract(held - left)
        if left:
            self.active[membership_id] = left


def hold_office(by: Actor) -> Office:
    """Hold the administrators of the actor's centre until the transaction ends, so that changes to its people happen
    one after the other; refused where the actor has ceased to be one of them meanwhile.

    Two administrators who remove each other at once come here one after the other: the second is none any more.
    """
    held = list(
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .filter(centre_id=by.chain, ended_at=None, roles__overlap=OFFICE).order_by("pk")
    )  # fmt: skip
    keys = set(
        Membership.objects.usable().filter(pk__in=[one.pk for one in held]).values_list("pk", flat=True)
    )
    mine = next((roles_of(one.roles) for one in held if one.pk == by.membership_id and one.pk in keys), None)
    if mine is None and "system" not in by.roles:
        raise NotAllowed(Capability.USERS_MANAGE)
    return open_office(by, mine=mine or frozenset())


def open_office(by: Actor, *, mine: frozenset[Role] | None = None) -> Office:
    """The same for looking only, or where nobody can be in the way: nothing is held."""
    usable = Membership.objects.usable().filter(centre_id=by.chain, roles__overlap=COUNTED)
    active = {
        key: roles_of(roles) for key, roles in usable.exclude(activated_at=None).values_list("pk", "roles")
    }
    return Office(by, roles_of(by.roles) if mine is None else mine, active)


def hold_users(keys: Iterable[UUID], by: Actor) -> list[User]:
    """These accounts of the actor's centre, held; `Http404` where one of them is not there."""
    wanted = set(keys)
    held = Membership.objects.select_for_update(of=("self", "person"), no_key=True).select_related("person")
    found = list(held.filter(centre_id=by.chain, pk__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise Http404
    return users_of(by, left=True, keys=wanted)
