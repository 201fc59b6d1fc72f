from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, QuerySet, Value, When
from django.db.models.functions import Concat

from interchange.catalogue import queries as catalogue
from interchange.core.actor import Actor
from interchange.entries.models import Entry

NAME = Case(
    When(candidate__forenames="", then=F("candidate__surname")),
    default=Concat("candidate__surname", Value(", "), "candidate__forenames"),
)
"""A candidate's name as a list shows it: surname, then forenames."""

Entered = tuple[UUID, str, str, str, str, datetime, datetime | None]


def entered_for(actor: Actor, centre_id: int, series_id: int, component_id: int) -> QuerySet[Any, Entered]:
    """Who is or was entered for a component: entry, candidate number, name, UCI, group, entered, withdrawn.

    In order of candidate number, the withdrawn of a candidate before the standing entry.
    """
    entered = Entry.objects.visible_to(actor).filter(
        centre_id=centre_id, series_id=series_id, option__components=component_id
    )
    return entered.order_by("candidate__number", "withdrawn_at").values_list(
        "id", "candidate__number", NAME, "candidate__uci", "teaching_group", "entered_at", "withdrawn_at"
    )


def carried_forward(
    actor: Actor, centre_id: int, series_id: int, component_id: int
) -> QuerySet[Any, tuple[UUID, str, str, str, str]]:
    """Entry, number, name, UCI and group of those whose option for the same code carries its result forward (R-CF-1)."""
    standing = Entry.objects.visible_to(actor).filter(
        centre_id=centre_id, series_id=series_id, withdrawn_at=None, option__carried_forward=True,
        entry_code__in=catalogue.entry_codes_of(component_id),
    )  # fmt: skip
    return standing.order_by("candidate__number").values_list(
        "id", "candidate__number", NAME, "candidate__uci", "teaching_group"
    )


def counts_by_component(
    actor: Actor, series_id: int, *, centre_id: int | None = None
) -> dict[tuple[int, int], int]:
    """How many stand entered for each component: by (centre, component), for one centre or all the actor may see."""
    standing = Entry.objects.visible_to(actor).filter(series_id=series_id, withdrawn_at=None)
    if centre_id is not None:
        standing = standing.filter(centre_id=centre_id)
    counted = standing.order_by().values_list("centre_id", "option__components").annotate(number=Count("id"))
    return {(centre, component): number for centre, component, number in counted if component is not None}
