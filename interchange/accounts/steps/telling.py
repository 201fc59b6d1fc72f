"""Whom of the awarding body something concerns, and how notices say when and where something was done."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from interchange.accounts.queries.administrators import staff_who_may
from interchange.accounts.roles import Capability
from interchange.accounts.rules.tries import network_of
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind


def tell_staff(
    capability: Capability, kind: Kind, words: Mapping[str, Any], *, link: str, but_not: UUID | None = None
) -> None:
    """Tell those of the awarding body's people who may go on with it, but not whoever does this."""
    people = [one for one in staff_who_may(capability) if one != but_not]
    notices.tell(people, kind, words=words, link=link)


def where(by: Actor) -> dict[str, Any]:
    """When, in which browser and from where; the network is as near to the place as we get."""
    network = network_of(by.address)
    place = f"the network {network}" if network else "a place that we do not know"
    return {"at": clock.now(), "browser": by.browser or "an unknown browser", "place": place}
