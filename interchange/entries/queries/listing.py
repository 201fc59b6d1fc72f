"""Lists of candidates and entries, for pages and for the capabilities above."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from interchange.catalogue import queries as catalogue
from interchange.core.actor import Actor
from interchange.core.instants import Microseconds
from interchange.core.prepared import GivenCentre, Prepared, given
from interchange.core.tenancy import Sees
from interchange.entries.models import Candidate, Entry

if TYPE_CHECKING:
    from interchange.catalogue.models import Series


def head_of(actor: Actor, series: "Series | None", **more: str) -> dict[str, str]:
    """What stands at the head of a file of a centre: whose it is, and what was asked for; what is empty is left out."""
    told = {"Centre": f"{actor.centre_number} {actor.centre_name}", "Series": series.name if series else ""}
    told |= {name.capitalize(): value for name, value in more.items()}
    return {name: value for name, value in told.items() if value}


def live_entries(actor: Sees) -> QuerySet[Entry]:
    """The entries this actor may see that have not been withdrawn."""
    return Entry.objects.visible_to(actor).filter(withdrawn_at=None)


def candidates_of(actor: Sees, series_id: int) -> QuerySet[Candidate]:
    """The candidates of a series whom this actor may see, in order of centre and number."""
    return Candidate.objects.visible_to(actor).filter(series_id=series_id).order_by("centre_id", "number")


def candidates_matching(actor: Sees, typed: str) -> QuerySet[Candidate]:
    """Candidates by number, UCI or ULN, or by the beginnings of the words of their names."""
    words = typed.replace("\x00", "").split()[:6]
    found = Candidate.objects.visible_to(actor)
    if not words:
        return found.none()
    for word in words:
        number = word.zfill(4) if word.isdecimal() else word
        by_code = Q(number=number) | Q(uci__iexact=word) | Q(uln=word)
        by_name = Q(surname__istartswith=word) | Q(forenames__istartswith=word)
        found = found.filter(
            by_code | by_name | Q(surname__icontains=f" {word}") | Q(forenames__icontains=f" {word}")
        )
    return found.order_by("surname", "forenames", "number")


NAME = Case(
    When(candidate__forenames="", then=F("candidate__surname")),
    default=Concat("candidate__surname", Value(", "), "candidate__forenames"),
)
"""A candidate's name as a list shows it: surname, then forenames."""

Entered = tuple[UUID, str, str, str, str, int, datetime | None]


def entered_for(actor: Actor, centre_id: int, series_id: int, component_id: int) -> list[Entered]:
    """Who is or was entered for a component: entry, candidate number, name, UCI, group, entered, withdrawn.

    In order of candidate number, the withdrawn of a candidate before the standing entry. The order is made here: asked
    for it, a database that has not yet counted a new table's rows reads the candidates once for every entry.
    """
    rows = ENTERED(centre_id=_own(actor, centre_id), series=series_id, component=component_id)
    return sorted(rows, key=lambda row: (row[1], row[6] is None, row[6]))


def _own(actor: Actor, centre_id: int) -> int | None:
    """The centre whose rows are asked for; nobody's where that is not the actor's own."""
    return centre_id if actor.is_staff or actor.centre_id == centre_id else None


def _entered() -> QuerySet[Any, Entered]:
    entered = Entry.objects.visible_to(GivenCentre()).filter(
        series_id=given("series"), option__components=given("component")
    )
    return entered.order_by().values_list(
        "id", "candidate__number", NAME, "candidate__uci", "teaching_group", Microseconds("entered_at"), "withdrawn_at"
    )  # fmt: skip


ENTERED = Prepared(_entered)


def carried_forward(
    actor: Actor, centre_id: int, series_id: int, component_id: int
) -> QuerySet[Any, tuple[UUID, str, str, str, str]]:
    """Entry, number, name, UCI and group of those whose option for the same code carries a result forward (R-CF-1)."""
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
