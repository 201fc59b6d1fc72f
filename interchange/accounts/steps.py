"""What several services do inside their own transaction: passwords put in place, links made, sessions ended."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from interchange.accounts.models import (
    ActingAs,
    ApiKey,
    Approval,
    CalendarKey,
    KnownBrowser,
    Membership,
    OneUseLink,
    Person,
    SignedIn,
)
from interchange.accounts.rules import names
from interchange.core import clock
from interchange.core.errors import Refused

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
ACTIVATION_LASTS = timedelta(hours=72)


def as_hashed(typed: str) -> str:
    """A password as typed, no longer than it takes to be too long for any that was accepted."""
    return names.tidy_password(typed[: 4 * LONGEST_PASSWORD])[: LONGEST_PASSWORD + 1]


def check_new_password(new: str, person: Person, *, centre_name: str = "") -> None:
    """Length only, and none of the words an attacker tries first (5.1.8); refused with what to do."""
    new = names.tidy_password(new)
    if len(new) < SHORTEST_PASSWORD:
        raise Refused(
            "password-short", f"Use at least {SHORTEST_PASSWORD} characters. Three words together do well."
        )
    if len(new) > LONGEST_PASSWORD:
        raise Refused("password-long", f"Use at most {LONGEST_PASSWORD} characters.")
    plain = new.casefold()
    own = [person.login_id, person.username, person.first_name, person.last_name, centre_name, "interchange"]
    if any(len(word) > 3 and word.casefold() in plain for word in own) or len(set(plain)) < 5:
        raise Refused(
            "password-guessable", "Leave out your own and your centre's names, and repeated characters."
        )


def put_password(person: Person, new: str) -> None:
    """The new password in place of the old one, with its six months starting now (5.1.3)."""
    person.set_password(names.tidy_password(new))
    person.password_changed_at = clock.now()
    person.password_extended_to, person.password_extensions, person.reset_required_at = None, 0, None
    person.save(
        update_fields=[
            "password", "password_changed_at", "password_extended_to", "password_extensions", "reset_required_at",
        ]
    )  # fmt: skip


# ---------------------------------------------------------------- links that work once


def make_link(purpose: OneUseLink.Purpose, *, lasts: timedelta, **about: Any) -> str:
    """The token of a new link; earlier open links of the same purpose for the same person are ended."""
    token, now = secrets.token_urlsafe(24), clock.now()
    if about.get("person") is not None:
        earlier = OneUseLink.objects.filter(
            person=about["person"], purpose=purpose, used_at=None, ended_at=None
        )
        earlier.update(ended_at=now)
    OneUseLink.objects.create(
        token_hash=hash_of(token), purpose=purpose, made_at=now, until=now + lasts, **about
    )
    return token


def invite(person: Person, *, membership: Membership | None = None) -> str:
    """A one-use token, valid 72 hours, with which the person sets the first password (5.1.10)."""
    return make_link(
        OneUseLink.Purpose.ACTIVATE, lasts=ACTIVATION_LASTS, person=person, membership=membership
    )


def open_link(token: str, purpose: OneUseLink.Purpose) -> OneUseLink:
    """The link with this token; refused when it was used, has run out, was ended or never was."""
    open_ones = OneUseLink.objects.select_related("person", "membership__centre").filter(
        used_at=None, ended_at=None, until__gte=clock.now()
    )
    found = open_ones.filter(token_hash=hash_of(token), purpose=purpose).first()
    if found is None:
        raise link_ended()
    return found


def use_link(link: OneUseLink) -> None:
    """Mark it used; refused where somebody was quicker."""
    unused = OneUseLink.objects.filter(pk=link.pk, used_at=None, ended_at=None)
    if not unused.update(used_at=clock.now()):
        raise link_ended()


def link_ended() -> Refused:
    """What is said of every link that does not work, whatever the reason."""
    return Refused(
        "link-ended", "This link has been used or has run out. Ask your Centre Administrator for a new one."
    )


def hash_of(token: str) -> str:
    """What is kept of a token that is itself random and long."""
    return hashlib.sha256(token.encode()).hexdigest()


# ---------------------------------------------------------------- what ends with somebody's access (4.4)


def end_sessions(people: Iterable[Person], why: str, *, but: SignedIn | None = None) -> int:
    """End all sessions of these people, save one; how many there were."""
    found = SignedIn.objects.filter(person__in=list(people), ended_at=None)
    if but is not None:
        found = found.exclude(pk=but.pk)
    return found.update(ended_at=clock.now(), ended_why=why)


def end_access(membership: Membership, why: str) -> None:
    """End at once everything by which somebody comes in through this membership, and all that was derived from it
    (4.4): for who has left, is suspended, or whose centre is on hold. It must run in the transaction that says so.

    Sessions, links and keys of the membership go, and looking through somebody's eyes in either direction. What
    belongs to the person rather than to one centre - browsers we know, links that name no membership - goes as well
    where no other membership is left with which they could sign in.
    """
    end_access_of([membership], why)


def end_access_of(memberships: Iterable[Membership], why: str) -> None:
    """The same for many at once, in a number of statements that does not grow with them."""
    ending = list(memberships)
    keys, people = [one.pk for one in ending], {one.person_id for one in ending}
    _end_derived(keys, why)
    for centre in {one.centre_id for one in ending}:
        asked = Q() if centre is None else Q(centre=centre)
        theirs = [one.person_id for one in ending if one.centre_id == centre]
        _withdraw(Approval.objects.filter(asked, started_by__in=theirs), why)
    others = Membership.objects.usable().filter(person__in=people).exclude(pk__in=keys)
    _end_personal(people - set(others.values_list("person_id", flat=True)), why)


def end_everything_of(person: Person, why: str) -> None:
    """The same for a person in whatever they are, at every centre: a closed account, a password that became known."""
    _end_derived(list(Membership.objects.filter(person=person).values_list("pk", flat=True)), why)
    _end_personal({person.pk}, why)


def _end_derived(memberships: list[UUID], why: str) -> None:
    """What hangs on memberships: sessions, links, keys, roles for an hour, and looks through somebody's eyes."""
    now, of_them = clock.now(), Q(membership__in=memberships)
    SignedIn.objects.filter(of_them, ended_at=None).update(ended_at=now, ended_why=why[:40])
    OneUseLink.objects.filter(of_them, used_at=None, ended_at=None).update(ended_at=now)
    ApiKey.objects.filter(of_them, ended_at=None).update(ended_at=now)
    CalendarKey.objects.filter(of_them, ended_at=None).update(ended_at=now)
    ActingAs.objects.filter(of_them | Q(staff__in=memberships), ended_at=None).update(ended_at=now)
    Membership.objects.filter(pk__in=memberships).exclude(glass_roles=[]).update(
        glass_roles=[], glass_until=None
    )


def _end_personal(people: set[UUID], why: str) -> None:
    """What belongs to people whatever the centre: sessions, links, known browsers, approvals asked for."""
    if not people:
        return
    now = clock.now()
    SignedIn.objects.filter(person__in=people, ended_at=None).update(ended_at=now, ended_why=why[:40])
    OneUseLink.objects.filter(person__in=people, used_at=None, ended_at=None).update(ended_at=now)
    KnownBrowser.objects.filter(person__in=people, ended_at=None).update(ended_at=now)
    _withdraw(Approval.objects.filter(started_by__in=people), why)


def _withdraw(approvals: QuerySet[Approval], why: str) -> None:
    """Approvals that nobody has decided are withdrawn with whoever asked for them."""
    approvals.filter(outcome="").update(outcome="withdrawn", decided_at=clock.now(), note=why)
