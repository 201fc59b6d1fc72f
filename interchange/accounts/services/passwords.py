"""A person's own password: changing it, renewing it when it has ended, and setting the first one (A4, 5.1)."""

from django.contrib.auth.hashers import check_password
from django.db import transaction

from interchange.accounts.access import state_change
from interchange.accounts.models import Membership, OneUseLink, Person, SignedIn
from interchange.accounts.roles import Capability
from interchange.accounts.rules.tries import Tries, after_failure, is_blocked
from interchange.accounts.steps import (
    as_hashed,
    check_new_password,
    end_sessions,
    link_ended,
    open_link,
    password_due,
    put_password,
    tell_of_change,
    tries,
    use_link,
)
from interchange.accounts.steps.visitors import noting_refusals, visitor
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused


def change_password(current: str, new: str, *, session: SignedIn | None = None, by: Actor) -> Person:
    """A person's own new password (mission A4); refused when the current one is wrong or the new one is too weak.

    All sessions end but this one, and the person is told. Wrong tries count as those at the sign-in page do (5.2.2).
    """
    _prove_current(current, by=by)
    with noting_refusals(by):
        return put_new_password(new, session=session, by=by)


def _prove_current(current: str, *, by: Actor) -> None:
    person = Person.objects.get(pk=str(by.person_id))
    now, key = clock.now(), tries.key_of_account(person.login_id, person.username)
    with transaction.atomic(durable=True):
        before = tries.hold(key)
        waits = is_blocked(before, at=now)
        right = not waits and check_password(as_hashed(current), person.password)
        after = (
            before if waits else Tries(locked_at=before.locked_at) if right else after_failure(before, at=now)
        )
        tries.keep(key, after)
    if waits or (after.locked_at == now and not right):
        _record_limit(by)
        until = after.blocked_until or now
        raise Refused(
            "current-password-waits",
            f"Too many wrong tries. Wait until {clock.wall_time(until)}, then try again.",
        )
    if not right:
        raise Refused("current-password-wrong", "The current password is not right. Type it again.")


def _record_limit(by: Actor) -> None:
    with tenancy.writing(by), audit.trail(by):
        audit.record(Event.LIMIT_REACHED, subject=f"person:{by.person_id}", data={"what": "current password"})


@state_change(needs=Capability.OWN_ACCOUNT)
def put_new_password(new: str, *, session: SignedIn | None = None, by: Actor) -> Person:
    """The new password of somebody who has just shown the current one."""
    return _put(new, "under Admin, Change your password", session=session, by=by)


def renew_password(new: str, *, by: Actor) -> Person:
    """A new password in place of one that has expired, or that others may know, within a sign-in (5.1.1, section 4).

    Only after the second factor, and refused where the password is still good: then the current one is asked for.
    """
    with noting_refusals(by):
        return _renew(new, by=by)


@state_change(needs=Capability.OWN_ACCOUNT)
def _renew(new: str, *, by: Actor) -> Person:
    if not password_due(Person.objects.get(pk=str(by.person_id)), at=clock.now()):
        raise Refused(
            "password-good", "Your password is still good. Change it under Admin, Change your password."
        )
    return _put(new, "when you signed in", session=None, by=by)


def _put(new: str, how: str, *, session: SignedIn | None, by: Actor) -> Person:
    person = Person.objects.select_for_update().get(pk=str(by.person_id))
    check_new_password(new, person, centre_name=by.centre_name)
    put_password(person, new)
    end_sessions([person], "new password", but=session)
    tell_of_change(person, how, centre_id=by.centre_id)
    audit.record(Event.PASSWORD_CHANGED, subject=f"person:{person.pk}")
    return person


def set_password(person: Person, new: str) -> None:
    """Set a password without asking for the old one: for demo and test settings, and for operators."""
    check_new_password(new, person)
    put_password(person, new)


def open_activation(token: str) -> OneUseLink:
    """The invitation behind a link; refused when it was used, has run out or never was."""
    return open_link(token, OneUseLink.Purpose.ACTIVATE)


def activate(token: str, new: str, *, address: str | None, request_id: str, browser: str = "") -> Membership:
    """Set the first password by an invitation's link; refused when it was used, has run out or never was.

    The account is active when the sign-in that follows has come to its end: with a second factor and the terms
    accepted (section 4).
    """
    link = open_activation(token)
    membership = _invited(link)
    by = visitor(membership.person, membership, address=address, request_id=request_id, browser=browser)
    with noting_refusals(by), tenancy.writing(by), audit.trail(by):
        use_link(link)
        check_new_password(new, membership.person)
        put_password(membership.person, new)
        audit.record(
            Event.PASSWORD_RESET_USED, subject=f"person:{membership.person_id}", data={"what": "invitation"}
        )
    return membership


def _invited(link: OneUseLink) -> Membership:
    """What the invitation is to; refused where that has ended meanwhile."""
    usable = Membership.objects.usable().select_related("person", "centre").filter(person=link.person_id)
    found = (usable.filter(pk=link.membership_id) if link.membership_id else usable).first()
    if found is None:
        raise link_ended()
    return found
