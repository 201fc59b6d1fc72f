"""People and their memberships, as operators add them."""

from interchange.accounts.access import state_change
from interchange.accounts.models import Membership, Person
from interchange.accounts.roles import Capability, Role
from interchange.accounts.steps import invite
from interchange.accounts.steps.persons import new_person
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core.actor import Actor
from interchange.core.errors import Refused


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
    person = new_person(login_id, first_name, last_name, email)
    Membership.objects.create(person=person, centre_id=centre_id, roles=[role.value for role in roles])
    audit.record(Event.PERSON_ADDED, subject=f"person:{person.pk}", data={"roles": [r.value for r in roles]})
    return person


@state_change(needs=Capability.OPERATE)
def invite_person(person: Person, *, by: Actor) -> str:
    """The token of an invitation, for an operator to hand over (5.1.10)."""
    return invite(person, membership=Membership.objects.current().filter(person=person).first())
