"""People for tests: actors for services, and people who can sign in for pages."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from interchange.accounts.middleware import actor_of
from interchange.accounts.models import Membership
from interchange.accounts.roles import Role
from interchange.accounts.services import add_person, set_password
from interchange.core.actor import Actor

if TYPE_CHECKING:
    from interchange.centres.models import Centre

PASSWORD = "correct horse battery staple"  # noqa: S105


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
    return Membership.objects.select_related("person", "centre").get(person=person)


def make_actor(name: str, *roles: Role, centre: "Centre | None" = None) -> Actor:
    """The same person as the actor of a request."""
    return as_actor(make_membership(name, *roles, centre=centre))


def as_actor(membership: Membership) -> Actor:
    """The actor that a membership makes."""
    request = HttpRequest()
    request.session = type("NoSession", (), {"session_key": "test"})()
    return actor_of(membership, request)
