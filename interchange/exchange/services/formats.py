"""What the awarding body fills in of the formats, from its copy of the booklet."""

from collections.abc import Mapping, Sequence
from typing import Any

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.exchange.models import Convention, LayoutColumn
from interchange.exchange.rules.layouts import Column, fault_of
from interchange.exchange.rules.names import Letter


@state_change(needs=Capability.CATALOGUE_MANAGE)
def set_columns(letter: str, columns: Sequence[Column], *, by: Actor) -> None:
    """Fill in where the fields of one kind of file stand; refused where two overlap or a place cannot be."""
    if fault := fault_of(Letter(letter), columns):
        raise Refused("column", fault)
    LayoutColumn.objects.filter(letter=letter).delete()
    LayoutColumn.objects.bulk_create(
        LayoutColumn(letter=letter, field=one.field, start=one.start, width=one.width, times=one.times)
        for one in columns
    )
    places = {one.field: [one.start, one.width, one.times] for one in columns}
    audit.record(Event.FORMATS_CHANGED, subject=f"format:{letter}", data=places)


@state_change(needs=Capability.CATALOGUE_MANAGE)
def set_convention(values: Mapping[str, Any], *, by: Actor) -> None:
    """Say how files name the awarding body and its series, and how they are written."""
    Convention.objects.update_or_create(pk=1, defaults=dict(values))
    audit.record(Event.FORMATS_CHANGED, subject="format:conventions", data=dict(values))
