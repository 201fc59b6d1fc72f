"""What pages and programs read of keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from interchange.accounts.models import ApiKey
from interchange.accounts.roles import Capability
from interchange.core import clock
from interchange.core.actor import Actor


@dataclass(frozen=True)
class KeyLine:
    """One key as a list shows it; never the key itself."""

    id: UUID
    name: str
    prefix: str
    made_by: str
    may: Sequence[str]
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    state: str
    """"working", "expired" or "revoked"."""


def keys_of(actor: Actor) -> list[KeyLine]:
    """Every key of the actor's centre, those that work first; one statement."""
    found = ApiKey.objects.filter(membership__centre_id=actor.centre_id or 0).select_related(
        "membership__person"
    )
    lines = [_line(key) for key in found.order_by("-made_at")]
    return sorted(lines, key=lambda line: line.state != "working")


def _line(key: ApiKey) -> KeyLine:
    return KeyLine(
        key.pk, key.name, f"ick_{key.prefix}…", str(key.membership), [in_words(code) for code in key.capabilities],
        key.made_at, key.expires_at, key.last_used_at, _state(key),
    )  # fmt: skip


def _state(key: ApiKey) -> str:
    if key.ended_at is not None:
        return "revoked"
    return "expired" if key.expires_at <= clock.now() else "working"


def in_words(code: str) -> str:
    """A capability as the person who grants it reads it."""
    return next((one.label for one in Capability if one.value == code), code)


def key_of(actor: Actor) -> ApiKey:
    """The key by which a program came in."""
    return ApiKey.objects.get(pk=str(actor.key_id))
