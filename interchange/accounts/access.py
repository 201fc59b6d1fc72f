"""The doors' locks: every view says who may use it, every service asks again, and what says nothing stays shut."""

import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token

from interchange.accounts.models import Membership, SignedIn
from interchange.accounts.roles import WHO_MAY, Capability
from interchange.accounts.rules.browsers import browser_family
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.downloads import NO_FACTS, Rows, list_answer
from interchange.core.errors import NotAllowed

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[..., HttpResponse]

LONGEST_OF_CENTRES, LONGEST_OF_STAFF = timedelta(hours=12), timedelta(hours=8)
PROOF_LASTS = timedelta(minutes=10)
MOST_WITHOUT_PROOF = 500
"""Of so many candidates at most a file is given without a fresh second factor (5.3.6)."""
REMEMBERED = "browser"
"""In place of a second factor's kind: a browser that is remembered (5.3.5)."""
SAFE_METHODS = frozenset({"GET", "HEAD"})
NO_ROLE_S_OWN = frozenset(
    {Capability.OWN_ACCOUNT, Capability.WELCOME, Capability.SEARCH, Capability.MESSAGES}
)
ONE_DAY = 24 * 60 * 60
NOTE_USE = """
    INSERT INTO accounts_roleuse (membership_id, role, last_on)
    SELECT %(membership)s, role, %(today)s FROM unnest(%(roles)s::text[]) AS role
    ON CONFLICT (membership_id, role) DO UPDATE SET last_on = excluded.last_on
    WHERE accounts_roleuse.last_on < excluded.last_on
"""
SERVICES: dict[str, Callable[..., Any]] = {}
"""Every state-changing service by its dotted name, for the test that walks them all."""


class ActorRequest(HttpRequest):
    """A request that a view behind `requires` receives: its actor is known."""

    actor: Actor
    signed_in: SignedIn
    """The session by which the actor came in; none where a program showed a key."""


class SignedOut(Exception):
    """Nobody is signed in, and the page is not public."""


class ProofNeeded(Exception):
    """The page needs a second factor shown in the last ten minutes (5.3.6)."""


class Door(Protocol):
    """A view that says who may use it; `needs` is None on a public one, `fresh` where 5.3.6 asks for a code again."""

    needs: Capability | None
    fresh: bool
    gives_file: bool


def holds(actor: Actor, capability: Capability) -> bool:
    """Whether the actor's roles give the capability; the system itself may do everything."""
    return "system" in actor.roles or capability.value in actor.capabilities


def public(view: View) -> View:
    """Anyone may use this view, signed in or not."""
    cast(Door, view).needs = None
    cast(Door, view).fresh = False
    return view


def requires(
    capability: Capability, *, look: Event | None = None, fresh: bool = False
) -> Callable[[View], View]:
    """Only holders of `capability` may use the view. A GET reads in one read-only transaction of the actor's centre.

    With `look`, each GET that shows something is itself an event in the trail, carrying the address's parts and no
    more; what cannot be noted is not shown. With `fresh`, the second factor must have been shown in the last ten
    minutes; otherwise it is asked for, and what was typed is kept.
    """

    def lock(view: View) -> View:
        @functools.wraps(view)
        def door(request: ActorRequest, *args: Any, **parts: Any) -> HttpResponse:
            actor = _admitted(request, capability)
            if fresh and not is_fresh(request):
                raise ProofNeeded
            if request.method not in SAFE_METHODS:
                return view(request, *args, **parts)
            with tenancy.reading(actor):
                answer = view(request, *args, **parts)
            if look is not None:
                _record_look(look, by=actor, parts=parts)
            return answer

        cast(Door, door).needs = capability
        cast(Door, door).fresh = fresh
        return door

    return lock


def _admitted(request: ActorRequest, capability: Capability) -> Actor:
    actor = cast(Actor | None, request.actor)
    if actor is None:
        raise SignedOut
    if not holds(actor, capability) or (actor.acting and request.method not in SAFE_METHODS):
        deny(actor, capability)
    if actor.acting:
        _record_look(Event.ACTING_LOOKED, by=actor, parts={"page": request.path})
    else:
        note_use(actor, capability)
    return actor


def is_fresh(request: ActorRequest) -> bool:
    """Whether a second factor was shown in the last ten minutes, by the real clock (5.3.6)."""
    return clock.real() - request.signed_in.proved_at <= PROOF_LASTS


def prove_for_export(request: ActorRequest, *, candidates: int) -> None:
    """Ask for the second factor before a file of more than 500 candidates, unless it was just shown (5.3.6)."""
    if candidates > MOST_WITHOUT_PROOF and not is_fresh(request):
        raise ProofNeeded


def list_with_proof(
    request: ActorRequest, name: str, headings: Sequence[str], rows: Rows, *, about: Mapping[str, str] = NO_FACTS,
    candidates: int,
) -> HttpResponse:  # fmt: skip
    """A list as a file, by the ending of its name; of more than 500 candidates after the second factor (5.3.6)."""
    prove_for_export(request, candidates=candidates)
    return list_answer(name, headings, rows, by=request.actor, about=about)


def gives_file(view: View) -> View:
    """A view that answers with a file and no page: whoever has to show the second factor first is led back to it."""
    cast(Door, view).gives_file = True
    return view


def note_use(actor: Actor, capability: Capability) -> None:
    """Note the day on which somebody last used what a role gives (4.8); at most once a day for each capability."""
    if capability in NO_ROLE_S_OWN or actor.membership_id is None:
        return
    today = clock.today()
    key = f"used:{actor.membership_id}:{capability.value}:{today}"
    if cache.add(key, True, timeout=ONE_DAY):
        roles = sorted(role.value for role in WHO_MAY[capability] if role.value in actor.roles)
        with connection.cursor() as cursor:
            cursor.execute(NOTE_USE, {"membership": actor.membership_id, "roles": roles, "today": today})


def _record_look(look: Event, *, by: Actor, parts: dict[str, Any]) -> None:
    with tenancy.writing(by), audit.trail(by):
        audit.record(look, data={name: str(value) for name, value in parts.items()})


def deny(actor: Actor, capability: Capability) -> None:
    """Refuse, and note in the trail what was asked for."""
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
                deny(by, needs)
            with tenancy.writing(by), audit.trail(by):
                return service(*args, **options)

        change.needs = needs  # type: ignore[attr-defined]
        SERVICES[f"{service.__module__}.{service.__qualname__}"] = change
        return change

    return declare


def begin_session(request: HttpRequest, membership: Membership, *, factor: str = "") -> SignedIn:
    """A new session for this membership; whatever the browser held before is gone."""
    address, browser = address_of(request), browser_of(request)
    signed_in = new_session(membership, factor=factor, address=address, browser=browser)
    enter(request, signed_in)
    return signed_in


def enter(request: HttpRequest, signed_in: SignedIn) -> None:
    """From the next request on this browser is in that session; whatever it held before is gone."""
    request.session.flush()
    _fill(request.session, signed_in)
    request.session.create()
    rotate_token(request)


def fill_session(session: SessionBase, membership: Membership, *, factor: str = "") -> SignedIn:
    """A new session for this membership, where there is no request to begin it in."""
    signed_in = new_session(membership, factor=factor)
    _fill(session, signed_in)
    return signed_in


def new_session(
    membership: Membership, *, factor: str = "", address: str | None = None, browser: str = "", country: str = ""
) -> SignedIn:  # fmt: skip
    """What is kept of a session: until when it lasts, by the real clock, and when a second factor was shown.

    Where a remembered browser stood in for one (5.3.5), none was: what 5.3.6 names asks for it.
    """
    now, real = clock.now(), clock.real()
    lasts = LONGEST_OF_CENTRES if membership.centre_id else LONGEST_OF_STAFF
    return SignedIn.objects.create(
        person_id=membership.person_id, membership=membership, began_at=now, seen_at=now, until=real + lasts,
        factor=factor, proved_at=real - lasts if factor == REMEMBERED else real, address=address, browser=browser[:60],
        country=country,
    )  # fmt: skip


def _fill(session: SessionBase, signed_in: SignedIn) -> None:
    """What a session has to say for `ActorMiddleware` to take it for somebody's."""
    session["signed_in"] = str(signed_in.pk)
    session[HASH_SESSION_KEY] = signed_in.membership.person.get_session_auth_hash()


def address_of(request: HttpRequest) -> str | None:
    """The visitor's network address, as `ActorMiddleware` found it."""
    return getattr(request, "address", None) or request.META.get("REMOTE_ADDR") or None


def browser_of(request: HttpRequest) -> str:
    """The family of the visitor's browser and device, such as "Firefox on Windows"."""
    return browser_family(request.META.get("HTTP_USER_AGENT", ""))


def country_of(request: HttpRequest) -> str:
    """The country from which the request comes, by two letters; empty where no proxy tells it (4.11)."""
    return str(getattr(request, "country", ""))


def request_id_of(request: HttpRequest) -> str:
    """The number under which the request stands in the log and the trail."""
    return str(getattr(request, "request_id", ""))
