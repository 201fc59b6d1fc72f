"""Another e-mail address for somebody: it counts from when it is confirmed there, and the old one is told (4.10)."""

from datetime import timedelta

from interchange.accounts.models import Membership, OneUseLink
from interchange.accounts.steps.adding import addresses_at, tidy_email
from interchange.accounts.steps.informing import sign_in_words, tell_person
from interchange.accounts.steps.links import make_link
from interchange.accounts.steps.users import path
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import AWARDING_BODY
from interchange.core.errors import Refused
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

EMAIL_LASTS = timedelta(hours=24)


def read_another_address(membership: Membership, typed: str) -> str:
    """The address asked for; refused where it is none, the one held already, or that of another user of the centre."""
    address = tidy_email(typed)
    if address.casefold() == membership.person.email.casefold():
        raise Refused("email-same", "This is the address that we have already.")
    if membership.centre_id is not None and address.casefold() in addresses_at(membership.centre_id):
        raise Refused("email-taken", "Another user of the centre has this e-mail address.")
    return address


def ask_there(membership: Membership, address: str, *, by_name: str, reason: str = "") -> None:
    """Mail the link to the new address, and tell the old one that it was asked for."""
    person, until = membership.person, clock.now() + EMAIL_LASTS
    token = make_link(
        OneUseLink.Purpose.EMAIL, lasts=EMAIL_LASTS, person=person, membership=membership, address=address
    )
    centre_id = AWARDING_BODY if membership.centre_id is None else membership.centre_id
    audit.record(
        Event.EMAIL_CHANGE_REQUESTED, subject=f"person:{person.pk}", reason=reason, centre_id=centre_id
    )
    words = {"by": by_name, "until": until}
    notices.write_to(
        address, Kind.EMAIL_CHECK, words=words, secret_link=path("accounts:confirm-email", token)
    )
    told = sign_in_words(person) | {"by": by_name, "at": clock.now(), "done": False}
    tell_person(membership, Kind.EMAIL_CHANGED, words=told)
