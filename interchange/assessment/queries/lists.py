"""Lists of sheets: a centre's own by series and family, and the awarding body's over all centres."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q

from interchange.assessment.models import ExtensionRequest, Mark, MarkSheet, Submission
from interchange.assessment.rules import sheets
from interchange.catalogue import queries as catalogue
from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.entries import queries as entries

if TYPE_CHECKING:
    from interchange.catalogue.models import MarkWindow, Series

HAS_VALUE = Q(mark__isnull=False) | Q(absent=True) | ~Q(grade="")


@dataclass(frozen=True)
class SheetLine:
    """One sheet as a list shows it."""

    centre_id: int
    series_code: str
    series_name: str
    slug: str
    code: str
    title: str
    qualification: str
    family: str
    counts: sheets.Counts
    state: sheets.State
    window: sheets.Window
    sheet: MarkSheet | None
    submission: Submission | None = None
    centre_number: str = ""
    centre_name: str = ""

    @property
    def days_left(self) -> int:
        """Whole days until the deadline."""
        return self.window.days_left(at=clock.now())

    @property
    def open_now(self) -> bool:
        """Whether something can be done about it today."""
        return self.window.may_submit(at=clock.now()) and not self.is_submitted

    @property
    def is_submitted(self) -> bool:
        """Whether it is with the awarding body."""
        return self.state.code in ("sending", "received")


def sheets_of_centre(actor: Actor, series: "Series", *, family: str = "") -> list[SheetLine]:
    """Every sheet that the actor's centre has candidates for; the same few statements however many."""
    centre_id = actor.centre_id or 0
    return _sheets(actor, series, centre_id=centre_id, family=family)


def sheets_of_board(
    actor: Actor, series: "Series", *, typed: str = "", centre_id: int | None = None
) -> list[SheetLine]:
    """Sheets over all centres, for the awarding body's staff; narrowed to what a typed code means, or to a centre."""
    meant = catalogue.components_named(typed) if typed else None
    lines = _sheets(actor, series, centre_id=centre_id, components=meant)
    names = centres.names_of({line.centre_id for line in lines})
    return [_named(line, *names.get(line.centre_id, ("", ""))) for line in lines]


def _named(line: SheetLine, number: str, name: str) -> SheetLine:
    return SheetLine(**{**vars(line), "centre_number": number, "centre_name": name})


def _sheets(
    actor: Actor,
    series: "Series",
    *,
    centre_id: int | None,
    family: str = "",
    components: set[int] | None = None,
) -> list[SheetLine]:
    windows = {
        window.component_id: window
        for window in catalogue.mark_windows(series)
        if _wanted(window, family, components)
    }
    entered = entries.counts_by_component(actor, series.pk, centre_id=centre_id)
    entered = {key: number for key, number in entered.items() if key[1] in windows}
    of_series = Q(centre_id=centre_id) if centre_id is not None else Q()
    stored = {
        (one.centre_id, one.component_id): one
        for one in MarkSheet.objects.visible_to(actor).filter(of_series, series_id=series.pk)
    }
    marks = _marked(actor, series, of_series)
    extended = _extended(actor, series, of_series)
    order = {component_id: place for place, component_id in enumerate(windows)}
    keys = sorted(entered, key=lambda key: (order[key[1]], key[0]))
    submissions = _latest(actor, [stored[key].pk for key in keys if key in stored and stored[key].version])
    return [
        _line(
            key,
            windows[key[1]],
            entered[key],
            stored.get(key),
            marks.get(key, (0, 0)),
            extended.get(key),
            submissions,
        )
        for key in keys
    ]


def _wanted(window: "MarkWindow", family: str, components: set[int] | None) -> bool:
    of = window.component.qualification.family
    if family and (of is None or of.code != family):
        return False
    return components is None or window.component_id in components


def _marked(actor: Actor, series: "Series", of_series: Q) -> dict[tuple[int, int], tuple[int, int]]:
    counted = (
        Mark.objects.visible_to(actor)
        .filter(of_series, sheet__series_id=series.pk, entry__withdrawn_at=None)
        .order_by()
        .values_list("centre_id", "sheet__component_id")
        .annotate(entered=Count("id", filter=HAS_VALUE), ticked=Count("id", filter=Q(checked=True)))
    )
    return {(centre, component): (entered, ticked) for centre, component, entered, ticked in counted}


def _extended(
    actor: Actor, series: "Series", of_series: Q
) -> dict[tuple[int, int], tuple[date | None, date | None]]:
    granted = (
        ExtensionRequest.objects.visible_to(actor)
        .filter(of_series, sheet__series_id=series.pk, state=sheets.GRANTED)
        .order_by()
        .values_list("centre_id", "sheet__component_id")
        .annotate(
            whole=Max("granted_until", filter=Q(numbers=[])), some=Max("granted_until", filter=~Q(numbers=[]))
        )
    )
    return {(centre, component): (whole, some) for centre, component, whole, some in granted}


def _latest(actor: Actor, sheet_ids: list[Any]) -> dict[Any, Submission]:
    every = Submission.objects.visible_to(actor).filter(sheet_id__in=sheet_ids).order_by("version")
    return {one.sheet_id: one for one in every}


def _line(
    key: tuple[int, int], window: "MarkWindow", entered: int, sheet: MarkSheet | None, marked: tuple[int, int],
    extended: tuple[date | None, date | None] | None, submissions: dict[Any, Submission],
) -> SheetLine:  # fmt: skip
    component, series = window.component, window.series
    days = sheets.Window(window.opens_on, window.closes_on, *(extended or (None, None)))
    counts = sheets.Counts(entered, *marked)
    of = component.qualification.family
    return SheetLine(
        centre_id=key[0], series_code=series.code, series_name=series.name, slug=component.slug, code=component.code,
        title=component.title, qualification=component.qualification.title or component.qualification.entry_code,
        family=of.name if of else "", counts=counts, window=days, sheet=sheet,
        state=sheets.shown_state(sheet.state if sheet else sheets.OPEN, counts, days, at=clock.now()),
        submission=submissions.get(sheet.pk) if sheet else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One thing to do on the welcome page (A4): each obligation once, in one of three groups."""

    group: str
    line: SheetLine
    said: str


TO_DO, COMING, WAITING = "To do now", "Coming up", "Waiting for others"
SOON = 14


def tasks_of(lines: Iterable[SheetLine]) -> list[Task]:
    """The to-do list that follows from a centre's sheets: what is late or due soon first."""
    tasks = [task for line in lines if (task := _task(line)) is not None]
    return sorted(tasks, key=lambda task: (task.line.window.submit_until, task.line.code))


def _task(line: SheetLine) -> Task | None:
    if line.state.code == "received":
        return None
    if line.state.code == "sending":
        return Task(WAITING, line, "On its way to the awarding body")
    if line.state.code == "not-open":
        return Task(COMING, line, f"Opens {line.window.opens_on:%-d %B %Y}")
    return Task(TO_DO if line.days_left <= SOON else COMING, line, _due(line))


def _due(line: SheetLine) -> str:
    days = line.days_left
    if days < 0:
        return f"Overdue by {-days} {'day' if days == -1 else 'days'}"
    if days == 0:
        return "Due today by 11:59pm"
    return f"{days} {'day' if days == 1 else 'days'} left"


def overdue(lines: Iterable[SheetLine]) -> list[SheetLine]:
    """The sheets whose time has ended with nothing submitted (R-DL-1)."""
    return [line for line in lines if line.state.code == "overdue"]


def state_counts(lines: Iterable[SheetLine]) -> list[tuple[sheets.State, int]]:
    """How many sheets are in each state, in the order first met."""
    found: dict[str, tuple[sheets.State, int]] = {}
    for line in lines:
        state, number = found.get(line.state.code, (line.state, 0))
        found[line.state.code] = (state, number + 1)
    return list(found.values())


def received_since(lines: Iterable[SheetLine], moment: datetime) -> int:
    """How many were received after a moment."""
    return sum(
        bool(line.submission and line.submission.received_at and line.submission.received_at > moment)
        for line in lines
    )
