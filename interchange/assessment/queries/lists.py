"""Lists of sheets: a centre's own by series and family, and the awarding body's over all centres."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, overload

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


Key = tuple[int, int]
"""A sheet by its centre and component."""


class Brief(NamedTuple):
    """Of one sheet only whose it is, what it is called, until when it is open, and the code of its state."""

    centre_id: int
    code: str
    window: sheets.Window
    state: str


def sheets_of_centre(actor: Actor, series: "Series", *, family: str = "") -> list[SheetLine]:
    """Every sheet that the actor's centre has candidates for; the same few statements however many."""
    return list(_sheets(actor, series, centre_id=actor.centre_id or 0, family=family))


def sheets_of_board(
    actor: Actor, series: "Series", *, typed: str = "", centre_id: int | None = None
) -> "SheetList":
    """Sheets over all centres, for the awarding body's staff; narrowed to what a typed code means, or to a centre."""
    meant = catalogue.components_named(typed) if typed else None
    return _sheets(actor, series, centre_id=centre_id, components=meant, named=True)


def briefs_of_board(actor: Actor, series: "Series") -> Iterator[Brief]:
    """Every sheet of every centre in brief: the same few statements however many, and nothing read of the sheets."""
    return _sheets(actor, series, centre_id=None).in_brief()


def received_since(actor: Actor, moment: datetime) -> int:
    """How many submissions the awarding body received after a moment."""
    return Submission.objects.visible_to(actor).filter(received_at__gt=moment).count()


class SheetList(Sequence[SheetLine]):
    """Sheets in order, each known by its state; the lines themselves are read for those that are shown."""

    def __init__(self, facts: "_Facts", keys: Sequence[Key]) -> None:
        self._facts, self._keys = facts, keys

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> SheetLine: ...
    @overload
    def __getitem__(self, place: slice) -> list[SheetLine]: ...
    def __getitem__(self, place: int | slice) -> SheetLine | list[SheetLine]:
        if isinstance(place, slice):
            return self._facts.lines(self._keys[place])
        return self._facts.lines([self._keys[place]])[0]

    def __iter__(self) -> Iterator[SheetLine]:
        return iter(self[:])

    def in_brief(self) -> Iterator[Brief]:
        """The sheets without their lines."""
        return map(self._facts.brief, self._keys)

    def having(self, state: str) -> "SheetList":
        """The sheets in one state."""
        return SheetList(self._facts, [key for key in self._keys if self._facts.state(key).code == state])

    def by_state(self) -> list[tuple[sheets.State, int]]:
        """How many sheets are in each state, in the order first met."""
        return list(Counter(map(self._facts.state, self._keys)).items())


def _sheets(
    actor: Actor, series: "Series", *, centre_id: int | None, family: str = "", components: set[int] | None = None,
    named: bool = False,
) -> SheetList:  # fmt: skip
    windows = {
        window.component_id: window
        for window in catalogue.mark_windows(series)
        if _wanted(window, family, components) and actor.reaches(window.component.slug)
    }
    counted = entries.counts_by_component(actor, series.pk, centre_id=centre_id)
    entered = {key: number for key, number in counted.items() if key[1] in windows}
    order = {component_id: place for place, component_id in enumerate(windows)}
    facts = _Facts(actor, series, windows, entered, centre_id, named)
    return SheetList(facts, sorted(entered, key=lambda key: (order[key[1]], key[0])))


def _wanted(window: "MarkWindow", family: str, components: set[int] | None) -> bool:
    of = window.component.qualification.family
    if family and (of is None or of.code != family):
        return False
    return components is None or window.component_id in components


class _Facts:
    """What decides the state of every sheet of a series, read in a few statements; and the lines of some of them."""

    def __init__(
        self, actor: Actor, series: "Series", windows: dict[int, "MarkWindow"], entered: dict[Key, int],
        centre_id: int | None, named: bool,
    ) -> None:  # fmt: skip
        self._actor, self._windows, self._entered, self._named = actor, windows, entered, named
        self._of_series = Q(sheet__series_id=series.pk)
        stored = MarkSheet.objects.visible_to(actor).filter(series_id=series.pk)
        if centre_id is not None:
            self._of_series &= Q(centre_id=centre_id)
            stored = stored.filter(centre_id=centre_id)
        self._stored = {
            (centre, component): (key, state)
            for centre, component, key, state in stored.values_list(
                "centre_id", "component_id", "id", "state"
            )
        }
        self._marked = self._counted(self._of_series & Q(sheet__state__in=[sheets.OPEN, sheets.REOPENED]))
        self._extended = self._granted()
        self._at = clock.now()
        self._known: dict[tuple[int, Any], tuple[sheets.Window, str]] = {}

    def state(self, key: Key) -> sheets.State:
        """The state of one sheet."""
        _, stored = self._stored.get(key, (None, sheets.OPEN))
        _, phase = self._window(key)
        return sheets.state_in(
            stored, sheets.Counts(self._entered[key], *self._marked.get(key, (0, 0))), phase
        )

    def brief(self, key: Key) -> Brief:
        """One sheet in brief."""
        return Brief(key[0], self._windows[key[1]].component.code, self._window(key)[0], self.state(key).code)

    def lines(self, keys: Sequence[Key]) -> list[SheetLine]:
        """These sheets as lines, with their submissions, their counts and, for staff, their centres' names."""
        ids = [self._stored[key][0] for key in keys if key in self._stored]
        stored = {one.pk: one for one in MarkSheet.objects.visible_to(self._actor).filter(pk__in=ids)}
        sent = self._latest([pk for pk, one in stored.items() if one.version])
        marked = self._counted(self._of_series & Q(sheet_id__in=ids))
        names = centres.names_of({centre for centre, _ in keys}) if self._named else {}
        return [self._line(key, stored, sent, marked, names) for key in keys]

    def _window(self, key: Key) -> tuple[sheets.Window, str]:
        extended = self._extended.get(key, (None, None))
        known = (key[1], extended)
        if known not in self._known:
            days = self._windows[key[1]]
            window = sheets.Window(days.opens_on, days.closes_on, *extended)
            self._known[known] = window, window.phase(at=self._at)
        return self._known[known]

    def _counted(self, which: Q) -> dict[Key, tuple[int, int]]:
        counted = (
            Mark.objects.visible_to(self._actor)
            .filter(which, entry__withdrawn_at=None)
            .order_by()
            .values_list("centre_id", "sheet__component_id")
            .annotate(entered=Count("id", filter=HAS_VALUE), ticked=Count("id", filter=Q(checked=True)))
        )
        return {(centre, component): (entered, ticked) for centre, component, entered, ticked in counted}

    def _granted(self) -> dict[Key, tuple[date | None, date | None]]:
        granted = (
            ExtensionRequest.objects.visible_to(self._actor)
            .filter(self._of_series, state=sheets.GRANTED)
            .order_by()
            .values_list("centre_id", "sheet__component_id")
            .annotate(
                whole=Max("granted_until", filter=Q(numbers=[])),
                some=Max("granted_until", filter=~Q(numbers=[])),
            )
        )
        return {(centre, component): (whole, some) for centre, component, whole, some in granted}

    def _latest(self, sheet_ids: list[Any]) -> dict[Any, Submission]:
        every = Submission.objects.visible_to(self._actor).filter(sheet_id__in=sheet_ids).order_by("version")
        return {one.sheet_id: one for one in every}

    def _line(
        self, key: Key, stored: dict[Any, MarkSheet], sent: dict[Any, Submission], marked: dict[Key, tuple[int, int]],
        names: dict[int, tuple[str, str]],
    ) -> SheetLine:  # fmt: skip
        component, series = self._windows[key[1]].component, self._windows[key[1]].series
        qualification, sheet_id = component.qualification, self._stored.get(key, (None, ""))[0]
        number, name = names.get(key[0], ("", ""))
        return SheetLine(
            centre_id=key[0], series_code=series.code, series_name=series.name, slug=component.slug,
            code=component.code, title=component.title, qualification=qualification.title or qualification.entry_code,
            family=qualification.family.name if qualification.family else "", state=self.state(key),
            counts=sheets.Counts(self._entered[key], *marked.get(key, (0, 0))), window=self._window(key)[0],
            sheet=stored.get(sheet_id), submission=sent.get(sheet_id), centre_number=number, centre_name=name,
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
