"""Accepting warnings about what stands entered, also after it was submitted (R-ENT-10)."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.entries.models import AcceptedWarning
from interchange.entries.queries.history import candidate_of
from interchange.entries.queries.standing import accepted_warnings
from interchange.entries.queries.warnings import Warned, warnings_of
from interchange.entries.steps.warnings import note_accepted

if TYPE_CHECKING:
    from interchange.catalogue.models import Series

MOST_TOLD = 100


@state_change(needs=Capability.ENTRIES_SUBMIT)
def accept_warnings(
    series_code: str, chosen: Collection[str], *, candidate_id: UUID | None = None, by: Actor
) -> int:
    """Say of warnings that they are meant so: nobody is told of them again while they read the same; how many.

    Refused where none was chosen. What does not stand any more, was accepted before or would be refused today is passed
    over. Of one candidate alone, if one is named.
    """
    series = _series(series_code, candidate_id, by)
    found = [one for one in _chosen(series, chosen, candidate_id, by) if not one.accepted]
    note_accepted(
        ((one.candidate_id, one.said) for one in found), centre_id=by.chain, series_id=series.pk, by=by
    )
    return _recorded(Event.WARNINGS_ACCEPTED, series.code, found)


@state_change(needs=Capability.ENTRIES_SUBMIT)
def tell_again(
    series_code: str, chosen: Collection[str], *, candidate_id: UUID | None = None, by: Actor
) -> int:
    """Take it back that warnings were accepted; how many. Refused where none was chosen."""
    series = _series(series_code, candidate_id, by)
    found = [one for one in _chosen(series, chosen, candidate_id, by) if one.accepted]
    kept = accepted_warnings(by, series.pk, candidate_id)
    gone = [kept[place].pk for one in found if (place := (one.number, one.said)) in kept]
    AcceptedWarning.objects.visible_to(by).filter(pk__in=gone).delete()
    return _recorded(Event.WARNINGS_TOLD_AGAIN, series.code, found)


def _series(series_code: str, candidate_id: UUID | None, by: Actor) -> "Series":
    """The series of the candidate, if one is named, else the one that is named; `Http404` for any other."""
    return (
        catalogue.series_by_code(series_code)
        if candidate_id is None
        else candidate_of(by, candidate_id).series
    )


def _chosen(series: "Series", chosen: Collection[str], candidate_id: UUID | None, by: Actor) -> list[Warned]:
    if not chosen:
        raise Refused("warning", "Tick the warnings that are meant.")
    wanted = set(chosen)
    return [one for one in warnings_of(by, series, candidate_id) if one.key in wanted and not one.serious]


def _recorded(event: Event, series_code: str, found: Sequence[Warned]) -> int:
    if not found:
        audit.nothing_changed()
        return 0
    lines = [f"{one.number}: {one.said}" for one in found[:MOST_TOLD]]
    facts = {"series": series_code, "warnings": len(found), "lines": lines}
    audit.record(event, subject=f"series:{series_code}", data=facts)
    return len(found)
