"""Somebody who is not signed in, but holds a link or has shown a password: as the trail names them."""

from collections.abc import Iterator
from contextlib import contextmanager

from interchange.accounts.models import Membership
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused

KNOWN_TO_OTHERS = frozenset({"password-breached", "password-common"})


def visitor(membership: Membership, *, address: str | None, request_id: str, browser: str = "") -> Actor:
    """Somebody who is not signed in, but holds a link or the password, as the trail names them."""
    return Actor(
        name=str(membership.person), person_id=membership.person_id, username=membership.person.username,
        centre_id=membership.centre_id, membership_id=membership.pk, is_staff=membership.centre_id is None,
        centre_name=membership.centre.name if membership.centre else "", address=address, request_id=request_id,
        browser=browser,
    )  # fmt: skip


@contextmanager
def noting_refusals(by: Actor) -> Iterator[None]:
    """A password that others are known to use leaves an event, though nothing was changed (section 7)."""
    try:
        yield
    except Refused as refusal:
        if refusal.code in KNOWN_TO_OTHERS:
            with tenancy.writing(by), audit.trail(by):
                audit.record(
                    Event.PASSWORD_REFUSED, subject=f"person:{by.person_id}", data={"why": refusal.code}
                )
        raise
