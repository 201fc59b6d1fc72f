"""Signing in and out: the three parts, one refusal for every reason, and what makes a session of it (A1, 2.4, 2.7)."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from interchange.accounts.access import new_session, state_change
from interchange.accounts.models import Membership, OneUseLink, Person, SignedIn
from interchange.accounts.queries.proofs import known_browser
from interchange.accounts.queries.sessions import may_be_remembered, open_sessions
from interchange.accounts.roles import Capability
from interchange.accounts.rules import names
from interchange.accounts.rules.factors import hash_of
from interchange.accounts.rules.stages import MOST_SESSIONS
from interchange.accounts.rules.tries import FIRST_LOCK, Tries, after_failure, is_blocked, rough_place
from interchange.accounts.steps import as_hashed, make_link, open_link, use_link
from interchange.accounts.steps.sessions import end_stale_sessions, know_browser, suspect_sharing
from interchange.accounts.steps.telling import where
from interchange.accounts.steps.tries import (
    address_waits,
    count_failure,
    hold,
    keep,
    key_of_account,
    key_of_browser,
    look,
)
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.errors import Refused
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

LINK_LASTS = timedelta(minutes=30)
REFUSAL = Refused(
    "sign-in-refused",
    "The Login ID, username and password do not match. Check each one. After several wrong tries, wait a while.",
)


def sign_in(
    login_id: str, username: str, password: str, *, address: str | None, request_id: str, browser: str = "",
    token: str = "",
) -> Person:  # fmt: skip
    """The person behind the three parts; one refusal for every reason, in the same time (2.4).

    Nobody is signed in by this alone: the second factor and what else there is to do come after it (2.7). A browser
    from which they have signed in before counts for itself, so that nobody elsewhere can keep them out (5.2.4).
    """
    login_id, username = names.tidy_login_id(login_id)[:10], names.tidy_username(username)[:70]
    person, membership = _who(login_id, username)
    known = known_browser(person.pk if person else uuid4(), token)
    now = clock.now()
    with transaction.atomic(durable=True):
        key = key_of_account(login_id, username) if known is None else key_of_browser(known)
        tries = hold(key)
        matches = check_password(as_hashed(password), _stored(membership))
        waits = is_blocked(tries, at=now) or (known is None and address_waits(address, at=now))
        admitted = matches and membership is not None and not waits
        locked = not waits and _counted(key, tries, admitted=admitted, address=address, at=now)
    if person is None or membership is None or not admitted:
        why = "waiting" if waits else _why_not(person, membership)
        _record_refusal(person, why, locked=locked, address=address, request_id=request_id, browser=browser)
        raise REFUSAL
    return person


def _who(login_id: str, username: str) -> tuple[Person | None, Membership | None]:
    """The person of these parts, and a membership with which they may sign in now."""
    person = Person.objects.filter(login_id=login_id, username=username).first()
    usable = Membership.objects.usable().select_related("person", "centre")
    return person, usable.filter(person=person.pk if person else uuid4()).first()


def _why_not(person: Person | None, membership: Membership | None) -> str:
    """The true reason, for the trail alone (2.4)."""
    if person is None:
        return "unknown"
    if membership is not None:
        return "password"
    last = Membership.objects.filter(person=person).order_by("-added_at").select_related("centre").first()
    if not person.is_active or last is None:
        return "closed"
    if last.ended_at is not None or (last.ends_on is not None and last.ends_on < clock.today()):
        return "left"
    if last.dormant_at is not None:
        return "dormant"
    return "suspended" if last.suspended_at is not None else "centre on hold"


NOBODY = make_password("no one has this password")


def _stored(membership: Membership | None) -> str:
    """The hash to compare with: somebody's, or one that costs the same and never matches anybody."""
    return membership.person.password if membership and membership.person.has_usable_password() else NOBODY


def _counted(key: str, tries: Tries, *, admitted: bool, address: str | None, at: datetime) -> bool:
    """A right password starts the count again, a wrong one counts, also for the address (5.2.2); whether it locked."""
    after = Tries(locked_at=tries.locked_at) if admitted else after_failure(tries, at=at)
    keep(key, after)
    if not admitted:
        count_failure(address, at=at)
    return not admitted and after.locked_at == at


def _record_refusal(
    person: Person | None, why: str, *, locked: bool, address: str | None, request_id: str, browser: str
) -> None:
    """The true reason stands in the trail alone (2.4)."""
    newest = (
        Membership.objects.filter(person=person).order_by("ended_at", "-added_at").first() if person else None
    )
    by = Actor(
        name=str(person) if person else "unknown person", person_id=person.pk if person else None,
        centre_id=newest.centre_id if newest else AWARDING_BODY, address=address, request_id=request_id,
        is_staff=newest is not None and newest.centre_id is None, browser=browser,
    )  # fmt: skip
    with tenancy.writing(by), audit.trail(by):
        audit.record(Event.SIGN_IN_REFUSED, data={"why": why})
        if locked:
            audit.record(Event.SIGN_IN_LOCKED)
        if locked and person is not None:
            _tell_of_lock(person, by)


def _tell_of_lock(person: Person, by: Actor) -> None:
    """With the time and the rough place (5.2.5)."""
    used = SignedIn.objects.filter(person=person).order_by("-began_at").values_list("address", flat=True)[:20]
    until = look(key_of_account(person.login_id, person.username)).blocked_until or clock.now() + FIRST_LOCK
    words = {
        "login_id": person.login_id, "username": person.username, "at": clock.now(), "until": until,
        "place": rough_place(by.address, used),
    }  # fmt: skip
    notices.tell([person.pk], Kind.SIGN_IN_LOCKED, words=words)


@state_change(needs=Capability.OWN_ACCOUNT)
def begin(
    membership_id: UUID,
    *,
    factor: str,
    token: str,
    remember: bool = False,
    confirmed: bool = False,
    by: Actor,
) -> SignedIn:
    """The session, when everything after the password is done (2.7), and in the same transaction what goes with it.

    Refused when three are open already (5.4). `token` is what the browser will be known by; `confirmed` where its link
    was clicked, so that no second mail tells of it.
    """
    person = Person.objects.select_for_update().get(pk=str(by.person_id))
    usable = Membership.objects.usable().select_related("person", "centre").filter(person=person)
    membership = usable.get(pk=membership_id)
    end_stale_sessions(person)
    elsewhere = open_sessions(person.pk).count()
    if elsewhere >= MOST_SESSIONS:
        raise Refused("too-many-sessions", "You are signed in three times already. End one of these first.")
    signed_in = new_session(membership, factor=factor, address=by.address, browser=by.browser)
    Membership.objects.filter(pk=membership.pk).update(last_signed_in_at=clock.now())
    know_browser(
        person, token, remember=remember and may_be_remembered(list(usable)), confirmed=confirmed, by=by
    )
    audit.record(Event.SIGNED_IN, data={"how": factor})
    suspect_sharing(person, open_now=elsewhere + 1)
    return signed_in


@state_change(needs=Capability.OWN_ACCOUNT)
def ask_to_confirm(nonce: str, *, by: Actor) -> None:
    """Mail the link that an unknown browser has to open; `nonce` is what only that browser holds (5.3.8)."""
    person = Person.objects.get(pk=str(by.person_id))
    token = make_link(OneUseLink.Purpose.BROWSER, lasts=LINK_LASTS, person=person, browser=hash_of(nonce))
    audit.record(Event.BROWSER_CHALLENGED)
    link = f"/sign-in/new-browser/{token}/"
    notices.tell([person.pk], Kind.BROWSER_CHECK, words=where(by), secret_link=link)


@state_change(needs=Capability.OWN_ACCOUNT)
def confirm_browser(token: str, nonce: str, *, by: Actor) -> None:
    """The link was opened; refused in any other browser, so that a page in between gains nothing by it (5.3.8)."""
    link = open_link(token, OneUseLink.Purpose.BROWSER)
    if link.person_id != by.person_id or link.browser != hash_of(nonce):
        raise Refused(
            "other-browser",
            "This link is for another sign-in. Open the newest mail in the browser in which you are signing in.",
        )
    use_link(link)
    audit.record(Event.BROWSER_CONFIRMED)


@state_change(needs=Capability.OWN_ACCOUNT)
def accept_terms(version: str, *, by: Actor) -> None:
    """The person takes the terms as they are now; refused when the page showed others (section 10)."""
    if version != settings.TERMS_VERSION:
        raise Refused("terms-changed", "The terms have just changed. Read them again.")
    Person.objects.filter(pk=str(by.person_id)).update(terms_version=version, terms_accepted_at=clock.now())
    audit.record(Event.TERMS_ACCEPTED, subject=f"person:{by.person_id}", data={"version": version})


@state_change(needs=Capability.OWN_ACCOUNT)
def record_sign_out(session_id: UUID | None = None, *, by: Actor) -> None:
    """The person ends the session."""
    session = SignedIn.objects.filter(pk=session_id, person=by.person_id, ended_at=None)
    session.update(ended_at=clock.now(), ended_why="signed out")
    audit.record(Event.SIGNED_OUT)
