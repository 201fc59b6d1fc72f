"""What a centre's entries mean for the timetable: the papers it has, and its candidates whose papers clash (4.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q

from interchange.catalogue.queries.look_clashes import Shown, shown
from interchange.catalogue.queries.look_series import choices, chosen_series, words_of
from interchange.catalogue.queries.look_timetable import papers
from interchange.catalogue.rules.timetable import Clash, Paper, clashes
from interchange.core.actor import Actor
from interchange.core.paging import Listed, nearest, query_of
from interchange.entries.queries.listing import NAME, counts_by_component, live_entries

PAGE = 50
SITTING = "option__components__sittings"


@dataclass(frozen=True)
class Clashing:
    """One candidate, and papers of one day that he or she cannot sit as timetabled."""

    candidate_id: UUID
    number: str
    name: str
    clash: Clash


def entered_components(actor: Actor, series_id: int) -> dict[int, int]:
    """How many candidates take each component of a series, of those that the actor may see."""
    found: dict[int, int] = {}
    for (_, component), number in counts_by_component(actor, series_id).items():
        found[component] = found.get(component, 0) + number
    return found


def clashing(actor: Actor, series_id: int, *, centre_id: int | None = None) -> list[Clashing]:
    """The candidates with papers that clash, by day and number; two statements however many there are.

    Those of the actor's centre; staff name one.
    """
    rows = _several_in_a_day(actor, series_id, centre_id or actor.centre_id)
    known = papers(series_id, components={one for *_, ids in rows for one in ids}) if rows else {}
    found: dict[frozenset[int], list[Clash]] = {}
    lines = []
    for candidate, number, name, ids in rows:
        together = frozenset(ids)
        if together not in found:
            found[together] = clashes(known[one] for one in together if one in known)
        lines += [Clashing(candidate, number, name, clash) for clash in found[together]]
    return sorted(lines, key=lambda line: (line.clash.on, line.number))


def _several_in_a_day(
    actor: Actor, series_id: int, centre_id: int | None
) -> list[tuple[UUID, str, str, list[int]]]:
    """Every candidate and day with more than one paper, and the components of these."""
    sat = {f"{SITTING}__series": series_id, "series": series_id, "centre_id": centre_id}
    entered = live_entries(actor).filter(Q(**sat))
    by_day = entered.order_by().annotate(on=F(f"{SITTING}__on"), name=NAME)
    counted = by_day.values("candidate_id", "candidate__number", "name", "on").annotate(
        number_of=Count(f"{SITTING}__component", distinct=True),
        ids=ArrayAgg(f"{SITTING}__component", distinct=True),
    )
    return list(
        counted.filter(number_of__gt=1).values_list("candidate_id", "candidate__number", "name", "ids")
    )


@dataclass(frozen=True)
class Line:
    """One candidate's clash as a page tells it."""

    number: str
    name: str
    papers: tuple[Paper, ...]
    told: Shown


def clashes_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The candidates who clash, a page at a time, by number, name or code."""
    series = chosen_series(query)
    asked = {"series": series.code if series else "", "q": words_of(query)}
    found = clashing(actor, series.pk) if series else []
    kept = [one for one in found if _fits(one, asked["q"].casefold().split())]
    page, pages = nearest(len(kept), query.get("page", ""), each=PAGE)
    lines = [
        Line(one.number, one.name, one.clash.papers, shown(one.clash))
        for one in kept[(page - 1) * PAGE : page * PAGE]
    ]
    return {
        **choices(series), "asked": asked, "list": Listed(lines, len(kept), page, pages, query_of(asked)),
        "candidates": len({one.candidate_id for one in kept}),
        "assumed": any(paper.assumed for line in lines for paper in line.papers),
    }  # fmt: skip


def _fits(one: Clashing, words: list[str]) -> bool:
    told = f"{one.number} {one.name} {' '.join(paper.code for paper in one.clash.papers)}".casefold()
    return all(word in told for word in words)
