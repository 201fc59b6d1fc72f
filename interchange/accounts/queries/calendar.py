"""What pages read of somebody's calendar."""

from interchange.accounts.models import CalendarKey
from interchange.core.actor import Actor


def calendar_of(actor: Actor) -> CalendarKey | None:
    """The calendar whose address works at present, if the person has one at this centre; never the address."""
    return CalendarKey.objects.filter(membership_id=str(actor.membership_id), ended_at=None).first()
