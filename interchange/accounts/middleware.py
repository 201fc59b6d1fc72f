"""Who is asking: the session becomes an actor, and a view that says nothing of access stays shut."""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from interchange.accounts.models import Membership
from interchange.accounts.roles import Role, capabilities_of
from interchange.core import clock
from interchange.core.actor import Actor

IDLE_END = timedelta(minutes=30)
SEEN_AGAIN_AFTER = timedelta(minutes=1)
Answer = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Sets `request.actor`: the person and rights behind the session, or None."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = _actor(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor | None:
    membership_id = request.session.get("membership")
    if membership_id is None or _too_old(request) or _idle_too_long(request):
        return None
    membership = _current(membership_id)
    if membership is None or not _same_password(request, membership):
        request.session.flush()
        return None
    return actor_of(membership, request)


def _current(membership_id: str) -> Membership | None:
    memberships = Membership.objects.select_related("person", "centre").only(*OF_AN_ACTOR)
    return memberships.filter(pk=membership_id, ended_at=None, person__is_active=True).first()


OF_AN_ACTOR = (
    "roles", "person__username", "person__first_name", "person__last_name", "person__password", "centre__number",
    "centre__name",
)  # fmt: skip
"""What is read of a person in each request."""


def _same_password(request: HttpRequest, membership: Membership) -> bool:
    kept = request.session.get(HASH_SESSION_KEY, "")
    return constant_time_compare(kept, membership.person.get_session_auth_hash())


def _too_old(request: HttpRequest) -> bool:
    """End a session 12 hours after it began, one of the awarding body's staff after 8, used or not (5.4)."""
    if time.time() < request.session.get("until", 0):
        return False
    request.session.flush()
    return True


def _idle_too_long(request: HttpRequest) -> bool:
    """End a session unused for 30 minutes (5.4); otherwise note its use, at most once a minute.

    A page that asks by itself what others have saved (`?since=`) is not somebody using it.
    """
    now = clock.now().timestamp()
    idle = now - request.session.get("seen", now)
    if idle > IDLE_END.total_seconds():
        request.session.flush()
        return True
    if idle > SEEN_AGAIN_AFTER.total_seconds() and "since" not in request.GET:
        request.session["seen"] = now
    return False


def actor_of(membership: Membership, request: HttpRequest) -> Actor:
    """The actor that a membership makes in a request."""
    centre = membership.centre
    roles = frozenset(r for r in Role if r.value in membership.roles and r.is_staff is (centre is None))
    return Actor(
        name=str(membership.person), person_id=membership.person_id, username=membership.person.username,
        centre_id=membership.centre_id, centre_number=centre.number if centre else "",
        centre_name=centre.name if centre else "", roles=frozenset(str(role) for role in roles),
        capabilities=capabilities_of(roles), is_staff=centre is None,
        session=hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:16],
        request_id=getattr(request, "request_id", ""), address=request.META.get("REMOTE_ADDR") or None,
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
