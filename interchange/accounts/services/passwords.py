"""A person's own password: changing it, and setting the first one by a link (A4, 5.1)."""

from interchange.accounts.access import state_change
from interchange.accounts.models import Membership, OneUseLink, Person
from interchange.accounts.roles import Capability
from interchange.accounts.steps import (
    as_hashed,
    check_new_password,
    link_ended,
    open_link,
    put_password,
    use_link,
)
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.errors import Refused


@state_change(needs=Capability.OWN_ACCOUNT)
def change_password(current: str, new: str, *, by: Actor) -> Person:
    """A person's own new password (mission A4); refused when the current one is wrong or the new one is too weak."""
    person = Person.objects.select_for_update().get(pk=str(by.person_id))
    if not person.check_password(as_hashed(current)):
        raise Refused("current-password-wrong", "The current password is not right. Type it again.")
    check_new_password(new, person, centre_name=by.centre_name)
    put_password(person, new)
    audit.record(Event.PASSWORD_CHANGED, subject=f"person:{person.pk}")
    return person


def set_password(person: Person, new: str) -> None:
    """Set a password without asking for the old one: for demo and test settings, and after an activation link."""
    check_new_password(new, person)
    put_password(person, new)


def open_activation(token: str) -> OneUseLink:
    """The invitation behind a link; refused when it was used, has run out or never was."""
    return open_link(token, OneUseLink.Purpose.ACTIVATE)


def activate(token: str, new: str, *, address: str | None, request_id: str) -> Person:
    """Set the first password by an invitation's link; refused when it was used, has run out or never was."""
    link = open_activation(token)
    person = link.person
    if person is None:
        raise link_ended()
    membership = Membership.objects.current().filter(person=person).first()
    by = Actor(
        name=str(person), person_id=person.pk, address=address, request_id=request_id,
        centre_id=membership.centre_id if membership else AWARDING_BODY,
        is_staff=membership is not None and membership.centre_id is None,
    )  # fmt: skip
    with tenancy.writing(by), audit.trail(by):
        use_link(link)
        set_password(person, new)
        Membership.objects.filter(person=person, activated_at=None).update(activated_at=clock.now())
        audit.record(Event.PERSON_ACTIVATED, subject=f"person:{person.pk}")
    return person
