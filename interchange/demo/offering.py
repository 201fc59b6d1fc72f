"""What the demo's awarding body made up for its series: fees, a timetable near today, and what may not be combined.

Every row says in its source that it is a demonstration. The timetable begins a week ago and moves with today.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any
from zlib import crc32

from interchange.catalogue.folder import Sheet
from interchange.catalogue.formats import DISALLOWED, FEES, TIMETABLE, Format
from interchange.catalogue.models import Component
from interchange.catalogue.queries import components, options_for_entry
from interchange.core.working_days import is_working_day
from interchange.demo.cohorts import COHORTS, Cohort

SOURCE = "demonstration"
WEEK = timedelta(days=7)
EXAM_DAYS = 24
STARTS = {"A": "09:00", "P": "13:30"}
BETWEEN_PAPERS = 7
"""Sessions between two papers of one qualification, where there is room."""
TOGETHER = {("H472", 0): ("H420", 1)}
"""The first paper of English literature with the second of biology: four candidates of one school take both."""
PENCE = {
    "gcse": 4950, "a-level": 11825, "as": 6140, "core-maths": 5210, "project": 4760, "entry-level": 2985,
    "cambridge-nationals": 2460,
}  # fmt: skip
USUAL_PENCE = 4200
NOT_TOGETHER = (
    ("J351", "8700", "block", "Both are a GCSE in English language."),
    ("H230", "H240", "warn", "AS and A Level Mathematics in one series: check that both are meant."),
)

Slot = tuple[date, str]


def made_up(series: str, earlier: str, *, today: date) -> list[Sheet]:
    """The files of this June and of the one before, as if they had been sent in."""
    return [
        _sheet(FEES, [*_fees(series), *_fees(earlier)]),
        _sheet(DISALLOWED, _pairs()),
        _sheet(TIMETABLE, _timetable(series, today)),
    ]


def _sheet(shape: Format, rows: Iterable[dict[str, Any]]) -> Sheet:
    blank: dict[str, Any] = {column.name: None for column in shape.grid.columns}
    told = {"source_kind": SOURCE, "source": SOURCE}
    numbered = [blank | row | told | {"line": line} for line, row in enumerate(rows, 2)]
    return Sheet(shape, numbered, frozenset(blank) - {"note"})


def _fees(series: str) -> Iterator[dict[str, Any]]:
    """One fee for each entry code, by family; nothing for the award of what is paid for by units."""
    options = options_for_entry().select_related("qualification__family").order_by("entry_code", "code")
    seen: set[str] = set()
    for option in options:
        if option.entry_code not in seen:
            seen.add(option.entry_code)
            family = option.qualification.family.code if option.qualification.family else ""
            pence = 0 if option.certification else PENCE.get(family, USUAL_PENCE)
            yield {"series": series, "entry_code": option.entry_code, "fee": pence}


def _pairs() -> list[dict[str, Any]]:
    return [
        {"first": first, "second": second, "severity": severity, "why": why}
        for first, second, severity, why in NOT_TOGETHER
    ]


# ---------------------------------------------------------------- the timetable


def _timetable(series: str, today: date) -> Iterator[dict[str, Any]]:
    """When each exam is sat: nobody's two papers at once where there is room, but for one pair that is meant."""
    exams = components().filter(kind=Component.Kind.EXAM).order_by("slug")
    for component, (on, session) in _placed(list(exams), _sessions(today)):
        printed = crc32(component.slug.encode()) % 5 > 0
        yield {
            "series": series, "component": component.slug, "date": on, "session": session,
            "starts_at": STARTS[session] if printed else None,
        }  # fmt: skip


def _sessions(today: date) -> list[Slot]:
    """Mornings and afternoons of working days, from a week ago."""
    days = (today - WEEK + timedelta(days) for days in range(EXAM_DAYS * 3))
    working = [on for on in days if is_working_day(on)][:EXAM_DAYS]
    return [(on, session) for on in working for session in STARTS]


def _placed(exams: list[Component], sessions: list[Slot]) -> Iterator[tuple[Component, Slot]]:
    """Each paper with its session; the papers of two tiers that stand for each other have the same."""
    shared = _taken_together(COHORTS)
    taken: dict[int, set[str]] = {place: set() for place in range(len(sessions))}
    slots: dict[tuple[str, int], int] = {}
    papers: dict[tuple[str, str], int] = {}
    for component in exams:
        code, tier = component.entry_code, component.tier
        number = papers[code, tier] = papers.get((code, tier), -1) + 1
        if (code, number) not in slots:
            avoid = shared.get(code, set()) | {code}
            meant = slots.get(TOGETHER.get((code, number), ("", 0)))
            place = (
                _free(taken, avoid, crc32(code.encode()) + number * BETWEEN_PAPERS)
                if meant is None
                else meant
            )
            slots[code, number] = place
            taken[place].add(code)
        yield component, sessions[slots[code, number]]


def _free(taken: dict[int, set[str]], avoid: set[str], first: int) -> int:
    """The first session from there on in which none of these codes is sat."""
    places = [(first + more) % len(taken) for more in range(len(taken))]
    return next((place for place in places if not taken[place] & avoid), places[0])


def _taken_together(cohorts: Iterable[Cohort]) -> dict[str, set[str]]:
    """By entry code the codes that one of the same candidates takes too."""
    found: dict[str, set[str]] = {}
    for one, other in combinations(cohorts, 2):
        if (
            one.centre == other.centre
            and one.first < other.first + other.size
            and other.first < one.first + one.size
        ):
            found.setdefault(one.code, set()).add(other.code)
            found.setdefault(other.code, set()).add(one.code)
    return found
