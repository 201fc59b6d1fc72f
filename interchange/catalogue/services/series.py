"""Opening and closing a series."""

from datetime import date

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import steps
from interchange.catalogue.models import Series
from interchange.core.actor import Actor


@state_change(needs=Capability.SERIES_MANAGE)
def open_series(code: str, *, opens_on: date, closes_on: date | None = None, by: Actor) -> Series:
    """Open a series such as `2027-06` with a mark window for every component that centres mark.

    Repeating it adds the windows of components that have come since. Refused for a code that is not a series,
    and when a window would close before it opens.
    """
    series, windows = steps.set_up_series(code, opens_on=opens_on, closes_on=closes_on)
    audit.record(Event.SERIES_OPENED, subject=f"series:{code}", data={"windows": windows})
    return series
