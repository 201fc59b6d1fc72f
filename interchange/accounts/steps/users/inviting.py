"""Invitations, and who comes by one (5.1.10, 1.15)."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from interchange.accounts.models import Membership, OneUseLink, Person
from interchange.accounts.queries.users import User
from interchange.accounts.rules.users import ACCOUNT
from interchange.accounts.steps.informing import sign_in_words, tell_person
from interchange.accounts.steps.links import ACTIVATION_LASTS, invite, make_link, use_link
from interchange.accounts.steps.offices import Office
from interchange.accounts.steps.users.verbs import Verb, check_address
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.errors import Refused
from interchange.notifications.rules import Kind


@dataclass(frozen=True)
class InviteAgain(Verb):
    """A new link in place of one that was lost or has run out (section 4)."""

    def check(self, office: Office, user: User) -> str:
        ACCOUNT.after("invite again", user.state)
        check_address(user)
        return "is sent a new invitation"

    def carry_out(self, office: Office, user: User) -> None:
        send_invitation(user.membership, by_name=office.by.name)


@dataclass(frozen=True)
class Invitation:
    """The path of a link that works once, for 72 hours, and who comes by it."""

    path: str
    joins: bool
    """With an account that they have at another centre already, after a full sign-in (1.15)."""


def make_invitation(membership: Membership) -> Invitation:
    """The way in for who was added to a centre or to the awarding body; whoever calls mails it (5.1.10)."""
    person, centre_id = membership.person, membership.centre_id
    if centre_id is None or not has_account_elsewhere(person.email):
        return Invitation(path("accounts:activate", invite(person, membership=membership)), joins=False)
    token = make_link(
        OneUseLink.Purpose.JOIN,
        lasts=ACTIVATION_LASTS,
        person=person,
        membership=membership,
        address=person.email,
    )
    audit.record(Event.PERSON_INVITED, subject=f"person:{person.pk}", centre_id=centre_id)
    return Invitation(path("accounts:join", token), joins=True)


def send_invitation(membership: Membership, *, by_name: str) -> None:
    """Mail Login ID, username and a link that works once, for 72 hours; never a password (5.1.10).

    Somebody who has an account at another centre already comes here with that one, after a full sign-in; whoever
    invites them learns nothing of it (1.15).
    """
    person, centre, invitation = membership.person, membership.centre, make_invitation(membership)
    words = {
        "centre": centre.name if centre else "", "until": clock.now() + ACTIVATION_LASTS, "whom": by_name,
    }  # fmt: skip
    kind = Kind.JOIN_INVITATION if invitation.joins else Kind.INVITED
    tell_person(membership, kind, words=sign_in_words(person) | words, secret_link=invitation.path)


def has_account_elsewhere(email: str) -> bool:
    """Whether this address belongs to somebody of a centre who has used an invitation before."""
    known = Membership.objects.current().filter(person__email__iexact=email, activated_at__isnull=False)
    return bool(email) and known.filter(centre__isnull=False).exists()


def take_over(link: OneUseLink, person_id: UUID) -> Membership:
    """What an invitation made for nobody in particular becomes the account of this person, who was invited (1.15)."""
    membership = Membership.objects.select_for_update(of=("self",)).select_related("centre", "person").get(
        pk=str(link.membership_id)
    )  # fmt: skip
    guest, person = membership.person, Person.objects.select_for_update().get(pk=person_id)
    if person.email.casefold() != link.address.casefold():
        raise Refused(
            "other-address", "This invitation was sent to another e-mail address than that of your account."
        )
    if membership.ended_at is not None or membership.activated_at is not None:
        raise Refused(
            "link-ended", "This invitation does not count any more. Ask who invited you for another one."
        )
    if Membership.objects.filter(person=person, centre=membership.centre, ended_at=None).exists():
        raise Refused(
            "already-here", "You are a user of this centre already. Choose it after you have signed in."
        )
    use_link(link)
    membership.person, membership.activated_at = person, clock.now()
    membership.save(update_fields=["person", "activated_at"])
    if guest.pk != person.pk:
        Person.objects.filter(pk=guest.pk).update(is_active=False)
    audit.record(
        Event.PERSON_ACTIVATED, subject=f"person:{person.pk}", data={"title": "with the account they have"}
    )
    return membership


def path(route: str, token: str) -> str:
    """Where a link that works once leads."""
    return reverse(route, args=[token])
