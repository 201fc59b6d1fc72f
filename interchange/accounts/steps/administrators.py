"""Who administers a centre begins and ends here; the centre's own paperwork decides when (1.10, 1.12)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from interchange.accounts.models import Membership, Person
from interchange.accounts.roles import Role
from interchange.accounts.rules import names
from interchange.accounts.steps.ending import end_access
from interchange.accounts.steps.links import invite
from interchange.core import clock

ROLE_OF = {"GQ": Role.CAG, "VQ": Role.CAV}


@dataclass(frozen=True)
class Appointed:
    """Who is administrator now; `token` activates the account, and is empty for somebody who signs in already."""

    membership: Membership
    token: str


def appoint_administrator(
    centre_id: int, login_id: str, first_name: str, last_name: str, email: str, scopes: Collection[str]
) -> Appointed:
    """Give somebody the role of each scope: a user of the centre with this address, or else a new person."""
    roles = [ROLE_OF[scope].value for scope in scopes]
    here = Membership.objects.select_for_update(of=("self",)).select_related("person")
    found = here.current().filter(centre_id=centre_id, person__email__iexact=email).first()
    if found is None:
        found = _new(centre_id, login_id, first_name, last_name, email, roles)
    else:
        found.roles = list(dict.fromkeys([*found.roles, *roles]))
        found.save(update_fields=["roles"])
    return Appointed(found, "" if found.activated_at else invite(found.person, membership=found))


def _new(
    centre_id: int, login_id: str, first_name: str, last_name: str, email: str, roles: list[str]
) -> Membership:
    taken = frozenset(Person.objects.filter(login_id=login_id).values_list("username", flat=True))
    person = Person.objects.create(
        login_id=login_id, username=names.username_for(first_name, last_name, taken=taken), first_name=first_name,
        last_name=last_name, email=email, added_at=clock.now(), password=make_password(None),
    )  # fmt: skip
    return Membership.objects.create(person=person, centre_id=centre_id, roles=roles, added_at=clock.now())


def dismiss(membership: Membership, why: str) -> bool:
    """End a membership, and at once everything that came with it (1.12, 4.4); False where it had ended already."""
    ending = Membership.objects.filter(pk=membership.pk, ended_at=None)
    if not ending.update(ended_at=clock.now(), ended_why=why):
        return False
    end_access(membership, why)
    return True
