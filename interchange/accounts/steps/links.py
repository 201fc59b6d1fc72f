"""Links that work once and for a while (5.1.10, 5.1.11)."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from interchange.accounts.models import Membership, OneUseLink, Person
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.errors import Refused

ACTIVATION_LASTS = timedelta(hours=72)


def make_link(purpose: OneUseLink.Purpose, *, lasts: timedelta, **about: Any) -> str:
    """The token of a new link; earlier open links of the same purpose for the same person are ended."""
    token, now = secrets.token_urlsafe(24), clock.now()
    if about.get("person") is not None:
        earlier = OneUseLink.objects.filter(
            person=about["person"], purpose=purpose, used_at=None, ended_at=None
        )
        earlier.update(ended_at=now)
    OneUseLink.objects.create(
        token_hash=hash_of(token), purpose=purpose, made_at=now, until=now + lasts, **about
    )
    return token


def invite(person: Person, *, membership: Membership | None = None) -> str:
    """A one-use token, valid 72 hours, with which the person sets the first password (5.1.10).

    Earlier links of the same person end. Whoever calls mails it, with Login ID and username, and never a password.
    """
    token = make_link(
        OneUseLink.Purpose.ACTIVATE, lasts=ACTIVATION_LASTS, person=person, membership=membership
    )
    centre_id = membership.centre_id if membership else None
    audit.record(Event.PERSON_INVITED, subject=f"person:{person.pk}", centre_id=centre_id)
    return token


def open_link(token: str, purpose: OneUseLink.Purpose) -> OneUseLink:
    """The link with this token; refused when it was used, has run out, was ended or never was."""
    open_ones = OneUseLink.objects.select_related("person", "membership__centre").filter(
        used_at=None, ended_at=None, until__gte=clock.now()
    )
    found = open_ones.filter(token_hash=hash_of(token), purpose=purpose).first()
    if found is None:
        raise link_ended()
    return found


def use_link(link: OneUseLink) -> None:
    """Mark it used; refused where somebody was quicker."""
    unused = OneUseLink.objects.filter(pk=link.pk, used_at=None, ended_at=None)
    if not unused.update(used_at=clock.now()):
        raise link_ended()


def link_ended() -> Refused:
    """What is said of every link that does not work, whatever the reason."""
    return Refused(
        "link-ended", "This link has been used or has run out. Ask your Centre Administrator for a new one."
    )


def hash_of(token: str) -> str:
    """What is kept of a token that is itself random and long."""
    return hashlib.sha256(token.encode()).hexdigest()
