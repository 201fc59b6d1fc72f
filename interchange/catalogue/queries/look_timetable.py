"""The timetable of a series, and which papers clash, as centres look them up (B7)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from interchange.catalogue.models import Series, Sitting
from interchange.catalogue.queries.codes import components_matching
from interchange.catalogue.queries.look_series import choices, chosen_series, words_of
from interchange.catalogue.queries.terms import sittings
from interchange.catalogue.rules.timetable import Paper, Session, length_in_words
from interchange.core.calendars import Entry, calendar_file
from interchange.core.paging import listed

HEADINGS = (
    "Day", "Session", "Starts", "Ends", "Start is the usual one", "Code", "Paper", "Qualification", "Family",
    "Tier", "Minutes",
)  # fmt: skip


def paper_of(sitting: Sitting) -> Paper:
    """One row of the timetable, as the rules see it; the length is the component's where the row has none."""
    component = sitting.component
    return Paper(
        sitting.component_id, component.code, sitting.on, sitting.session, sitting.starts_at,
        sitting.minutes if sitting.minutes is not None else component.duration_minutes, component.title,
    )  # fmt: skip


def papers(series_id: int, *, components: Collection[int] | None = None) -> dict[int, Paper]:
    """The papers of a series by component, of these components or of all; one statement."""
    return {one.component_id: paper_of(one) for one in of_components(sittings(series_id), components)}


def of_components(rows: QuerySet[Sitting], components: Collection[int] | None) -> QuerySet[Sitting]:
    """The rows of these components, or all where none are named."""
    return rows if components is None else rows.filter(component__in=components)


@dataclass(frozen=True)
class Line:
    """One paper as the timetable shows it; `entered` says how many of the centre take it, where that was asked."""

    paper: Paper
    entry_code: str
    qualification: str
    family: str
    tier: str
    source: str
    entered: int | None = None

    @property
    def length(self) -> str:
        """How long it is, in words."""
        return length_in_words(self.paper.minutes)

    @property
    def session(self) -> str:
        """Morning or afternoon, where it is known."""
        return Session.of(self.paper.part_of_day).label if self.paper.part_of_day else ""


Counted = Mapping[int, int]
"""How many of the centre's candidates take each component."""


def matching(series: Series, query: Mapping[str, str], entered: Counted | None = None) -> QuerySet[Sitting]:
    """The sittings that fit the filter, in order; of the entered components alone where these are given."""
    rows = of_components(sittings(series.pk), entered).order_by(
        "on", "session", "starts_at", "component__qualification__title", "component__slug"
    )
    if family := query.get("family", ""):
        rows = rows.filter(component__qualification__family__code=family)
    words = words_of(query)
    return rows.filter(component__in=components_matching(words).values("pk")) if words else rows


def timetable_page(query: Mapping[str, str], entered: Counted | None = None) -> dict[str, Any]:
    """One page of the timetable of a series, by day; `entered` narrows it to what a centre takes."""
    series = chosen_series(query)
    asked = {"series": series.code if series else "", "family": query.get("family", ""), "q": words_of(query)}
    rows = matching(series, query, entered) if series else Sitting.objects.none()
    page = listed(rows, asked, query.get("page", ""))
    lines = [_line(one, entered) for one in page.rows]
    return {
        **choices(series), "list": page, "asked": asked, "own": entered is not None,
        "days": [(on, list(group)) for on, group in groupby(lines, key=lambda line: line.paper.on)],
        "assumed": any(line.paper.assumed for line in lines),
    }  # fmt: skip


def _line(sitting: Sitting, entered: Counted | None = None) -> Line:
    qualification = sitting.component.qualification
    return Line(
        paper_of(sitting), qualification.entry_code, qualification.title,
        qualification.family.name if qualification.family else "", sitting.component.tier, sitting.source_kind,
        None if entered is None else entered.get(sitting.component_id, 0),
    )  # fmt: skip


def _lines(query: Mapping[str, str], entered: Counted | None) -> tuple[Series | None, Iterator[Line]]:
    series = chosen_series(query)
    rows: Iterable[Sitting] = matching(series, query, entered) if series else ()
    return series, (_line(one, entered) for one in rows)


def headings(entered: Counted | None = None) -> list[str]:
    """The columns of the timetable as a file."""
    return [*HEADINGS, "Candidates"] if entered is not None else [*HEADINGS]


def timetable_rows(query: Mapping[str, str], entered: Counted | None = None) -> list[list[Any]]:
    """The timetable as rows of a file, under the filter of the page."""
    _, lines = _lines(query, entered)
    return [
        [
            line.paper.on, line.session, clock_of(line.paper.start), clock_of(line.paper.ends),
            "yes" if line.paper.assumed else "",
            line.paper.code, line.paper.title, f"{line.entry_code} {line.qualification}".strip(), line.family,
            line.tier, line.paper.minutes, *([] if line.entered is None else [line.entered]),
        ]
        for line in lines
    ]  # fmt: skip


def clock_of(at: time | None) -> str:
    """A time of day as a file has it: 09:00, or nothing."""
    return f"{at:%H:%M}" if at else ""


def timetable_calendar(query: Mapping[str, str], entered: Counted | None = None) -> bytes:
    """The timetable as a calendar, under the filter of the page."""
    series, lines = _lines(query, entered)
    name = f"Exams {series.name}" if series else "Exams"
    return calendar_file(name, [calendar_entry(series.code, line) for line in lines] if series else [])


def calendar_entry(series: str, line: Line) -> Entry:
    """One paper in a calendar: at its hours where they are known, else on its day."""
    paper = line.paper
    host = settings.SITE_ADDRESS.partition("://")[2].partition(":")[0]
    told = [f"{line.entry_code} {line.qualification}".strip(), line.length if paper.minutes else ""]
    if paper.assumed:
        told.append(f"The timetable says {line.session.lower()}; the hour is our usual one.")
    return Entry(
        f"{series}-{paper.key}@{host}", paper.on, f"{paper.code} {paper.title}".strip(), [*filter(None, told)],
        paper.start, paper.minutes,
    )  # fmt: skip


def days_of(series_id: int, *, components: Collection[int]) -> dict[date, list[str]]:
    """The codes of these components' papers by the day on which they are sat."""
    found: dict[date, list[str]] = {}
    for paper in sorted(
        papers(series_id, components=components).values(), key=lambda one: (one.on, one.code)
    ):
        found.setdefault(paper.on, []).append(paper.code)
    return found
