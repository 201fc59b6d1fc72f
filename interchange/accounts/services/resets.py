"""A forgotten password: asked for by anybody, with one answer for all, and set by a link (5.1.11)."""

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare

from interchange.accounts.models import Membership, OneUseLink, Person
from interchange.accounts.rules import names
from interchange.accounts.rules import tries as limits
from interchange.accounts.steps import (
    check_new_password,
    end_sessions,
    hash_of,
    link_ended,
    open_link,
    put_password,
    tell_of_change,
    tries,
    use_link,
)
from interchange.accounts.steps.resets import send_reset_link
from interchange.accounts.steps.visitors import noting_refusals, visitor
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, jobs, tenancy, watching
from interchange.core.actor import Actor
from interchange.core.errors import Refused, always
from interchange.core.sealed import Unreadable, seal, unseal

ENDED = always(
    "link-ended",
    "This link has been used or has run out. Choose “I have forgotten my password” on the sign-in page for a new one.",
)
OTHER_BROWSER = always(
    "other-browser",
    "This link works only in the browser in which it was asked for. Open it there, or ask for a new one here.",
)


def ask_for_link(
    login_id: str, username: str, *, token: str, address: str | None, request_id: str, browser: str = ""
) -> None:
    """Have a link mailed to whoever these sign-in parts belong to, for the browser that holds `token`.

    It does the same for every Login ID and username, real or not: the worker looks for the person. More than three
    times an hour for one account, or thirty from one address, it does nothing.
    """
    login_id, username = names.tidy_login_id(login_id)[:10], names.tidy_username(username)[:70]
    with transaction.atomic(durable=True):
        if not _may_ask(login_id, username, address):
            watching.warn("links asked for too often")
            return
        asked = {
            "login_id": login_id, "username": username, "token_hash": hash_of(token), "address": address,
            "browser": browser, "request_id": request_id, "at": clock.now().isoformat(),
        }  # fmt: skip
        jobs.enqueue("accounts.send_link", asked=seal(json.dumps(asked)))


def _may_ask(login_id: str, username: str, address: str | None) -> bool:
    keys = {tries.key_of_links(login_id, username): limits.LINKS_AN_HOUR}
    if address is not None:
        keys[tries.key_of_links(address)] = limits.LINKS_FROM_ADDRESS
    counts = []
    for key, most in keys.items():
        after = limits.after_link(tries.hold(key), at=clock.now())
        tries.keep(key, after)
        counts.append(after.failures <= most)
    return all(counts)


def send_link(asked: str) -> None:
    """Mail the link that was asked for, if there is somebody who can use it; the work of the queue."""
    try:
        parts = json.loads(unseal(asked))
    except Unreadable:
        return
    at = datetime.fromisoformat(parts["at"])
    with clock.pretend(max(clock.now(), at)):
        membership = _who(parts["login_id"], parts["username"])
        if membership is None:
            return
        by = visitor(
            membership.person, membership, address=parts["address"], request_id=parts["request_id"],
            browser=parts["browser"],
        )  # fmt: skip
        with tenancy.writing(by), audit.trail(by):
            send_reset_link(membership.person, browser=parts["token_hash"])
            audit.record(Event.PASSWORD_RESET_REQUESTED, subject=f"person:{membership.person_id}")


def _who(login_id: str, username: str) -> Membership | None:
    """Somebody who may sign in and has had a password; who was invited uses the invitation."""
    usable = Membership.objects.usable().select_related("person", "centre")
    found = usable.filter(person__login_id=login_id, person__username=username).first()
    return found if found is not None and found.person.has_usable_password() else None


def open_reset(token: str, *, browser: str) -> OneUseLink:
    """The link of a mail; refused when it was used, has run out, never was, or belongs to another browser."""
    try:
        link = open_link(token, OneUseLink.Purpose.RESET)
    except Refused:
        raise ENDED from None
    if link.browser and not constant_time_compare(link.browser, hash_of(browser)):
        raise OTHER_BROWSER
    return link


def use_reset(token: str, new: str, *, token_of_browser: str, by: Actor) -> Person:
    """A new password by a link: all sessions end, a lock ends, and the person is told.

    Nobody is signed in by it: the second factor comes as always, after the password.
    """
    with noting_refusals(by), tenancy.writing(by), audit.trail(by):
        link = open_reset(token, browser=token_of_browser)
        use_link(link)
        person = Person.objects.select_for_update().get(pk=_key_of(link))
        check_new_password(new, person)
        put_password(person, new)
        end_sessions([person], "new password")
        tries.forgive(tries.key_of_account(person.login_id, person.username))
        tell_of_change(person, "by a link", centre_id=by.centre_id)
        audit.record(Event.PASSWORD_RESET_USED, subject=f"person:{person.pk}")
    return person


def holder_of(link: OneUseLink, *, address: str | None, request_id: str, browser: str) -> Actor:
    """Who holds a link, as an actor who may do nothing but use it; refused where they may not come in any more."""
    usable = Membership.objects.usable().select_related("person", "centre")
    found = usable.filter(person=_key_of(link)).first()
    if found is None:
        raise link_ended()
    return visitor(found.person, found, address=address, request_id=request_id, browser=browser)


def _key_of(link: OneUseLink) -> UUID:
    if link.person_id is None:
        raise link_ended()
    return link.person_id
