"""Statements of entry: what each candidate of a centre is entered for, with days, hours and clashes (R-DOC-3)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from interchange.catalogue.queries.look_series import choices, chosen_series
from interchange.catalogue.queries.look_timetable import clock_of, papers
from interchange.catalogue.rules.timetable import Paper, Session, clashes, length_in_words
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import listed
from interchange.documents.statement import EntryLine, PaperLine, Statement, Statements
from interchange.entries.models import Candidate, Entry
from interchange.entries.queries.viewing import (
    Asked,
    EntryShown,
    about,
    candidates_shown,
    entries_shown,
)
from interchange.entries.rules.people import SEXES
from interchange.entries.rules.viewing import STATUSES

if TYPE_CHECKING:
    from interchange.catalogue.models import Series

PAGE = 50
MOST_IN_ONE = 1_000
"""Pages of one PDF; a larger centre gets several."""


def chosen(actor: Actor, query: Mapping[str, str], ids: Collection[UUID] = ()) -> QuerySet[Candidate]:
    """Those of the filter with an entry that stands, or of them those who were ticked."""
    series = chosen_series(query)
    found = candidates_shown(actor, series, Asked.read(query, series), entered=True)
    return found.filter(pk__in=ids) if ids else found


def statements_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The candidates to choose from, and how many PDFs all of them make."""
    series = chosen_series(query)
    asked = Asked.read(query, series)
    page = listed(chosen(actor, query), vars(asked), query.get("page", ""), each=PAGE)
    parts = -(-page.total // MOST_IN_ONE)
    return {
        **choices(series), "asked": asked, "list": page, "as_at": clock.now(), "parts": range(1, parts + 1),
        "each": MOST_IN_ONE, "statuses": [("", "School and private"), *STATUSES.items()],
    }  # fmt: skip


def part_of(found: QuerySet[Candidate], number: str) -> list[Candidate]:
    """The candidates of one PDF: the first thousand, or the part of this number; nobody beyond the last."""
    part = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1
    first = (max(part, 1) - 1) * MOST_IN_ONE
    return list(found[first : first + MOST_IN_ONE])


def statements_of(actor: Actor, series: "Series", candidates: Sequence[Candidate]) -> Statements:
    """The statements of these candidates, as it stands now; the number of statements to the database stays the same."""
    entries: defaultdict[UUID, list[EntryShown]] = defaultdict(list)
    live = Entry.objects.visible_to(actor).filter(series=series, candidate__in=candidates, withdrawn_at=None)
    for one in entries_shown(actor, live) if candidates else ():
        entries[one.candidate_id].append(one)
    sat = _papers(series, live) if candidates else {}
    lines = Lines(sat)
    made = tuple(_statement(one, lines.of(entries[one.pk])) for one in candidates)
    return Statements(
        settings.AWARDING_BODY, actor.centre_number, actor.centre_name, series.name, clock.now(), made,
        any(paper.assumed for group in sat.values() for paper in group),
    )  # fmt: skip


def _papers(series: "Series", live: QuerySet[Entry]) -> dict[int, list[Paper]]:
    """The timetabled papers of each option that is entered."""
    with_components = live.filter(option__components__isnull=False)
    pairs = list(with_components.order_by().values_list("option_id", "option__components").distinct())
    timed = papers(series.pk, components={component for _, component in pairs}) if pairs else {}
    found: defaultdict[int, list[Paper]] = defaultdict(list)
    for option, component in pairs:
        if component in timed:
            found[option].append(timed[component])
    for group in found.values():
        group.sort(key=lambda paper: (paper.on, paper.start is None, paper.start, paper.code))
    return found


class Lines:
    """Entries as a statement prints them; who has the same options has the same clashes, looked for once."""

    def __init__(self, sat: Mapping[int, Sequence[Paper]]) -> None:
        self.sat = sat
        self.clashing: dict[frozenset[int], frozenset[Any]] = {}

    def of(self, entries: Iterable[EntryShown]) -> tuple[EntryLine, ...]:
        """The lines of one candidate, in the order of the codes."""
        own = list(entries)
        together = frozenset(one.option_id for one in own)
        if together not in self.clashing:
            every = [paper for option in together for paper in self.sat.get(option, ())]
            self.clashing[together] = frozenset(
                paper.key for clash in clashes(every) for paper in clash.papers
            )
        return tuple(self._line(one, self.clashing[together]) for one in own)

    def _line(self, one: EntryShown, clashing: frozenset[Any]) -> EntryLine:
        sat = tuple(_paper(paper, clash=paper.key in clashing) for paper in self.sat.get(one.option_id, ()))
        option = " ".join(filter(None, (one.option, one.label)))
        return EntryLine(one.code, one.title, one.tier, f"option {option}" if option else "", one.late, sat)


def _paper(paper: Paper, *, clash: bool) -> PaperLine:
    starts = f"{clock_of(paper.start)}{'*' if paper.assumed else ''}" if paper.start else ""
    session = Session.of(paper.part_of_day).label if paper.part_of_day else ""
    length = length_in_words(paper.minutes) if paper.minutes else ""
    return PaperLine(paper.code, paper.title, paper.on, session, starts, length, clash)


def _statement(one: Candidate, lines: tuple[EntryLine, ...]) -> Statement:
    return Statement(
        one.number, one.name, one.uci, one.uln, one.born_on, SEXES[one.sex], STATUSES[one.status], lines
    )


HEADINGS = (
    "Centre", "Candidate number", "Name", "UCI", "ULN", "Date of birth", "Sex", "Status", "Code", "Title", "Tier",
    "Option", "Paper", "Paper title", "Day", "Session", "Starts", "Length", "Clash",
)  # fmt: skip


def statement_rows(actor: Actor, query: Mapping[str, str]) -> tuple[int, list[list[Any]], dict[str, str]]:
    """The statements as rows of a file, one for each paper: how many candidates, the rows, and the filter."""
    series = chosen_series(query)
    candidates = list(chosen(actor, query))
    made = statements_of(actor, series, candidates).candidates if series else ()
    rows: list[list[Any]] = [
        [
            actor.centre_number, one.number, one.name, one.uci, one.uln, one.born_on, one.sex, one.status, line.code,
            line.title, line.tier, line.option, paper.code, paper.title, paper.on, paper.session, paper.starts,
            paper.length, "clash" if paper.clash else "",
        ]
        for one in made
        for line in one.lines
        for paper in line.papers or (PaperLine("", ""),)
    ]  # fmt: skip
    return len(candidates), rows, about(actor, series, Asked.read(query, series))
