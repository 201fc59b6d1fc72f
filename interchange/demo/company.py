"""The centres and the people of the demo world, as they are kept."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from interchange.accounts.queries import current_memberships
from interchange.accounts.roles import capabilities_of
from interchange.accounts.services import add_person, set_password
from interchange.centres.queries import centre_ids
from interchange.centres.services import add_centre
from interchange.core.actor import Actor
from interchange.demo.cast import CAST, CENTRES, LOGIN_IDS, PASSWORD

if TYPE_CHECKING:
    from interchange.accounts.models import Membership

OPERATOR = Actor.system("demo")


def found_centres() -> None:
    """Every centre of the demo world that is not there yet."""
    known = centre_ids(centre.number for centre in CENTRES)
    for centre in CENTRES:
        if centre.number not in known:
            add_centre(centre.number, centre.name, kind=centre.kind, register_email=centre.email, by=OPERATOR)


def hire_people() -> None:
    """Everybody of the cast who is not there yet, with the password that all of them have."""
    ids = centre_ids(centre.number for centre in CENTRES)
    known = {(one.person.login_id, str(one.person)) for one in people()}
    for player in CAST:
        if (player.login_id, player.name) not in known:
            person = add_person(
                player.login_id, player.first_name, player.last_name, roles=list(player.roles), email=player.email,
                centre_id=ids.get(player.login_id), by=OPERATOR,
            )  # fmt: skip
            set_password(person, PASSWORD)


def people() -> "Iterable[Membership]":
    """Everybody who can sign in at the centres of the demo world and at its awarding body."""
    return current_memberships().filter(person__login_id__in=LOGIN_IDS)


def actors() -> dict[str, Actor]:
    """The cast as actors, by the keys of the stories."""
    keys = {(player.login_id, player.name): player.key for player in CAST}
    found = {(one.person.login_id, str(one.person)): one for one in people()}
    return {keys[who]: _actor(one) for who, one in found.items() if who in keys}


def _actor(one: "Membership") -> Actor:
    centre = one.centre
    return Actor(
        name=str(one.person), person_id=one.person_id, username=one.person.username, centre_id=one.centre_id,
        centre_number=centre.number if centre else "", centre_name=centre.name if centre else "",
        roles=frozenset(one.roles), capabilities=capabilities_of(one.roles), is_staff=centre is None,
        address="192.0.2.17",
    )  # fmt: skip
