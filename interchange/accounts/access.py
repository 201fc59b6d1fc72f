"""The doors' locks: every view says who may use it, every service asks again, and what says nothing stays shut."""

import functools
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar, cast

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token

from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed

if TYPE_CHECKING:
    from interchange.accounts.models import Membership

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[..., HttpResponse]

LONGEST_OF_CENTRES, LONGEST_OF_STAFF = timedelta(hours=12), timedelta(hours=8)
SAFE_METHODS = frozenset({"GET", "HEAD"})
SERVICES: dict[str, Callable[..., Any]] = {}
"""Every state-changing service by its dotted name, for the test that walks them all."""


class ActorRequest(HttpRequest):
    """A request that a view behind `requires` receives: its actor is known."""

    actor: Actor


class SignedOut(Exception):
    """Nobody is signed in, and the page is not public."""


class Door(Protocol):
    """A view that says who may use it; `needs` is None on a public one."""

    needs: Capability | None


def holds(actor: Actor, capability: Capability) -> bool:
    """Whether the actor's roles give the capability; the system itself may do everything."""
    return "system" in actor.roles or capability.value in actor.capabilities


def public(view: View) -> View:
    """Anyone may use this view, signed in or not."""
    cast(Door, view).needs = None
    return view


def requires(capability: Capability, *, look: Event | None = None) -> Callable[[View], View]:
    """Only holders of `capability` may use the view. A GET reads in one read-only transaction of the actor's centre.

    With `look`, each GET is itself an event in the trail, carrying the address's parts and no more.
    """

    def lock(view: View) -> View:
        @functools.wraps(view)
        def door(request: ActorRequest, *args: Any, **parts: Any) -> HttpResponse:
            actor = _admitted(request, capability)
            if request.method not in SAFE_METHODS:
                return view(request, *args, **parts)
            if look is not None:
                _record_look(look, by=actor, parts=parts)
            with tenancy.reading(actor):
                return view(request, *args, **parts)

        cast(Door, door).needs = capability
        return door

    return lock


def _admitted(request: ActorRequest, capability: Capability) -> Actor:
    actor = cast(Actor | None, request.actor)
    if actor is None:
        raise SignedOut
    if not holds(actor, capability):
        _deny(actor, capability)
    return actor


def _record_look(look: Event, *, by: Actor, parts: dict[str, Any]) -> None:
    with tenancy.writing(by), audit.trail(by):
        audit.record(look, data={name: str(value) for name, value in parts.items()})


def _deny(actor: Actor, capability: Capability) -> None:
    with tenancy.writing(actor), audit.trail(actor):
        audit.record(Event.DENIED, data={"capability": capability.value})
    raise NotAllowed(capability)


def state_change(*, needs: Capability) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A service: its actor (`by=`) must hold `needs`; it runs in one transaction of its own and leaves an event."""

    def declare(service: Callable[P, T]) -> Callable[P, T]:
        @functools.wraps(service)
        def change(*args: P.args, **options: P.kwargs) -> T:
            by = cast(Actor, options["by"])
            if not holds(by, needs):
                _deny(by, needs)
            with tenancy.writing(by), audit.trail(by):
                return service(*args, **options)

        change.needs = needs  # type: ignore[attr-defined]
        SERVICES[f"{service.__module__}.{service.__qualname__}"] = change
        return change

    return declare


def begin_session(request: HttpRequest, membership: "Membership") -> None:
    """A new session for this membership; whatever the browser held before is gone."""
    request.session.flush()
    fill_session(request.session, membership)
    request.session.create()
    rotate_token(request)


def fill_session(session: SessionBase, membership: "Membership") -> None:
    """What a session has to say for `ActorMiddleware` to take it for somebody's."""
    session["membership"] = str(membership.pk)
    session[HASH_SESSION_KEY] = membership.person.get_session_auth_hash()
    session["seen"] = clock.now().timestamp()
    lasts = LONGEST_OF_CENTRES if membership.centre_id else LONGEST_OF_STAFF
    session["until"] = time.time() + lasts.total_seconds()  # by the real clock, also in a rehearsal
