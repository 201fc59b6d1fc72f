"""Search and jump: mark sheets by assessment code, candidates, centres, pages; only what the person may see (A5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.assessment.queries.lists import SheetLine, sheets_of_centre
from interchange.catalogue import queries as catalogue
from interchange.catalogue.rules import code_key
from interchange.centres import queries as centres
from interchange.core.actor import Actor
from interchange.entries import queries as entries
from interchange.site.guides import GUIDES
from interchange.site.menu import shortcuts

if TYPE_CHECKING:
    from interchange.catalogue.models import Series
    from interchange.entries.models import Candidate

LONGEST = 60
MOST_CANDIDATES = 20
MOST_JUMPS = 10


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
        of_candidates = [Hit(who.label, sheet.label, sheet.address) for who in self.candidates for sheet in who.sheets]
        every = [*self.sheets, *self.centres, *of_candidates, *self.pages]
        return [vars(hit) for hit in every[:MOST_JUMPS]]


def search(actor: Actor, typed: str) -> Found:
    """What this person may mean by these words."""
    typed = " ".join(typed.replace("\x00", "").split())[:LONGEST]
    if not typed:
        return Found("", [], [], [], [])
    pages = [*_pages(actor, typed), *_guides(typed)]
    if actor.is_staff:
        inspects = holds(actor, Capability.SHEETS_INSPECT)
        return Found(typed, _of_board(typed) if inspects else [], [], _centres(typed) if inspects else [], pages)
    if not holds(actor, Capability.MARKS_VIEW):
        return Found(typed, [], [], [], pages)
    return _of_centre(actor, typed, pages)


def _of_centre(actor: Actor, typed: str, pages: list[Hit]) -> Found:
    """In the newest open series, the centre's own sheets and candidates."""
    series = catalogue.latest_series()
    if series is None:
        return Found(typed, [], [], [], pages)
    own = {line.slug: line for line in sheets_of_centre(actor, series)}
    matching = [component.slug for component in catalogue.components_matching(typed) if component.slug in own]
    sheets = [_sheet(own[slug]) for slug in matching]
    exact = [hit.address for hit, slug in zip(sheets, matching, strict=True) if code_key(own[slug].code) == code_key(typed)]
    straight = exact[0] if len(exact) == 1 else ""
    return Found(typed, sheets, _candidates(actor, typed, series, own), [], pages, straight)


def _sheet(line: SheetLine) -> Hit:
    counts = line.counts
    hint = f"{line.series_name}, {counts.entered} of {counts.candidates} entered, {line.state.word.lower()}"
    return Hit(f"{line.code} {line.title}".strip(), hint, reverse("assessment:sheet", args=[line.series_code, line.slug]))


def _candidates(actor: Actor, typed: str, series: "Series", own: dict[str, SheetLine]) -> list[CandidateHit]:
    found = list(entries.candidates_matching(actor, typed).filter(series=series)[:MOST_CANDIDATES])
    standing = entries.live_entries(actor).filter(candidate__in=found) if found else entries.live_entries(actor).none()
    entered: dict[Any, set[str]] = {}
    for candidate, slug in standing.values_list("candidate_id", "option__components__slug"):
        entered.setdefault(candidate, set()).add(slug or "")
    return [_candidate(one, [own[slug] for slug in own if slug in entered.get(one.pk, ())]) for one in found]


def _candidate(candidate: "Candidate", lines: Iterable[SheetLine]) -> CandidateHit:
    return CandidateHit(f"{candidate.number} {candidate.name}", [_sheet(line) for line in lines])


def _of_board(typed: str) -> list[Hit]:
    """For the awarding body's staff: the received sheets of what is marked by centres."""
    found = catalogue.components_matching(typed).marked_by_centres()[:MOST_CANDIDATES]
    address = reverse("assessment:desk-sheets")
    return [Hit(f"{one.code} {one.title}".strip(), "Mark sheets of all centres", f"{address}?component={one.slug}") for one in found]


def _centres(typed: str) -> list[Hit]:
    found = centres.centres().filter(Q(number=typed) | Q(name__icontains=typed))[:MOST_CANDIDATES]
    address = reverse("assessment:desk-sheets")
    return [Hit(f"{one.number} {one.name}", "Mark sheets of this centre", f"{address}?centre={one.number}") for one in found]


def _pages(actor: Actor, typed: str) -> list[Hit]:
    wanted = typed.casefold().split()
    items = [item for item in shortcuts(actor) if all(word in item.label.casefold() for word in wanted)]
    return [Hit(item.label, "Page", reverse(item.route)) for item in items]


def _guides(typed: str) -> list[Hit]:
    wanted = typed.casefold().split()
    named = [(slug, title) for slug, title in GUIDES.items() if all(word in title.casefold() for word in wanted)]
    return [Hit(title, "Guide", reverse("site:guide", args=[slug])) for slug, title in named]
