"""Whom of a centre something about estimates or forecast grades concerns."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from interchange.accounts.queries import people as accounts
from interchange.accounts.roles import WHO_MAY, Capability
from interchange.core.actor import Actor
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind


def people_of(centres: Collection[int]) -> dict[int, list[UUID]]:
    """Who of each centre may make estimated entries."""
    return accounts.people_with(WHO_MAY[Capability.ESTIMATES_ENTER], centres)


def tell_centre(
    centre_id: int, kind: Kind, *, words: Mapping[str, Any], link: str, once: str = "", by: Actor | None = None
) -> None:  # fmt: skip
    """Tell those of a centre who may make estimated entries; not whoever does it, where it is one of them."""
    people = [one for one in people_of([centre_id])[centre_id] if by is None or one != by.person_id]
    notices.tell(people, kind, words=words, link=link, centre_id=centre_id, once=once)
