"""What several services do inside their own transaction: passwords put in place, links made, sessions ended."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from interchange.accounts import rules
from interchange.accounts.models import Membership, OneUseLink, Person, SignedIn
from interchange.core import clock
from interchange.core.errors import Refused

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
ACTIVATION_LASTS = timedelta(hours=72)


def as_hashed(typed: str) -> str:
    """A password as typed, no longer than it takes to be too long for any that was accepted."""
    return rules.tidy_password(typed[: 4 * LONGEST_PASSWORD])[: LONGEST_PASSWORD + 1]


def check_new_password(new: str, person: Person, *, centre_name: str = "") -> None:
    """Length only, and none of the words an attacker tries first (5.1.8); refused with what to do."""
    new = rules.tidy_password(new)
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
    person.set_password(rules.tidy_password(new))
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
