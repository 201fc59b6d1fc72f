"""Who administers a centre begins and ends here; the centre's own paperwork decides when (1.10, 1.12)."""

from collections.abc import Collection
from dataclasses import dataclass

from interchange.accounts.models import Membership
from interchange.accounts.queries.administrators import ROLE_OF
from interchange.accounts.steps.ending import end_access
from interchange.accounts.steps.persons import new_person
from interchange.accounts.steps.users.inviting import Invitation, make_invitation
from interchange.core import clock


@dataclass(frozen=True)
class Appointed:
    """Who is administrator now, and how they come in."""

    membership: Membership
    invitation: Invitation | None
    """None where they sign in at this centre already."""


def appoint_administrator(
    centre_id: int, login_id: str, first_name: str, last_name: str, email: str, scopes: Collection[str]
) -> Appointed:
    """Give somebody the role of each scope: a user of the centre with this address, or else one who is invited; who
    has an account at another centre comes with that one (1.15)."""
    roles = [ROLE_OF[scope] for scope in scopes]
    here = Membership.objects.select_for_update(of=("self",)).select_related("person")
    found = here.current().filter(centre_id=centre_id, person__email__iexact=email).first()
    if found is None:
        person = new_person(login_id, first_name, last_name, email)
        found = Membership.objects.create(
            person=person, centre_id=centre_id, roles=roles, added_at=clock.now()
        )
    else:
        found.roles = list(dict.fromkeys([*found.roles, *roles]))
        found.save(update_fields=["roles"])
    return Appointed(found, None if found.activated_at else make_invitation(found))


def dismiss(membership: Membership, why: str) -> bool:
    """End a membership, and at once everything that came with it (1.12, 4.4); False where it had ended already."""
    ending = Membership.objects.filter(pk=membership.pk, ended_at=None)
    if not ending.update(ended_at=clock.now(), ended_why=why):
        return False
    end_access(membership, why)
    return True
