"""Somebody who is not signed in, but holds a link or has shown a password: as the trail names them."""

from collections.abc import Iterator
from contextlib import contextmanager

from interchange.accounts.models import Membership, Person
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.errors import Refused

KNOWN_TO_OTHERS = frozenset({"password-breached", "password-common"})


def visitor(
    person: Person | None, membership: Membership | None, *, address: str | None, request_id: str, browser: str = ""
) -> Actor:  # fmt: skip
    """Somebody who is not signed in, as the trail names them: who holds a link or a password, or only says so.

    Without a person it is somebody unknown; without a membership it is recorded by the awarding body.
    """
    centre = membership.centre if membership else None
    return Actor(
        name=str(person) if person else "unknown person", person_id=person.pk if person else None,
        username=person.username if person else "", membership_id=membership.pk if membership else None,
        centre_id=membership.centre_id if membership else AWARDING_BODY, centre_name=centre.name if centre else "",
        is_staff=membership is not None and centre is None, address=address, request_id=request_id, browser=browser,
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
