"""People for tests: actors for services, and people who can sign in for pages."""

from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import get_hasher, make_password
from django.http import HttpRequest
from django.test import Client

from interchange.accounts.access import fill_session
from interchange.accounts.middleware import actor_of
from interchange.accounts.models import AccountCall, Factor, Membership, Person
from interchange.accounts.roles import Role
from interchange.accounts.rules.factors import code_of, step_at
from interchange.accounts.services.people import add_person
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.sealed import seal
from interchange.core.sessions import SessionStore

if TYPE_CHECKING:
    from interchange.centres.models import Centre

PASSWORD = "quiet heron borrows marmalade"  # noqa: S105
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""Of everybody's authenticator app."""
FOUND = 302


def make_membership(
    name: str, *roles: Role, centre: "Centre | None" = None, password: str = PASSWORD
) -> Membership:
    """A person who can sign in: at a centre with its number as Login ID, else at the awarding body as AB1."""
    first, _, last = name.partition(" ")
    person = add_person(
        centre.number if centre else "AB1", first, last or "Lee", roles=list(roles), by=Actor.system("tests"),
        centre_id=centre.pk if centre else None,
    )  # fmt: skip
    now, hashed = clock.now(), _hashed(password, get_hasher().algorithm)
    known = {"password": hashed, "password_changed_at": now, "terms_version": settings.TERMS_VERSION}
    Person.objects.filter(pk=person.pk).update(**known)
    give_app(person)
    Membership.objects.filter(person=person).update(activated_at=now)
    return Membership.objects.select_related("person", "centre").get(person=person)


def give_app(person: Person, seed: str = SEED) -> Factor:
    """An authenticator app with a seed that tests know."""
    now = clock.now()
    return Factor.objects.create(
        person=person,
        kind=Factor.Kind.TOTP,
        label="Phone",
        sealed=_sealed(seed),
        added_at=now,
        confirmed_at=now,
    )


@cache
def _hashed(password: str, algorithm: str) -> str:
    return make_password(password, hasher=algorithm)


@cache
def _sealed(seed: str) -> str:
    return seal(seed)


def code_for(person_id: UUID | None) -> str:
    """The code that this person's app shows now, as if none had been used before."""
    Factor.objects.filter(person=person_id, kind=Factor.Kind.TOTP).update(last_step=0)
    return code_of(SEED, step_at(clock.real()))


def sign_in_by_form(browser: Client, actor: Actor, **instead: str) -> Any:
    """The three parts and, where they are right, the code, given on the pages; the last answer."""
    parts = {"login_id": actor.centre_number or "AB1", "username": actor.username, "password": PASSWORD}
    answer = browser.post("/sign-in/", parts | instead)
    if answer.status_code == FOUND and answer["Location"] == "/sign-in/code/":
        answer = browser.post("/sign-in/code/", {"code": code_for(actor.person_id)})
    return answer


def make_actor(name: str, *roles: Role, centre: "Centre | None" = None) -> Actor:
    """The same person as the actor of a request."""
    return as_actor(make_membership(name, *roles, centre=centre))


def make_call(
    membership: Membership, about: str = "reset-factor", *, by: Actor, spoke_to: str = "Hana Novák"
) -> AccountCall:  # fmt: skip
    """A call to the head of the person's centre, who confirmed what was asked for; on it a reset can rest (5.3.7)."""
    return AccountCall.objects.create(
        membership=membership, about=about, head="Hana Novák", phone="01632 960 310", spoke_to=spoke_to,
        outcome="confirmed", reference="Log 41", by_id=str(by.person_id),
    )  # fmt: skip


def session_key_of(membership: Membership) -> str:
    """The key of a session begun without the form, with a second factor shown this minute."""
    session = SessionStore()
    fill_session(session, membership, factor="totp")
    session.create()
    return str(session.session_key)


def browser_of(membership: Membership) -> Client:
    """A browser in which this person is signed in; a defect is answered, not raised."""
    browser = Client(raise_request_exception=False)
    browser.cookies[settings.SESSION_COOKIE_NAME] = session_key_of(membership)
    return browser


def as_actor(membership: Membership) -> Actor:
    """The actor that a membership makes."""
    return actor_of(membership, HttpRequest(), session="test")
