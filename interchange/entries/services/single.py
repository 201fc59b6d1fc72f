"""Changing one entry."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.entries.models import Entry


@state_change(needs=Capability.OPERATE)
def withdraw_entry(entry_id: UUID, *, by: Actor) -> Entry:
    """Take an entry back; what was entered stays on record. Refused when it was withdrawn before."""
    entry = get_object_or_404(Entry.objects.visible_to(by).select_for_update(of=("self",)), pk=entry_id)
    if entry.withdrawn_at is not None:
        raise Refused(
            "withdrawn", f"This entry was withdrawn on {clock.london(entry.withdrawn_at):%-d %B %Y}."
        )
    entry.withdrawn_at = clock.now()
    entry.save(update_fields=["withdrawn_at"])
    audit.record(
        Event.ENTRY_WITHDRAWN,
        subject=f"entry:{entry.pk}",
        data={"entry_code": entry.entry_code},
        centre_id=entry.centre_id,
    )
    return entry
