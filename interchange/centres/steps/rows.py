"""Holding a centre's row, and moving it along its life."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404

from interchange.centres.models import Centre
from interchange.centres.rules import states
from interchange.core import clock

Row = TypeVar("Row", bound=Model)


def hold(centre_id: int) -> None:
    """Let no other service that holds this centre go on before this transaction ends."""
    Centre.objects.select_for_update(no_key=True).only("id").get(pk=centre_id)


def held(centre_id: int) -> Centre:
    """The centre, held until this transaction ends."""
    return Centre.objects.select_for_update(no_key=True).get(pk=centre_id)


def held_by_number(number: str) -> Centre:
    """The centre with this number, held; `Http404` where there is none."""
    return get_object_or_404(Centre.objects.select_for_update(no_key=True), number=number)


def held_with(found: QuerySet[Row], key: UUID) -> tuple[Centre, Row]:
    """A row of a centre, and the centre; both held, the centre first as everywhere, so that nobody waits in a ring."""
    centre_id: Any = get_object_or_404(found.values_list("centre_id", flat=True), pk=key)
    centre = held(centre_id)
    return centre, found.select_for_update(of=("self",)).get(pk=key)


def move(centre: Centre, verb: str) -> None:
    """Do what the verb does to the centre's state, and so to whether it admits its people; refused out of turn."""
    centre.state = states.CENTRE.after(verb, centre.state)
    centre.admits = centre.state in states.ADMITTING
    centre.state_since = clock.now()
    centre.save(update_fields=["state", "admits", "state_since"])
