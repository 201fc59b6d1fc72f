"""Search and jump: mark sheets by assessment code, candidates, centres, pages; only what the person may see (A5)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.assessment.queries.lists import SheetLine, sheets_of_centre
from interchange.catalogue import queries as catalogue
from interchange.catalogue.rules.codes import code_key
from interchange.centres.queries.desk import matching
from interchange.centres.rules.states import SHOWN
from interchange.core.actor import Actor
from interchange.entries import queries as entries
from interchange.site.guides import GUIDES
from interchange.site.menu import shortcuts

if TYPE_CHECKING:
    from interchange.catalogue.models import Series

LONGEST = 60
MOST_CANDIDATES = MOST_CENTRES = 20
MOST_JUMPS = 10
LENGTH_OF_A_NUMBER = 4


@dataclass(frozen=True)
class Hit:
    """One thing found, and where it is."""

    label: str
    hint: str
    address: str


@dataclass(frozen=True)
class CandidateHit:
    """A candidate with the mark sheets on which they stand."""

    label: str
    sheets: list[Hit]
    address: str = ""
    """Of the page with the entries, for who may see them."""


@dataclass(frozen=True)
class Found:
    """What a search found, by kind; `straight` is the one sheet that an assessment code named."""

    typed: str
    sheets: list[Hit]
    candidates: list[CandidateHit]
    centres: list[Hit]
    pages: list[Hit]
    straight: str = ""

    @property
    def number(self) -> int:
        """How many things were found."""
        return len(self.sheets) + len(self.candidates) + len(self.centres) + len(self.pages)

    def jumps(self) -> list[dict[str, str]]:
        """The first few as a script reads them, one line each."""
        of_candidates = [Hit(who.label, to.label, to.address) for who in self.candidates for to in who.sheets]
        every = [*self.sheets, *self.centres, *of_candidates, *self.pages]
        return [vars(hit) for hit in every[:MOST_JUMPS]]


def search(actor: Actor, typed: str) -> Found:
    """What this person may mean by these words."""
    typed = " ".join(typed.replace("\x00", "").split())[:LONGEST]
    if not typed:
        return Found("", [], [], [], [])
    pages = [*_pages(actor, typed), *_guides(typed)]
    nothing = Found(typed, [], [], [], pages)
    if actor.is_staff:
        return Found(typed, _of_board(actor, typed), [], _centres(actor, typed), pages)
    series = catalogue.latest_series()
    if series is None or not holds(actor, Capability.MARKS_VIEW):
        return nothing
    return _of_centre(actor, typed, series, pages)


def _of_centre(actor: Actor, typed: str, series: "Series", pages: list[Hit]) -> Found:
    """In the newest open series, the centre's own sheets and candidates."""
    own = {line.slug: line for line in sheets_of_centre(actor, series)}
    named = catalogue.components_matching("" if _is_candidate_number(typed) else typed)
    lines = [own[one.slug] for one in named if one.slug in own]
    exact = [_sheet(line).address for line in lines if code_key(line.code) == code_key(typed)]
    candidates = _candidates(actor, typed, series, own)
    return Found(typed, [*map(_sheet, lines)], candidates, [], pages, exact[0] if len(exact) == 1 else "")


def _is_candidate_number(typed: str) -> bool:
    """A digit or four, which stand in too many titles to be looked for there."""
    return typed.isdecimal() and len(typed) <= LENGTH_OF_A_NUMBER


def _sheet(line: SheetLine) -> Hit:
    counts = line.counts
    hint = f"{line.series_name}, {counts.entered} of {counts.candidates} entered, {line.state.word.lower()}"
    address = reverse("assessment:sheet", args=[line.series_code, line.slug])
    return Hit(f"{line.code} {line.title}".strip(), hint, address)


def _candidates(actor: Actor, typed: str, series: "Series", own: dict[str, SheetLine]) -> list[CandidateHit]:
    found = list(entries.candidates_matching(actor, typed).filter(series=series)[:MOST_CANDIDATES])
    standing = entries.live_entries(actor).filter(candidate__in=found)
    standing = standing.filter(teaching_group__in=actor.groups) if actor.groups else standing
    entered = set(standing.values_list("candidate_id", "option__components__slug"))
    hits = [
        CandidateHit(
            f"{one.number} {one.name}",
            [_sheet(own[slug]) for slug in own if (one.pk, slug) in entered],
            reverse("entries:candidate", args=[one.pk]) if holds(actor, Capability.ENTRIES_VIEW) else "",
        )
        for one in found
    ]
    return [hit for hit in hits if hit.sheets] if actor.components or actor.groups else hits


def _of_board(actor: Actor, typed: str) -> list[Hit]:
    """For the awarding body's staff: the received sheets of what is marked by centres."""
    if not holds(actor, Capability.SHEETS_INSPECT):
        return []
    found = catalogue.components_matching(typed).marked_by_centres()[:MOST_CANDIDATES]
    address = reverse("assessment:desk-sheets") + "?component="
    what = "Mark sheets of all centres"
    return [Hit(f"{one.code} {one.title}".strip(), what, f"{address}{one.slug}") for one in found]


def _centres(actor: Actor, typed: str) -> list[Hit]:
    """For the awarding body's staff: centres, each with its own page, from which its mark sheets are one step away."""
    found = matching({"q": typed})[:MOST_CENTRES] if holds(actor, Capability.CENTRES_FIND) else []
    return [
        Hit(f"{one.number} {one.name}", f"Centre, {SHOWN[one.state].word.lower()}",
            reverse("centres:desk-centre", args=[one.number]))
        for one in found
    ]  # fmt: skip


def _pages(actor: Actor, typed: str) -> list[Hit]:
    wanted = typed.casefold().split()
    items = [item for item in shortcuts(actor) if all(word in item.label.casefold() for word in wanted)]
    return [Hit(item.label, "Page", reverse(item.route)) for item in items]


def _guides(typed: str) -> list[Hit]:
    wanted = typed.casefold().split()
    return [
        Hit(title, "Guide", reverse("site:guide", args=[name]))
        for name, title in GUIDES.items()
        if all(word in title.casefold() for word in wanted)
    ]
