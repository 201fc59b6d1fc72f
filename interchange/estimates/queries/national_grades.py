"""Forecast grades over all centres: what is missing where, and what was submitted."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from interchange.assessment.rules.sheets import State
from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import Listed, nearest, query_of
from interchange.estimates.models import Forecast, ForecastSheet
from interchange.estimates.queries import asking as asks
from interchange.estimates.queries.asking import Asking, Award
from interchange.estimates.queries.forecasting import counts, entered_for, shown_state
from interchange.estimates.rules import forecasts

EACH = 50


def missing_by_centre(actor: Actor, asking: Asking) -> dict[int, list[tuple[str, int]]]:
    """The centres with candidates who have no grade, or whose grades were not submitted: code and how many lack one."""
    codes = [one.entry_code for one in asks.awards_of(asking)]
    if not codes:
        return {}
    entered, given = counts(actor, asking, codes)
    sent = _sent(actor, asking)
    found: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for (centre, code), number in sorted(entered.items()):
        missing = number - given[centre, code]
        if missing or (centre, code) not in sent:
            found[centre].append((code, missing))
    return dict(found)


def _sent(actor: Actor, asking: Asking) -> set[tuple[int, str]]:
    """The sheets that have been submitted, by centre and code."""
    sent = ForecastSheet.objects.visible_to(actor).filter(series=asking.series, submitted_at__isnull=False)
    return set(sent.values_list("centre_id", "entry_code"))


@dataclass(frozen=True)
class DeskLine:
    """One award at one centre as staff see it."""

    centre_number: str
    centre_name: str
    entry_code: str
    title: str
    state: State
    candidates: int
    given: int
    submitted_at: datetime | None
    submitted_by: str

    @property
    def missing(self) -> int:
        """How many candidates have no forecast grade."""
        return self.candidates - self.given


SHOWN = {"missing": "Something missing", "submitted": "Submitted"}


def desk_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Awards and centres with what is missing; the same few statements however many."""
    every = asks.asking_for_forecasts()
    asking = asks.chosen(every, query)
    show = query.get("show", "missing")
    show = show if show in SHOWN else ""
    code, number = query.get("code", ""), "".join(query.get("centre", "").replace("\x00", "").split())[:5]
    awards = asks.awards_of(asking) if asking else []
    lines = _desk_lines(actor, asking, awards) if asking else []
    kept = [
        line for line in lines
        if (not code or line.entry_code == code) and (not number or line.centre_number == number)
        and (not show or (show == "missing") == (bool(line.missing) or line.submitted_at is None))
    ]  # fmt: skip
    page, pages = nearest(len(kept), query.get("page", ""), each=EACH)
    series = asking.code if asking else ""
    asked = query_of({"series": series, "code": code, "centre": number, "show": show or "all"})
    return {
        "list": Listed(kept[(page - 1) * EACH : page * EACH], len(kept), page, pages, asked), "lines": kept,
        "asking": asking, "choices": asks.choices_of(every), "series": series, "code": code, "centre": number,
        "codes": [("", "All awards"), *((one.entry_code, f"{one.entry_code} {one.title}") for one in awards)],
        "show": show or "all", "shows": [("all", "All"), *SHOWN.items()], "at": clock.now(),
        "sums": (sum(line.candidates for line in lines), sum(line.given for line in lines)),
    }  # fmt: skip


def _desk_lines(actor: Actor, asking: Asking, awards: list[Award]) -> list[DeskLine]:
    if not awards:
        return []
    entered, given = counts(actor, asking, [one.entry_code for one in awards])
    sheets = {
        (one.centre_id, one.entry_code): one
        for one in ForecastSheet.objects.visible_to(actor).filter(series=asking.series)
    }
    names = centres.names_of({centre for centre, _ in entered})
    titles = {one.entry_code: one.title for one in awards}
    return [
        _desk_line(
            names.get(key[0], ("", "")), key[1], titles[key[1]], sheets.get(key), asking, number, given[key]
        )
        for key, number in sorted(
            entered.items(), key=lambda item: (item[0][1], names.get(item[0][0], ("", "")))
        )
    ]


def _desk_line(
    centre: tuple[str, str], code: str, title: str, sheet: ForecastSheet | None, asking: Asking, number: int, given: int
) -> DeskLine:  # fmt: skip
    state = shown_state(sheet.state if sheet else forecasts.OPEN, asking)
    return DeskLine(
        *centre, code, title, state, number, given, sheet.submitted_at if sheet else None,
        sheet.submitted_by if sheet else "",
    )  # fmt: skip


DESK_HEADINGS = [
    "Centre",
    "Name",
    "Entry code",
    "Title",
    "State",
    "Candidates",
    "Given",
    "Missing",
    "Submitted",
    "By",
]


def desk_rows(page: Mapping[str, Any]) -> list[list[Any]]:
    """The same lines as the page, all of them, for a file."""
    return [
        [line.centre_number, line.centre_name, line.entry_code, line.title, line.state.word, line.candidates,
         line.given, line.missing, line.submitted_at or "", line.submitted_by]
        for line in page["lines"]
    ]  # fmt: skip


GRADE_HEADINGS = ["Centre", "Series", "Entry code", "Candidate number", "UCI", "Forecast grade", "Submitted"]


def grade_rows(actor: Actor, page: Mapping[str, Any]) -> list[list[Any]]:
    """Each submitted grade of the centres and awards shown, for a file: for checks of grading (R-EG-2)."""
    asking = page["asking"]
    if asking is None:
        return []
    live = entered_for(actor, asking, {line.entry_code for line in page["lines"]}).filter(
        centre_id=OuterRef("centre_id"),
        candidate_id=OuterRef("candidate_id"),
        entry_code=OuterRef("sheet__entry_code"),
    )
    numbers = {
        key: number
        for number, key in centres.centre_ids({one.centre_number for one in page["lines"]}).items()
    }
    wanted = {(line.centre_number, line.entry_code) for line in page["lines"]}
    found = (
        Forecast.objects.visible_to(actor)
        .filter(Exists(live), sheet__series=asking.series, sheet__submitted_at__isnull=False, centre_id__in=numbers)
        .exclude(grade="")
        .order_by("centre_id", "sheet__entry_code", "candidate__number")
        .values_list("centre_id", "sheet__entry_code", "candidate__number", "candidate__uci", "grade",
                     "sheet__submitted_at")
    )  # fmt: skip
    return [
        [numbers[centre], asking.code, code, number, uci, grade, sent]
        for centre, code, number, uci, grade, sent in found
        if (numbers[centre], code) in wanted
    ]
