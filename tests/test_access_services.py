"""Every service, for every role and for another centre: what may be done follows from the signed tables."""

import inspect
from typing import get_type_hints
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

from interchange.accounts.factories import as_actor
from interchange.accounts.roles import CENTRE_ROLES, Capability, Role
from interchange.assessment.queries.places import Address
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed
from tests import rights
from tests.arguments import FILLERS, FOREIGN, NATIONAL, denials
from tests.rights import holders
from tests.samples import some_of
from tests.world import World, undone

SERVICES = rights.services()
every_service = pytest.mark.parametrize("name", SERVICES)


def needs_of(name: str) -> Capability:
    return rights.CHANGES.get(name) or SERVICES[name].needs


@every_service
@pytest.mark.usefixtures("_unrecorded")
def test_each_role_without_the_capability_is_refused(world: World, name: str):
    for role in set(Role) - holders(needs_of(name)):
        with pytest.raises(NotAllowed):
            SERVICES[name](by=world.actors[role])


@every_service
def test_a_refusal_is_recorded(world: World, name: str):
    for role in some_of(set(Role) - holders(needs_of(name)), name, 1):
        by = as_actor(world.people[role])
        with undone():
            before = denials(by.chain)
            with pytest.raises(NotAllowed):
                SERVICES[name](by=by)
            assert denials(by.chain) == before + 1


def reaching() -> list[tuple[str, str]]:
    """The services that are told which row of a centre to change, and by which argument."""
    return [
        (name, part)
        for name, service in SERVICES.items()
        for part, kind in get_type_hints(inspect.unwrap(service)).items()
        if kind in (UUID, Address) and part not in NATIONAL | {"return"}
    ]


@pytest.mark.parametrize(("name", "part"), reaching())
def test_a_service_finds_nothing_of_another_centre(world: World, name: str, part: str):
    service, short = SERVICES[name], name.rpartition(".")[2]
    value = (FOREIGN.get(f"{short}.{part}") or FOREIGN[part])(world.here)
    wanted = set(inspect.signature(inspect.unwrap(service)).parameters) - {part, "by"}
    fillers = {filler: FILLERS[filler] for filler in wanted}
    with undone(), pytest.raises((Http404, ObjectDoesNotExist)):
        service(**{part: value}, **fillers, by=stranger(world, needs_of(name)))


def stranger(world: World, needs: Capability) -> Actor:
    """Somebody of the other centre who has the capability: as a person if a centre's role gives it."""
    if holders(needs) & CENTRE_ROLES:
        return world.there.actor
    by = world.there.actor
    return Actor(by.name, by.person_id, centre_id=by.centre_id, capabilities=frozenset({needs.value}))
