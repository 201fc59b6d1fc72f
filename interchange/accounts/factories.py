"""People for tests: actors for services, and people who can sign in for pages."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client

from interchange.accounts.access import fill_session
from interchange.accounts.middleware import actor_of
from interchange.accounts.models import Membership
from interchange.accounts.roles import Role
from interchange.accounts.services.passwords import set_password
from interchange.accounts.services.people import add_person
from interchange.core import clock
from interchange.core.actor import Actor

if TYPE_CHECKING:
    from interchange.centres.models import Centre

PASSWORD = "quiet heron borrows marmalade"  # noqa: S105


def make_membership(
    name: str, *roles: Role, centre: "Centre | None" = None, password: str = PASSWORD
) -> Membership:
    """A person who can sign in: at a centre with its number as Login ID, else at the awarding body as AB1."""
    first, _, last = name.partition(" ")
    person = add_person(
        centre.number if centre else "AB1", first, last or "Lee", roles=list(roles), by=Actor.system("tests"),
        centre_id=centre.pk if centre else None,
    )  # fmt: skip
    set_password(person, password)
    Membership.objects.filter(person=person).update(activated_at=clock.now())
    return Membership.objects.select_related("person", "centre").get(person=person)


def make_actor(name: str, *roles: Role, centre: "Centre | None" = None) -> Actor:
    """The same person as the actor of a request."""
    return as_actor(make_membership(name, *roles, centre=centre))


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
