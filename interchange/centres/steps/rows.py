"""Holding a centre's row, and moving it along its life."""

from interchange.centres.models import Centre
from interchange.centres.rules import states
from interchange.core import clock


def hold(centre_id: int) -> None:
    """Let no other service that holds this centre go on before this transaction ends."""
    Centre.objects.select_for_update(no_key=True).only("id").get(pk=centre_id)


def held(centre_id: int) -> Centre:
    """The centre, held until this transaction ends."""
    return Centre.objects.select_for_update(no_key=True).get(pk=centre_id)


def held_by_number(number: str) -> Centre:
    """The centre with this number, held; `Centre.DoesNotExist` where there is none."""
    return Centre.objects.select_for_update(no_key=True).get(number=number)


def move(centre: Centre, verb: str) -> None:
    """Do what the verb does to the centre's state, and so to whether it admits its people; refused out of turn."""
    centre.state = states.CENTRE.after(verb, centre.state)
    centre.admits = centre.state in states.ADMITTING
    centre.state_since = clock.now()
    centre.save(update_fields=["state", "admits", "state_since"])
