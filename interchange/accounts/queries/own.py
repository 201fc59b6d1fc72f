"""What the page Sign-in and security shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from interchange.accounts.models import Factor, Person, SignedIn
from interchange.accounts.queries.proofs import APPS_AND_KEYS, browsers_of, codes_left, factors_of
from interchange.accounts.queries.sessions import open_sessions
from interchange.accounts.rules.tries import network_of
from interchange.core import clock
from interchange.core.actor import Actor


@dataclass(frozen=True)
class Session:
    """One open session as its owner sees it; its place is the network it came from."""

    key: UUID
    browser: str
    place: str
    since: datetime
    used: datetime
    centre: str
    is_this: bool


@dataclass(frozen=True)
class Browser:
    """A browser that is known, and until when it is not asked for a code."""

    key: int
    browser: str
    first: datetime
    last: datetime
    remembered_until: datetime | None


def person_of(actor: Actor) -> Person:
    """The person who acts."""
    return Person.objects.get(pk=str(actor.person_id))


def security_of(actor: Actor, this: SignedIn) -> dict[str, Any]:
    """Second factors, recovery codes, sessions and browsers: five statements."""
    person_id = this.person_id
    found = list(factors_of(person_id).filter(kind__in=APPS_AND_KEYS))
    now = clock.now()
    return {
        "factors": [(one, Factor.Kind(one.kind).label) for one in found], "only_one": len(found) < 2,
        "codes_left": codes_left(person_id),
        "sessions": [_shown(one, this) for one in open_sessions(person_id)],
        "browsers": [
            Browser(one.pk, one.browser or "an unknown browser", one.first_seen_at, one.last_seen_at,
                    one.remembered_until if one.remembered_until and one.remembered_until > now else None)
            for one in browsers_of(person_id)[:50]
        ],
    }  # fmt: skip


def _shown(one: SignedIn, this: SignedIn) -> Session:
    centre = one.membership.centre
    return Session(
        one.pk, one.browser or "an unknown browser", network_of(one.address) or "an unknown place", one.began_at,
        one.seen_at, f"{centre.number} {centre.name}" if centre else "Awarding body", one.pk == this.pk,
    )  # fmt: skip
