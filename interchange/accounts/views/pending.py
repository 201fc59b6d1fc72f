"""A sign-in that is not finished: what the browser's session remembers of it, and which page comes next (2.7).

Nobody is signed in by it. It is for one person in one browser, for ten minutes a stage, and it ends when the password
changes.
"""

import functools
import secrets
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from interchange.accounts.access import REMEMBERED, browser_of, enter, public
from interchange.accounts.middleware import actor_of
from interchange.accounts.models import Membership, Person
from interchange.accounts.queries.proofs import is_remembered
from interchange.accounts.queries.sessions import may_be_remembered, memberships_of, person_with
from interchange.accounts.rules.factors import TRIES_A_SIGN_IN
from interchange.accounts.rules.stages import (
    ALL_STAGES_LAST,
    SLOW_STAGE_LASTS,
    STAGE_LASTS,
    Stage,
    next_stage,
)
from interchange.accounts.services import signing_in
from interchange.accounts.steps.holding import pack
from interchange.accounts.steps.stages import Way, standing_of
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused

KEY, HELD, HELD_PATH, HELD_FOR = "pending", "held", "held_path", "held_for"
METHODS = ["GET", "HEAD", "POST"]
WELCOME, SIGN_IN = "site:welcome", "accounts:sign-in"
COOKIE_LASTS = 400 * 24 * 60 * 60
ROUTES = {
    Stage.PASSWORD: "accounts:renew-password",
    Stage.FACTOR: "accounts:code",
    Stage.BROWSER: "accounts:new-browser",
    Stage.ENROL: "accounts:enrol",
    Stage.CODES: "accounts:keep-codes",
    Stage.TERMS: "accounts:accept-terms",
    Stage.CENTRE: "accounts:choose-centre",
    Stage.SESSIONS: "accounts:end-a-session",
}


@dataclass(frozen=True)
class Pending:
    """What is remembered, as plain text and numbers; secrets in it are sealed."""

    person: str
    password: str
    """A hash that changes with the password."""
    browser: str
    began: float
    moved: float
    """When this stage began."""
    nonce: str
    """What only this browser holds."""
    token: str
    """What the browser will be known by once the sign-in is done."""
    next: str = ""
    tries: int = TRIES_A_SIGN_IN
    proved: str = ""
    confirmed: bool = False
    mailed: bool = False
    slow: bool = False
    """This stage may take longer: a mail is on its way, or an app is being set up."""
    remember: bool = False
    membership: str = ""
    codes: str = ""
    """Recovery codes that were made and not put away yet, sealed."""

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        """What this browser's session holds, if it still counts."""
        kept = request.session.get(KEY)
        if not isinstance(kept, dict) or set(kept) != {one.name for one in fields(cls)}:
            return None
        found, now = cls(**kept), clock.real().timestamp()
        lasts = SLOW_STAGE_LASTS if found.slow else STAGE_LASTS
        late = (
            now - found.moved > lasts.total_seconds() or now - found.began > ALL_STAGES_LAST.total_seconds()
        )
        return None if late or found.browser != browser_of(request) else found

    def keep(self, request: HttpRequest, **changes: Any) -> Self:
        """The same with changes, in the session."""
        changed = replace(self, **changes)
        request.session[KEY] = dict(vars(changed))
        return changed

    @property
    def way(self) -> Way:
        """How far it has come."""
        return Way(self.proved, self.confirmed, bool(self.codes), bool(self.membership))


class Visitor(HttpRequest):
    """A request in the middle of signing in: `at_stage` has found out who and how far."""

    pending: Pending
    person: Person
    memberships: list[Membership]
    by: Actor
    """Who acts, for the services of their own account."""


def start(request: HttpRequest, memberships: list[Membership]) -> HttpResponse:
    """The password was right: remember that, under a new key, with the page asked for and any work that was held.

    `memberships` are those with which the person may sign in at this moment, at least one.
    """
    person = memberships[0].person
    now, sent = clock.real().timestamp(), request.POST
    work = _held_in(request, person)
    request.session.flush()
    request.session.update(work)
    token = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, "") or secrets.token_urlsafe(32)
    target = sent.get("next", "")
    pending = Pending(
        person=str(person.pk), password=person.get_session_auth_hash(), browser=browser_of(request), began=now,
        moved=now, nonce=secrets.token_urlsafe(16), token=token[:100], next=target if is_ours(request, target) else "",
    )  # fmt: skip
    if is_remembered(person.pk, token) and may_be_remembered(memberships):
        pending = replace(pending, proved=REMEMBERED)
    pending.keep(request)  # under a key made when the answer goes out: `flush` threw the old one away
    rotate_token(request)
    answer = _to(request, _place(request, pending, person, memberships))
    request.session.may_be_lost = not work and "signed_in" not in request.session  # type: ignore[attr-defined]
    return answer


def _held_in(request: HttpRequest, person: Person) -> dict[str, Any]:
    """Work sent with the password, or kept since an earlier sign-in of the same person that was not finished."""
    held, path = request.POST.get("held", ""), request.POST.get("held_path", "")
    if held and is_ours(request, path):
        return {HELD: pack(held), HELD_PATH: path, HELD_FOR: str(person.pk)}
    return held_work(request) if request.session.get(HELD_FOR) == str(person.pk) else {}


def held_work(request: HttpRequest) -> dict[str, Any]:
    """What is held in this browser's session, to be carried into the next."""
    return {name: request.session[name] for name in (HELD, HELD_PATH, HELD_FOR) if name in request.session}


def give_up(request: HttpRequest, why: str) -> HttpResponse:
    """Back to the password; work that was held is not lost by it. Whoever is signed in stays so."""
    if "signed_in" in request.session:
        return redirect(WELCOME)
    work = held_work(request)
    request.session.flush()
    request.session.update(work)
    return redirect(f"{reverse(SIGN_IN)}?{urlencode({'why': why})}")


def at_stage(*wanted: Stage) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page of one stage: whoever is at another one is sent there, and whoever is at none to the front door."""

    def lock(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def door(request: Visitor, *args: Any, **parts: Any) -> HttpResponse:
            if request.method not in METHODS:
                return HttpResponseNotAllowed(METHODS)
            stage = find(request)
            if stage is None:
                return give_up(request, "time")
            return view(request, *args, **parts) if stage in wanted else _to(request, stage)

        return public(door)

    return lock


def onward(request: HttpRequest) -> HttpResponse:
    """To the next stage, or in."""
    stage = find(request)
    return give_up(request, "time") if stage is None else _to(request, stage)


def moved_on(request: Visitor, **changes: Any) -> HttpResponse:
    """A stage is passed: remember what came of it, and go on."""
    request.pending.keep(request, moved=clock.real().timestamp(), slow=False, **changes)
    return onward(request)


def find(request: HttpRequest) -> Stage | None:
    """Who is signing in here and which stage comes next; the request knows both from now on."""
    pending = Pending.of(request)
    person = person_with(pending.person) if pending else None
    memberships = memberships_of(person.pk) if person else []
    if pending is None or person is None or not memberships:
        return None
    if not constant_time_compare(pending.password, person.get_session_auth_hash()):
        return None
    return _place(request, pending, person, memberships)


def _place(request: HttpRequest, pending: Pending, person: Person, memberships: list[Membership]) -> Stage:
    """Which stage comes next; the request knows from now on whose sign-in it is."""
    chosen = next((one for one in memberships if str(one.pk) == pending.membership), None)
    if pending.membership and chosen is None:
        pending = pending.keep(request, membership="")
    request.pending, request.person, request.memberships = pending, person, memberships  # type: ignore[attr-defined]
    request.by = actor_of(chosen or memberships[0], request)  # type: ignore[attr-defined]
    return next_stage(standing_of(person, memberships, pending.way, token=pending.token))


def _to(request: Any, stage: Stage) -> HttpResponse:
    return _in(request) if stage is Stage.DONE else redirect(ROUTES[stage])


def _in(request: Visitor) -> HttpResponse:
    """Everything is done: a session, the cookie by which the browser is known, and the page that was asked for."""
    pending, work = request.pending, held_work(request)
    chosen = UUID(pending.membership) if pending.membership else request.memberships[0].pk
    try:
        signed_in = signing_in.begin(
            chosen, factor=pending.proved, token=pending.token, remember=pending.remember,
            confirmed=pending.confirmed, by=request.by,
        )  # fmt: skip
    except Refused:
        return redirect(ROUTES[Stage.SESSIONS])
    enter(request, signed_in)
    request.session.update(work | {"centres": len(request.memberships)})
    response = redirect("accounts:held" if work else pending.next or WELCOME)
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE, pending.token, max_age=COOKIE_LASTS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address is a page of this site."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, {request.get_host()})
