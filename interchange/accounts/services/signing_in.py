"""Signing in and out: the three parts, one refusal for every reason, and what makes a session of it (A1, 2.4, 2.7)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.shortcuts import get_object_or_404

from interchange.accounts.access import new_session, state_change
from interchange.accounts.models import Membership, OneUseLink, Person, SignedIn
from interchange.accounts.queries.known_passwords import is_breached
from interchange.accounts.queries.proofs import known_browser
from interchange.accounts.queries.sessions import may_be_remembered, memberships_by, open_sessions, person_by
from interchange.accounts.roles import Capability
from interchange.accounts.rules import names
from interchange.accounts.rules.factors import hash_of
from interchange.accounts.rules.stages import MOST_SESSIONS
from interchange.accounts.rules.tries import Tries, after_failure, is_blocked, rough_place
from interchange.accounts.steps import as_hashed, make_link, open_link, use_link
from interchange.accounts.steps.informing import sign_in_words
from interchange.accounts.steps.sessions import end_stale_sessions, know_browser, suspect_sharing
from interchange.accounts.steps.telling import where
from interchange.accounts.steps.tries import (
    count_failure,
    hold_with_address,
    keep,
    key_of_account,
    key_of_browser,
)
from interchange.accounts.steps.visitors import visitor
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused, always
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

LINK_LASTS = timedelta(minutes=30)
MOST_LINKS_AN_HOUR = 5
REFUSAL = always(
    "sign-in-refused",
    "The Login ID, username and password do not match. Check each one. After several wrong tries, wait a while.",
)


def sign_in(
    login_id: str, username: str, password: str, *, address: str | None, request_id: str, browser: str = "",
    token: str = "",
) -> list[Membership]:  # fmt: skip
    """With what the person behind the three parts may sign in; one refusal for every reason, in the same time (2.4).

    Nobody is signed in by this alone: the second factor and what else there is to do come after it (2.7). A browser
    from which they have signed in before counts for itself, so that nobody elsewhere can keep them out (5.2.4).
    """
    login_id, username = names.tidy_login_id(login_id)[:10], names.tidy_username(username)[:70]
    usable = memberships_by(login_id, username)
    membership = usable[0] if usable else None
    known = known_browser(membership.person_id if membership else uuid4(), token)
    now = clock.now()
    with transaction.atomic(durable=True):
        key = key_of_account(login_id, username) if known is None else key_of_browser(known)
        before, from_address = hold_with_address(key, address if known is None else None)
        matches = check_password(as_hashed(password), _stored(membership), setter=_rehash(membership))
        waits = is_blocked(from_address, at=now) or is_blocked(before, at=now)
        admitted = matches and membership is not None and not waits
        after = _after(before, admitted=admitted, waits=waits, at=now)
        keep(key, after, was=before if admitted else None)  # a refusal writes whatever its reason
    if membership is None or not admitted:
        person = person_by(login_id, username)
        newest = _newest(person)
        why = "waiting" if waits else "password" if membership else _why_not(person, newest)
        by = visitor(person, newest, address=address, request_id=request_id, browser=browser)
        _record_refusal(
            person,
            why,
            locked_until=after.blocked_until if after.locked_at == now and not waits else None,
            by=by,
        )
        raise REFUSAL
    person = membership.person
    if person.reset_required_at is None and is_breached(password):
        by = visitor(person, membership, address=address, request_id=request_id, browser=browser)
        _ask_for_another(person, by=by)
    return usable


def _rehash(membership: Membership | None) -> Callable[[str], None]:
    """Where the cost of hashing was changed, a password that is right is hashed anew (5.1.9)."""

    def put(typed: str) -> None:
        if membership is not None:
            membership.person.set_password(typed)
            membership.person.save(update_fields=["password"])

    return put


def _after(before: Tries, *, admitted: bool, waits: bool, at: datetime) -> Tries:
    """What is known after this try: a right password starts the count again; one that had to wait changes nothing."""
    if admitted:
        return Tries(locked_at=before.locked_at)
    return before if waits else after_failure(before, at=at)


def _newest(person: Person | None) -> Membership | None:
    """What somebody is, or last was; it is looked for where there is nobody too, which takes as long."""
    theirs = Membership.objects.filter(person=person.pk if person else uuid4()).select_related("centre")
    return theirs.order_by("-ended_at", "-added_at").first()


def _why_not(person: Person | None, last: Membership | None) -> str:
    """The true reason why somebody may not come in, for the trail alone (2.4)."""
    if person is None or last is None:
        return "unknown"
    if not person.is_active:
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


def _record_refusal(person: Person | None, why: str, *, locked_until: datetime | None, by: Actor) -> None:
    """The true reason stands in the trail alone (2.4); of a lock the person is told (5.2.5)."""
    with tenancy.writing(by), audit.trail(by):
        count_failure(by.address, looked_at=why != "waiting", at=clock.now())
        audit.record(Event.SIGN_IN_REFUSED, data={"why": why})
        if locked_until is not None:
            audit.record(Event.SIGN_IN_LOCKED)
        if locked_until is not None and person is not None:
            _tell_of_lock(person, locked_until, by)


def _tell_of_lock(person: Person, until: datetime, by: Actor) -> None:
    """With the time and the rough place (5.2.5)."""
    used = SignedIn.objects.filter(person=person).order_by("-began_at").values_list("address", flat=True)[:50]
    words = {
        **sign_in_words(person),
        "at": clock.now(),
        "until": until,
        "place": rough_place(by.address, list(used)),
    }
    notices.tell([person.pk], Kind.SIGN_IN_LOCKED, words=words, centre_id=by.centre_id or None)


def _ask_for_another(person: Person, *, by: Actor) -> None:
    """The password is right, and stands in a list of stolen ones: another is asked for (section 4, 5.1.7)."""
    person.reset_required_at = clock.now()
    with tenancy.writing(by), audit.trail(by):
        person.save(update_fields=["reset_required_at"])
        notices.tell([person.pk], Kind.PASSWORD_BREACHED, words=sign_in_words(person))
        audit.record(
            Event.PASSWORD_RESET_REQUIRED,
            subject=f"person:{person.pk}",
            data={"why": "in a list of stolen ones"},
        )


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
    membership = get_object_or_404(usable, pk=membership_id)
    end_stale_sessions(person)
    elsewhere = open_sessions(person.pk).count()
    if elsewhere >= MOST_SESSIONS:
        raise Refused("too-many-sessions", "You are signed in three times already. End one of these first.")
    signed_in = new_session(
        membership, factor=factor, address=by.address, browser=by.browser, country=by.country
    )
    arrived = {} if membership.activated_at else {"activated_at": clock.now()}
    Membership.objects.filter(pk=membership.pk).update(last_signed_in_at=clock.now(), **arrived)
    if arrived:
        audit.record(Event.PERSON_ACTIVATED, subject=f"person:{person.pk}")
    know_browser(
        person, token, remember=remember and may_be_remembered(list(usable)), confirmed=confirmed, by=by
    )
    audit.record(Event.SIGNED_IN, data={"how": factor})
    suspect_sharing(person, open_now=elsewhere + 1, by=by)
    return signed_in


@state_change(needs=Capability.OWN_ACCOUNT)
def ask_to_confirm(nonce: str, *, by: Actor) -> None:
    """Mail the link that an unknown browser has to open; `nonce` is what only that browser holds (5.3.8).

    Refused after five within an hour: nobody's mailbox is filled by whoever knows a password.
    """
    person = Person.objects.select_for_update().get(pk=str(by.person_id))
    sent = OneUseLink.objects.filter(person=person, purpose=OneUseLink.Purpose.BROWSER)
    if sent.filter(made_at__gt=clock.now() - timedelta(hours=1)).count() >= MOST_LINKS_AN_HOUR:
        raise Refused(
            "too-many-links", "Five links have been mailed within the hour. Open the newest one, or wait."
        )
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
    own = SignedIn.objects.filter(person=by.person_id, ended_at=None)
    own.filter(pk__in=[session_id] if session_id else []).update(ended_at=clock.now(), ended_why="signed out")
    audit.record(Event.SIGNED_OUT)
