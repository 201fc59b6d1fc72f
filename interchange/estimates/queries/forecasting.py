"""Forecast grades: the candidates of an award with the grade that is expected of each, at one centre and over all."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from interchange.assessment.rules.sheets import State
from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import Listed, nearest, query_of
from interchange.entries import queries as entries
from interchange.estimates.models import Forecast, ForecastSheet
from interchange.estimates.queries import asking as asks
from interchange.estimates.queries.asking import Asking, Award
from interchange.estimates.rules import forecasts
from interchange.estimates.rules.grading import HeldGrade

if TYPE_CHECKING:
    from interchange.entries.models import Entry

EACH = 50


@dataclass(frozen=True)
class Row:
    """One candidate with a live entry for the award."""

    candidate_id: UUID
    number: str
    name: str
    uci: str
    group: str
    option: str
    grades: tuple[str, ...]
    """What may be given: at the level of the entry (R-EG-3)."""
    grade: str
    version: int
    saved_at: datetime | None
    saved_by: str

    @property
    def given(self) -> bool:
        """Whether there is a grade that fits the entry: one of another tier, entered before a change, does not."""
        return self.grade in self.grades

    @property
    def held(self) -> HeldGrade:
        """As the rules see it."""
        if self.saved_at is None:
            return HeldGrade(self.grade, self.version)
        said = f"{self.saved_by} saved {self.grade or 'no grade'} at {clock.time_in_words(self.saved_at)}."
        return HeldGrade(self.grade, self.version, said)


def sheet_of(actor: Actor, asking: Asking, entry_code: str, centre_id: int) -> ForecastSheet | None:
    """What stands about a centre's forecast grades of one award as a whole."""
    found = ForecastSheet.objects.visible_to(actor)
    return found.filter(centre_id=centre_id, series=asking.series, entry_code=entry_code).first()


def _entered(actor: Actor, asking: Asking, codes: Iterable[str]) -> "QuerySet[Entry]":
    """The live entries for these codes; who was withdrawn is not there (R-EG-3)."""
    return entries.live_entries(actor).filter(series=asking.series, entry_code__in=set(codes)).order_by()


def rows_of(actor: Actor, asking: Asking, award: Award, centre_id: int) -> list[Row]:
    """The candidates of an award at one centre, by number; two statements."""
    entered = _entered(actor, asking, [award.entry_code]).filter(centre_id=centre_id)
    found = entered.values_list(
        "candidate_id", "candidate__number", "candidate__surname", "candidate__forenames", "candidate__uci",
        "teaching_group", "option__code", "option__tier",
    )  # fmt: skip
    given = {
        one.candidate_id: one
        for one in Forecast.objects.visible_to(actor).filter(
            centre_id=centre_id, sheet__series=asking.series, sheet__entry_code=award.entry_code
        )
    }
    return sorted((_row(row, given.get(row[0]), award) for row in found), key=lambda row: row.number)


def _row(row: tuple[Any, ...], held: Forecast | None, award: Award) -> Row:
    candidate, number, surname, forenames, uci, group, option, tier = row
    return Row(
        candidate, number, f"{surname}, {forenames}" if forenames else surname, uci, group,
        f"{award.entry_code}{option}", award.grades_for(tier), held.grade if held else "",
        held.version if held else 0, held.saved_at if held else None, held.saved_by if held else "",
    )  # fmt: skip


@dataclass(frozen=True)
class Overview:
    """One award at one centre as a list shows it."""

    award: Award
    state: State
    candidates: int
    given: int

    @property
    def missing(self) -> int:
        """How many candidates have no forecast grade."""
        return self.candidates - self.given


def shown_state(stored: str, asking: Asking) -> State:
    """The state as people see it: locked by the clock, whether or not the night's work has said so."""
    late = asking.deadline.has_passed(at=clock.now())
    return forecasts.STATES[forecasts.LOCKED if late else stored]


def overviews(actor: Actor, asking: Asking, centre_id: int, *, family: str = "") -> list[Overview]:
    """The awards of a series for which a centre has candidates; the same few statements however many."""
    awards = asks.awards_of(asking, family=family)
    if not awards:
        return []
    entered, given = counts(actor, asking, [one.entry_code for one in awards], centre_id=centre_id)
    held = ForecastSheet.objects.visible_to(actor).filter(centre_id=centre_id, series=asking.series)
    states = dict(held.values_list("entry_code", "state"))
    return [
        Overview(
            one, shown_state(states.get(one.entry_code, forecasts.OPEN), asking),
            entered[centre_id, one.entry_code], given[centre_id, one.entry_code],
        )
        for one in awards
        if entered[centre_id, one.entry_code]
    ]  # fmt: skip


Counts = Counter[tuple[int, str]]


def counts(
    actor: Actor, asking: Asking, codes: Iterable[str], *, centre_id: int | None = None
) -> tuple[Counts, Counts]:
    """How many candidates are entered, and how many of them have a grade, by centre and code."""
    wanted = set(codes)
    entered = _entered(actor, asking, wanted)
    live = _entered(actor, asking, wanted).filter(
        centre_id=OuterRef("centre_id"),
        candidate_id=OuterRef("candidate_id"),
        entry_code=OuterRef("sheet__entry_code"),
    )
    given = (
        Forecast.objects.visible_to(actor).filter(Exists(live), sheet__series=asking.series).exclude(grade="")
    )
    if centre_id is not None:
        entered, given = entered.filter(centre_id=centre_id), given.filter(centre_id=centre_id)
    by_entry = entered.values_list("centre_id", "entry_code").annotate(number=Count("id"))
    by_grade = given.order_by().values_list("centre_id", "sheet__entry_code").annotate(number=Count("id"))
    return _counted(by_entry), _counted(by_grade)


def _counted(rows: Iterable[tuple[int, str, int]]) -> Counts:
    return Counter({(centre, code): number for centre, code, number in rows})


# ---------------------------------------------------------------- over all centres


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


def asked_series() -> list[Asking]:
    """The series that ask for forecast grades, the newest first."""
    return [one for one in asks.askings() if one.profile.forecast_grades]


SHOWN = {"missing": "Something missing", "submitted": "Submitted"}


def desk_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Awards and centres with what is missing; the same few statements however many."""
    every = asked_series()
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
    live = _entered(actor, asking, {line.entry_code for line in page["lines"]}).filter(
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
