"""Who acts: a person in one membership, or the system itself."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

AWARDING_BODY = 0
"""The `centre_id` under which the awarding body's own events are kept."""


@dataclass(frozen=True)
class Actor:
    """A person in one membership, with the rights it gives; fixed for one request or job."""

    name: str
    person_id: UUID | None = None
    username: str = ""
    centre_id: int | None = None
    centre_number: str = ""
    centre_name: str = ""
    roles: frozenset[str] = frozenset()
    capabilities: frozenset[str] = frozenset()
    is_staff: bool = False
    session: str = ""
    membership_id: UUID | None = None
    browser: str = ""
    """The family of browser and device, such as "Firefox on Windows"."""
    acting: str = ""
    """Where a member of staff looks through somebody's eyes: whose. Such an actor may read and nothing else (3.3)."""
    components: frozenset[str] = frozenset()
    """The components to which a teacher's eyes are narrowed, by slug; empty: all (R-ACT-3)."""
    groups: frozenset[str] = frozenset()
    """The teaching groups to which they are narrowed; empty: all."""
    key_id: UUID | None = None
    """Where a program asks: the API key it showed."""
    request_id: str = ""
    address: str | None = None
    country: str = ""
    """Two letters, where a proxy tells from which country the request comes (4.11)."""

    @classmethod
    def system(cls, name: str, *, centre_id: int | None = None) -> Self:
        """The system acting by itself: for one centre, or, without one, for the awarding body."""
        return cls(name=name, centre_id=centre_id, is_staff=centre_id is None, roles=frozenset({"system"}))

    def reaches(self, component: str) -> bool:
        """Whether marks of a component, by slug, are there for this actor."""
        return not self.components or component in self.components

    @property
    def chain(self) -> int:
        """The centre under which what this actor does is recorded."""
        return AWARDING_BODY if self.centre_id is None else self.centre_id
