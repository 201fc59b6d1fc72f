"""Rows that could not be taken, set aside by the centre (4.5)."""

from collections.abc import Collection
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.entries.models import Rejection

MOST_AT_ONCE = 1_000


@state_change(needs=Capability.ENTRIES_SUBMIT)
def set_aside(rejection_ids: Collection[UUID], *, by: Actor) -> int:
    """Nobody waits for these rows any more; how many there were. What was set aside before stays as it was.

    Refused where none was chosen. Rows of another centre are passed over like rows that never were.
    """
    if not rejection_ids:
        raise Refused("rows", "Tick the rows to set aside.")
    found = Rejection.objects.visible_to(by).filter(
        pk__in=list(rejection_ids)[:MOST_AT_ONCE], settled_at=None
    )
    rows = list(
        found.order_by("pk").select_for_update(of=("self",)).values_list("pk", "line", "candidate_number")
    )
    if not rows:
        audit.nothing_changed()
        return 0
    found.filter(pk__in=[row[0] for row in rows]).update(settled_at=clock.now())
    lines = [f"line {line}: {number}".strip(": ") for _, line, number in rows[:100]]
    audit.record(Event.REJECTIONS_SET_ASIDE, data={"rows": len(rows), "lines": lines})
    return len(rows)
