"""Approving centres: the operators' work."""

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres import rules
from interchange.centres.models import Centre
from interchange.core.actor import Actor
from interchange.core.errors import Refused


@state_change(needs=Capability.OPERATE)
def add_centre(number: str, name: str, *, kind: str = "", register_email: str = "", by: Actor) -> Centre:
    """A new centre; refused when the number is not five digits, or belongs to another centre."""
    number, name = rules.centre_number(number), rules.centre_name(name)
    taken = Centre.objects.filter(number=number).first()
    if taken:
        raise Refused("centre-number-taken", f"Centre {number} is there already: {taken.name}.")
    centre = Centre.objects.create(
        number=number, name=name, login_id=number, kind=kind, register_email=register_email
    )
    audit.record(Event.CENTRE_ADDED, subject=f"centre:{number}", data={"number": number, "name": name})
    return centre
