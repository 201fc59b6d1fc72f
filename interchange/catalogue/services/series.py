"""Opening and closing a series, and its profile (section 13)."""

from collections.abc import Mapping
from datetime import date

from django.shortcuts import get_object_or_404

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import steps
from interchange.catalogue.models import Revision, Series
from interchange.catalogue.steps import revising
from interchange.catalogue.steps.editing import PROFILE
from interchange.catalogue.steps.revising import Edit
from interchange.core.actor import Actor
from interchange.core.errors import Refused


@state_change(needs=Capability.SERIES_MANAGE)
def open_series(code: str, *, opens_on: date, closes_on: date | None = None, by: Actor) -> Series:
    """Open a series such as `2027-06` with a mark window for every component that centres mark.

    Repeating it adds the windows of components that have come since. Refused for a code that is not a series,
    and when a window would close before it opens.
    """
    series, windows = steps.set_up_series(code, opens_on=opens_on, closes_on=closes_on)
    audit.record(Event.SERIES_OPENED, subject=f"series:{code}", data={"windows": windows})
    return series


@state_change(needs=Capability.SERIES_MANAGE)
def close_series(code: str, *, reason: str, by: Actor) -> Series:
    """Close a series: nothing is offered in it any more; what was entered stays. Refused when it is closed."""
    return _set_open(code, False, reason)


@state_change(needs=Capability.SERIES_MANAGE)
def reopen_series(code: str, *, reason: str, by: Actor) -> Series:
    """Open a series again that was closed. Refused when it is open."""
    return _set_open(code, True, reason)


def _set_open(code: str, is_open: bool, reason: str) -> Series:
    series = get_object_or_404(Series.objects.select_for_update(), code=code)
    if series.is_open == is_open:
        word = "open" if is_open else "closed"
        raise Refused("not-another", f"{series.name} is {word} already.")
    series.is_open = is_open
    series.save(update_fields=["is_open"])
    event = Event.SERIES_OPENED if is_open else Event.SERIES_CLOSED
    audit.record(event, subject=f"series:{code}", reason=reason)
    return series


@state_change(needs=Capability.SERIES_MANAGE)
def change_profile(code: str, typed: Mapping[str, str], *, edit: Edit, by: Actor) -> Revision:
    """Change what holds for a series, now or from a later day on; windows for marks on a usual day follow.

    Refused by setting, where days are not in their order, where nothing is changed, and where somebody else has
    changed it meanwhile.
    """
    series = get_object_or_404(Series, code=code)
    return revising.change(PROFILE, series.pk, typed, edit, by=by)


@state_change(needs=Capability.SERIES_MANAGE)
def withdraw_profile_change(revision_id: int, *, by: Actor) -> Revision:
    """Take back a change of a profile that waits. Refused when it has been made or withdrawn already."""
    return revising.withdraw(revision_id, [PROFILE.code])
