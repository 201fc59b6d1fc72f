"""Signing in with the awarding body's own provider: linked by the person, never by a likeness of addresses (6.8.1)."""

from uuid import UUID

from django.db import IntegrityError, transaction

from interchange.accounts.access import state_change
from interchange.accounts.models import Identity, Membership, Person
from interchange.accounts.openid import Known, refused
from interchange.accounts.queries.providers import name
from interchange.accounts.roles import Capability
from interchange.accounts.steps.informing import sign_in_words
from interchange.accounts.steps.visitors import visitor
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind


def person_known_as(known: Known, *, address: str | None, request_id: str, browser: str) -> Person:
    """Whose account is linked; refused where it is nobody's, or where they may not come in as staff at this moment."""
    identity = Identity.objects.filter(issuer=known.issuer, subject=known.subject, ended_at=None).first()
    of_staff = Membership.objects.usable().filter(centre=None).select_related("person", "centre")
    membership = of_staff.filter(person=identity.person_id).first() if identity else None
    if membership is None:
        _record_refusal(identity, address=address, request_id=request_id, browser=browser)
        raise Refused(
            "not-linked",
            f"No account here is linked to yours at {name()}. Sign in with Login ID, username and password; then link "
            "it under Sign-in and security.",
        )
    return membership.person


def _record_refusal(identity: Identity | None, *, address: str | None, request_id: str, browser: str) -> None:
    """The true reason stands in the trail alone (2.4)."""
    person = identity.person if identity else None
    by = visitor(person, None, address=address, request_id=request_id, browser=browser)
    with tenancy.writing(by), audit.trail(by):
        audit.record(
            Event.IDENTITY_REFUSED, data={"why": "may not come in" if identity else "linked to nobody"}
        )


@state_change(needs=Capability.OWN_ACCOUNT)
def link_identity(known: Known, *, by: Actor) -> Identity:
    """From now on the provider may vouch for this person; refused for centres' people, and where it does so already."""
    if not by.is_staff:
        raise Refused("staff-only", f"Only the awarding body's own people sign in with {name()}.")
    person = Person.objects.select_for_update().get(pk=str(by.person_id))
    if Identity.objects.filter(person=person, ended_at=None).exists():
        raise Refused("linked-already", f"Your account is linked to {name()} already. Unlink it first.")
    try:
        with transaction.atomic():
            identity = Identity.objects.create(person=person, issuer=known.issuer, subject=known.subject)
    except IntegrityError:
        raise refused() from None
    words = {**sign_in_words(person), "name": name(), "at": clock.now()}
    notices.tell([person.pk], Kind.IDENTITY_LINKED, words=words, link="/account/security/")
    audit.record(Event.IDENTITY_LINKED, subject=f"person:{person.pk}", data={"issuer": known.issuer})
    return identity


@state_change(needs=Capability.OWN_ACCOUNT)
def unlink_identity(*, by: Actor) -> None:
    """The provider does not vouch for this person any more."""
    person_id: UUID | None = by.person_id
    ended = Identity.objects.filter(person=person_id, ended_at=None).update(ended_at=clock.now())
    if not ended:
        audit.nothing_changed()
        return
    audit.record(Event.IDENTITY_ENDED, subject=f"person:{person_id}")
