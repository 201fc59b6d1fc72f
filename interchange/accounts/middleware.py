"""Who is asking: the session becomes an actor, and a view that says nothing of access stays shut."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from interchange.accounts.access import address_of, browser_of, country_of
from interchange.accounts.models import Membership, SignedIn
from interchange.accounts.roles import READS, Role, capabilities_of
from interchange.accounts.rules.reach import is_narrowed
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.prepared import Prepared, given

IDLE_END = timedelta(minutes=30)
SEEN_AGAIN_AFTER = timedelta(minutes=1)
Answer = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Sets `request.actor`: the person and rights behind the session, or None."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = _signed_in(request)
        request.signed_in = signed_in  # type: ignore[attr-defined]
        request.actor = _actor(request, signed_in) if signed_in else None  # type: ignore[attr-defined]
        return self.get_response(request)


def _signed_in(request: HttpRequest) -> SignedIn | None:
    """The session behind the browser's, if it still counts; one statement."""
    key = request.session.get("signed_in")
    if key is None:
        return None
    found = SESSION.first(key=key)
    if found is None or not _counts(found, request):
        request.session.flush()
        return None
    return found


WITH = (
    "membership__person",
    "membership__centre",
    "acting__membership__person",
    "acting__membership__centre",
)
_OF_A_MEMBERSHIP = (
    "person__username", "person__first_name", "person__last_name", "person__is_active", "centre__number",
    "centre__name", "centre__admits", "roles", "ended_at", "ends_on", "suspended_at", "suspended_until",
    "dormant_at", "glass_roles", "glass_until", "reach_components", "reach_groups",
)  # fmt: skip
READ = (
    "seen_at", "until", "proved_at", "person_id", "factor", "membership__person__password",
    "acting__until", "acting__ended_at", "acting__reason",
    *(f"{path}__{name}" for path in ("membership", "acting__membership") for name in _OF_A_MEMBERSHIP),
)  # fmt: skip
"""What is read of a session and its person in each request."""
SESSION = Prepared(
    lambda: (
        SignedIn.objects.select_related(*WITH).only(*READ).filter(pk=given("key"), ended_at=None).order_by()
    )
)


def _counts(found: SignedIn, request: HttpRequest) -> bool:
    """Whether neither the session nor what it stands for has ended (4.4, 5.4)."""
    same_password = constant_time_compare(
        request.session.get(HASH_SESSION_KEY, ""), found.membership.person.get_session_auth_hash()
    )
    if not same_password or not is_usable(found.membership, at=clock.now()):
        return _end(found, "access ended", request)
    if clock.real() >= found.until:
        return _end(found, "longest time", request)
    idle = clock.now() - found.seen_at
    if idle > IDLE_END:
        return _end(found, "not used", request)
    if idle > SEEN_AGAIN_AFTER and "since" not in request.GET:
        SignedIn.objects.filter(pk=found.pk).update(seen_at=clock.now())
    return True


def _end(found: SignedIn, why: str, request: HttpRequest) -> bool:
    """The session is over; where nobody ended it, the trail says that it ran out."""
    by = actor_of(found.membership, request, session=str(found.pk))
    with tenancy.writing(by), audit.trail(by):
        ended = SignedIn.objects.filter(pk=found.pk, ended_at=None).update(
            ended_at=clock.now(), ended_why=why
        )
        if ended and why in RAN_OUT:
            audit.record(Event.SESSION_EXPIRED, data={"why": why})
        else:
            audit.nothing_changed()
    return False


RAN_OUT = frozenset({"longest time", "not used"})


def is_usable(membership: Membership, *, at: datetime) -> bool:
    """Whether somebody may be signed in by this membership; the same as `Memberships.usable` for one in hand."""
    suspended = membership.suspended_at is not None and (
        membership.suspended_until is None or membership.suspended_until > at
    )
    ended = membership.ended_at is not None or not membership.person.is_active
    past = membership.ends_on is not None and membership.ends_on < clock.london(at).date()
    admitted = membership.centre is None or membership.centre.admits
    return admitted and not (suspended or ended or past or membership.dormant_at is not None)


def _actor(request: HttpRequest, signed_in: SignedIn) -> Actor:
    acting = signed_in.acting
    actor = actor_of(signed_in.membership, request, session=str(signed_in.pk))
    if acting is None or acting.ended_at is not None or acting.until <= clock.now():
        return actor
    seen = actor_of(acting.membership, request)
    return replace(
        seen, name=actor.name, person_id=actor.person_id, membership_id=actor.membership_id, session=actor.session,
        acting=str(acting.membership.person), capabilities=seen.capabilities & READ_ALONE,
    )  # fmt: skip


READ_ALONE = frozenset(capability.value for capability in READS)


def actor_of(membership: Membership, request: HttpRequest, *, session: str = "") -> Actor:
    """The actor that a membership makes in a request."""
    centre = membership.centre
    held = set(membership.roles)
    if membership.glass_until is not None and membership.glass_until > clock.now():
        held |= set(membership.glass_roles)
    roles = frozenset(r for r in Role if r.value in held and r.is_staff is (centre is None))
    narrowed = is_narrowed(roles)
    return Actor(
        name=str(membership.person), person_id=membership.person_id, username=membership.person.username,
        centre_id=membership.centre_id, centre_number=centre.number if centre else "",
        centre_name=centre.name if centre else "", roles=frozenset(str(role) for role in roles),
        capabilities=capabilities_of(roles), is_staff=centre is None, membership_id=membership.pk,
        session=hashlib.sha256(session.encode()).hexdigest()[:16] if session else "", browser=browser_of(request),
        request_id=getattr(request, "request_id", ""), address=address_of(request),
        country=country_of(request),
        components=frozenset(membership.reach_components if narrowed else ()),
        groups=frozenset(membership.reach_groups if narrowed else ()),
    )  # fmt: skip


class DefaultDeny:
    """Refuses to run a view that neither `requires` a capability nor is `public`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, parts: Any) -> None:
        if not hasattr(view, "needs"):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} does not say who may use it")
