"""Which written papers there are to be sat elsewhere, and when: of one candidate, or of a whole centre (R-TRF-4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404

from interchange.catalogue import queries as catalogue
from interchange.catalogue.rules import timetable
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.entries import queries as entries
from interchange.transfers.models import TransferPaper
from interchange.transfers.rules.arrivals import Published
from interchange.transfers.rules.cases import TRANSFER_OPEN
from interchange.transfers.rules.grounds import is_written

if TYPE_CHECKING:
    from interchange.catalogue.models import Component
    from interchange.entries.models import Candidate


NO_ENTRY = UUID(int=0)
"""Of a paper that is looked at for a whole centre."""


@dataclass(frozen=True)
class Paper:
    """One written paper: what it is called, and when it is sat, as far as the timetable is known."""

    component: int
    code: str
    title: str
    on: date | None = None
    starts: str = ""
    minutes: int | None = None
    entry: UUID = NO_ENTRY
    candidates: int = 0
    taken: str = ""
    """The number of the transfer in which it is already."""
    published: Published | None = None

    @property
    def words(self) -> str:
        """As a choice of a form: code, title, and when."""
        return f"{self.code} {self.title}".strip()

    @property
    def when(self) -> str:
        """When it is sat, in words."""
        if self.on is None:
            return "day not in the timetable yet"
        length = f", {self.minutes} minutes" if self.minutes else ""
        return f"{clock.day_in_words(self.on)}{', ' + self.starts if self.starts else ''}{length}"


def candidate_of(actor: Actor, candidate_id: UUID) -> "Candidate":
    """A candidate who is entered for something, with the series; `Http404` for any other."""
    entered = entries.live_entries(actor).filter(candidate=candidate_id)
    found = entered.select_related("candidate__series").first()
    if found is None:
        raise Http404
    candidate: Candidate = found.candidate
    return candidate


def papers_of_candidate(actor: Actor, candidate: "Candidate", *, besides: UUID | None = None) -> list[Paper]:
    """The written papers that a candidate's live entries bring, with those that another transfer has already."""
    brought: dict[int, UUID] = {}
    live = entries.live_entries(actor).filter(candidate=candidate.pk, option__components__kind="exam")
    for entry, component in live.order_by("entry_code").values_list("id", "option__components"):
        brought.setdefault(component, entry)
    taken = _taken(actor, candidate.pk, besides=besides)
    return [
        Paper(**facts, entry=brought[facts["component"]], taken=taken.get(facts["component"], ""))
        for facts in _described(candidate.series_id, brought)
    ]


def _taken(actor: Actor, candidate: UUID, *, besides: UUID | None) -> dict[int, str]:
    held = TransferPaper.objects.visible_to(actor).filter(
        transfer__candidate=candidate, transfer__state__in=TRANSFER_OPEN
    )
    return dict(held.exclude(transfer=besides).values_list("component", "transfer__reference"))


def papers_of_centre(actor: Actor, series_id: int) -> list[Paper]:
    """The written papers for which a centre has candidates in a series, with how many."""
    live = entries.live_entries(actor).filter(series_id=series_id, option__components__kind="exam")
    counted = (
        live.order_by().values_list("option__components").annotate(number=Count("candidate", distinct=True))
    )
    many: dict[int, int] = {component: number for component, number in counted if component is not None}
    return [Paper(**facts, candidates=many[facts["component"]]) for facts in _described(series_id, many)]


def numbers_entered(actor: Actor, series_id: int, components: Iterable[int]) -> set[str]:
    """The numbers of the candidates whom a centre has entered for any of these papers."""
    live = entries.live_entries(actor).filter(series_id=series_id, option__components__in=list(components))
    return set(live.order_by().values_list("candidate__number", flat=True))


def _described(series_id: int, keys: Iterable[int]) -> list[dict[str, Any]]:
    """Those of the components that are written papers, in the order of the timetable; the undated ones last."""
    wanted = list(keys)
    sat = {one.component_id: one for one in catalogue.sittings(series_id).filter(component__in=wanted)}
    found = [
        _facts(component, sat.get(component.pk))
        for component in catalogue.components().filter(pk__in=wanted)
        if is_written(component.kind, speaking=component.speaking)
    ]
    return sorted(found, key=lambda one: (one["on"] or date.max, one["starts"], one["code"]))


def _facts(component: "Component", sitting: Any) -> dict[str, Any]:
    facts = {"component": component.pk, "code": component.code, "title": component.title}
    if sitting is None:
        return facts | {"on": None, "starts": "", "minutes": component.duration_minutes}
    minutes = sitting.minutes or component.duration_minutes
    paper = timetable.Paper(
        component.pk, component.code, sitting.on, sitting.session, sitting.starts_at, minutes, component.title
    )
    return facts | {
        "on": sitting.on, "minutes": minutes, "starts": f"{paper.start:%H:%M}" if paper.start else "",
        "published": _published(paper),
    }  # fmt: skip


def _published(paper: timetable.Paper) -> Published | None:
    if paper.start is None or not paper.minutes:
        return None
    return Published(clock.at_time(paper.on, paper.start), paper.minutes)


def kept_of(paper: Paper) -> dict[str, Any]:
    """A paper as it is kept with a case: what was known of it when the case was sent."""
    return {
        "code": paper.code, "title": paper.title, "on": paper.on.isoformat() if paper.on else "",
        "starts": paper.starts, "minutes": paper.minutes,
    }  # fmt: skip


def kept_papers(rows: Iterable[dict[str, Any]]) -> list[Paper]:
    """Papers as they were kept."""
    return [
        Paper(
            row.get("component", 0), row["code"], row["title"],
            date.fromisoformat(row["on"]) if row["on"] else None, row["starts"], row["minutes"],
        )
        for row in rows
    ]  # fmt: skip
