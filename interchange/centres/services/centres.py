"""Adding centres by hand, holding and closing them."""

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres.models import Centre
from interchange.centres.rules import administrators, names
from interchange.centres.steps import approvals, rows
from interchange.centres.steps.telling import tell_centre
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications.rules import Kind


@state_change(needs=Capability.OPERATE)
def add_centre(number: str, name: str, *, kind: str = "", register_email: str = "", by: Actor) -> Centre:
    """A new centre, live and approved for GQ; refused when the number is not five digits, or another centre's."""
    number, name = names.centre_number(number), names.centre_name(name)
    taken = Centre.objects.filter(number=number).first()
    if taken:
        raise Refused("centre-number-taken", f"Centre {number} is there already: {taken.name}.")
    centre = Centre.objects.create(
        number=number, name=name, login_id=number, kind=kind, register_email=register_email
    )
    approvals.grant(centre.pk, administrators.GQ, by=by.name)
    audit.record(Event.CENTRE_ADDED, subject=f"centre:{number}", data={"number": number, "name": name})
    return centre


@state_change(needs=Capability.CENTRES_HOLD)
def hold_centre(number: str, *, reason: str, by: Actor) -> Centre:
    """Security hold: nobody of the centre is signed in from this moment, or can sign in (4.4). Refused unless open."""
    why = names.reason(reason)
    centre = rows.held_by_number(number)
    rows.move(centre, "hold")
    people = approvals.shut(centre, "centre on hold")
    tell_centre(centre, Kind.CENTRE_HELD, {}, page="")
    _record(Event.CENTRE_HELD, centre, why, people=people)
    return centre


@state_change(needs=Capability.CENTRES_HOLD)
def release_centre(number: str, *, reason: str, by: Actor) -> Centre:
    """End the hold; people sign in again, while sessions, links and keys that it ended stay ended."""
    why = names.reason(reason)
    centre = rows.held_by_number(number)
    rows.move(centre, "release")
    approvals.follow_approvals(centre)
    tell_centre(centre, Kind.CENTRE_RELEASED, {}, page="")
    _record(Event.CENTRE_RELEASED, centre, why)
    return centre


@state_change(needs=Capability.CENTRES_APPROVE)
def close_centre(number: str, *, reason: str, by: Actor) -> Centre:
    """Close a centre for good: nobody of it is signed in any more; what it submitted is kept."""
    why = names.reason(reason)
    centre = rows.held_by_number(number)
    tell_centre(centre, Kind.CENTRE_CLOSED, {}, page="")
    rows.move(centre, "close")
    approvals.shut(centre, "centre closed")
    _record(Event.CENTRE_CLOSED, centre, why)
    return centre


def _record(event: Event, centre: Centre, why: str, **data: int) -> None:
    facts = {"number": centre.number, "state": centre.state, **data}
    audit.record(event, subject=f"centre:{centre.number}", data=facts, reason=why, centre_id=centre.pk)
