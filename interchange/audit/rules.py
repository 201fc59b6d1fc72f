"""How a link's hash is made from its events and the link before."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

GENESIS = "0" * 64
"""What the first link of every chain calls its previous hash."""


@dataclass(frozen=True)
class Happening:
    """The part of an event that the hash covers; the network address is left out, since it is cut after 90 days."""

    id: UUID
    at: datetime
    name: str
    person_id: UUID | None
    person_name: str
    roles: Sequence[str]
    subject: str
    data: Mapping[str, Any]
    reason: str
    request_id: str

    def canonical(self) -> list[Any]:
        """The event as JSON values in a fixed order."""
        person = str(self.person_id) if self.person_id else None
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return [str(self.id), at, self.name, person, self.person_name, sorted(self.roles), self.subject,
                self.data, self.reason, self.request_id]  # fmt: skip


def link_hash(previous: str, number: int, events: Sequence[Happening]) -> str:
    """SHA-256 over the previous hash, the link's number and its events in order."""
    body = json.dumps([event.canonical() for event in events], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{number}\n{body}".encode()).hexdigest()
