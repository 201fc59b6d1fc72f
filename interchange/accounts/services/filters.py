"""Filters of the list of users, kept under a name (D1)."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.accounts.access import state_change
from interchange.accounts.models import SavedFilter
from interchange.accounts.queries.listing import Filter
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused

LONGEST_NAME, MOST = 60, 30


@state_change(needs=Capability.USERS_VIEW)
def save_filter(name: str, address: str, shared: bool = False, *, by: Actor) -> SavedFilter:
    """Keep the filter of an address under a name, for oneself or for everybody of the centre who sees the list;
    in the place of one's own of that name.

    Refused without a name, or where the address filters nothing.
    """
    name, wanted = " ".join(name.split()), Filter.of(address)
    if not name or not name.isprintable():
        raise Refused("filter-name", "Enter a name for the filter.")
    if len(name) > LONGEST_NAME:
        raise Refused("filter-name", f"The name has {len(name)} characters. Use at most {LONGEST_NAME}.")
    if not wanted.parts:
        raise Refused(
            "filter-name", "Nothing is filtered. Choose what to filter by, apply it, and then save it."
        )
    own = SavedFilter.objects.filter(membership_id=str(by.membership_id))
    if own.exclude(name=name).count() >= MOST:
        raise Refused("filter-name", f"You have {MOST} filters already. Remove one first.")
    kept, _ = own.update_or_create(
        membership_id=str(by.membership_id), name=name,
        defaults={"query": wanted.address, "shared": shared, "made_at": clock.now()},
    )  # fmt: skip
    audit.record(Event.FILTER_SAVED, data={"title": name, "shared": shared})
    return kept


@state_change(needs=Capability.USERS_VIEW)
def remove_filter(filter_id: UUID, *, by: Actor) -> SavedFilter:
    """Forget a filter of one's own; nobody sees it any more."""
    kept = get_object_or_404(SavedFilter, pk=filter_id, membership_id=str(by.membership_id))
    SavedFilter.objects.filter(pk=kept.pk).delete()
    audit.record(Event.FILTER_REMOVED, data={"title": kept.name})
    return kept
