"""The lock on the API: a key makes an actor, and every operation says what it needs, as every page does."""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from interchange.accounts.access import SAFE_METHODS, deny, holds
from interchange.accounts.roles import Capability
from interchange.accounts.services.keys import actor_with_key, record_read
from interchange.core import tenancy
from interchange.core.actor import Actor

P = ParamSpec("P")
T = TypeVar("T")


class KeyRequest(HttpRequest):
    """A request that showed a good key."""

    actor: Actor


class ByKey(HttpBearer):
    """`Authorization: Bearer KEY`. Cookies are never looked at, so no page of another site can ask with them."""

    def authenticate(self, request: HttpRequest, token: str) -> str:
        actor = actor_with_key(token, request)
        if actor is None:
            raise AuthenticationError
        request.actor = actor  # type: ignore[attr-defined]
        return str(actor.key_id)


class PerKey(AuthRateThrottle):
    """So many requests of one key in a minute, and no more (ASVS 2.4.1)."""

    scope = "api-key"

    def __init__(self) -> None:
        super().__init__("600/min")


def needs(capability: Capability, *, look: str = "") -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Only a key that holds `capability` may ask; what only reads does so in one read-only transaction.

    With `look`, what goes out is candidates' data, and each reading of it stands in the trail (section 7).
    """

    def lock(operation: Callable[P, T]) -> Callable[P, T]:
        @functools.wraps(operation)
        def door(*args: P.args, **options: P.kwargs) -> T:
            request = cast(KeyRequest, args[0])
            if not holds(request.actor, capability):
                deny(request.actor, capability)
            if request.method not in SAFE_METHODS:
                return operation(*args, **options)
            if look:
                record_read(look, where=request.get_full_path(), by=request.actor)
            with tenancy.reading(request.actor):
                return operation(*args, **options)

        door.needs = capability  # type: ignore[attr-defined]
        return door

    return lock


def mark_as_doors(patterns: list[Any]) -> list[Any]:
    """Tell `DefaultDeny` and the tests what the program's views need; the key is asked for inside each."""
    for pattern in patterns:
        pattern.callback.needs = None
        pattern.callback.fresh = False
        pattern.callback.by_key = True
    return patterns
