"""Where marks are entered: one component, in one series, at one centre, and what decides what may be done there."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.http import Http404

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.assessment.models import ExtensionRequest, Mark, MarkSheet
from interchange.assessment.rules import sheets
from interchange.assessment.rules.marks import Part, Profile, Value
from interchange.catalogue import queries as catalogue
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.instants import Microseconds
from interchange.core.prepared import GivenCentre, Prepared, given
from interchange.entries import queries as entries

if TYPE_CHECKING:
    from interchange.catalogue.models import Component


@dataclass(frozen=True)
class Address:
    """How a sheet is named in an address: no centre for a centre's people, whose own it is."""

    series: str
    component: str
    centre_id: int | None = None


@dataclass(frozen=True)
class Place:
    """A sheet with its component, series and window; `sheet` is None until somebody saves something."""

    centre_id: int
    series_id: int
    series_code: str
    series_name: str
    component_id: int
    slug: str
    family: str
    qualification: str
    route: str
    group_required: bool
    profile: Profile
    window: sheets.Window
    sheet: MarkSheet | None = None
    open_numbers: frozenset[str] = frozenset()
    """Candidates who have more time than the rest (R-DL-2)."""
    looked_at: bool = False
    """By somebody of the centre's side who may not enter marks, as the awarding body's staff through a user's eyes."""

    @property
    def state(self) -> str:
        """The stored state; a sheet that does not exist yet is open."""
        return self.sheet.state if self.sheet else sheets.OPEN

    @property
    def subject(self) -> str:
        """What the trail calls it."""
        return f"sheet:{self.sheet.pk}" if self.sheet else ""

    @property
    def facts(self) -> dict[str, str]:
        """What an event about it says for people to read."""
        return {"series": self.series_code, "code": self.profile.code, "component": self.slug}

    @property
    def is_submitted(self) -> bool:
        """Whether the marks are with the awarding body."""
        return self.state in (sheets.SENDING, sheets.RECEIVED)

    def why_read_only(self, *, at: datetime) -> str:
        """Why nothing may be typed now, as a sentence; empty when something may."""
        if self.is_submitted:
            return "These marks have been submitted. To change one, use “Request a change” beside it."
        if self.looked_at:
            return "You can read these marks, and not enter any."
        if at < clock.start_of_day(self.window.opens_on):
            return f"Marks can be entered from {self.window.opens_on:%-d %B %Y}."
        if not self.window.is_open(at=at) and not self.open_numbers:
            closed = clock.london(self.window.closes_at)
            return (
                f"The time for {self.profile.code} ended on {closed:%-d %B %Y} at 11:59pm. "
                "Whoever may submit marks can ask for more time."
            )
        return ""

    def refuse_if_read_only(self, *, at: datetime) -> None:
        """Refused with the reason where nothing on the sheet may be typed now."""
        reason = self.why_read_only(at=at)
        if reason:
            code = "sheet-submitted" if self.is_submitted else "window-closed"
            raise Refused(code, f"{reason} What you typed has not been saved.")

    def may_edit(self, number: str, *, at: datetime) -> bool:
        """Whether this candidate's row may be typed in, on a sheet that is not read-only."""
        return self.window.is_open(at=at) or number in self.open_numbers


def place_at(actor: Actor, address: Address) -> Place:
    """The place an address names, as the actor sees it; 404 where the component is not in that series."""
    place = place_without_sheet(actor, address)
    found = SHEET.first(centre_id=place.centre_id, series=place.series_id, component=place.component_id)
    return with_sheet(place, found)


SHEET = Prepared(
    lambda: (
        MarkSheet.objects.visible_to(GivenCentre())
        .filter(series_id=given("series"), component_id=given("component"))
        .order_by()
    )
)


def place_without_sheet(actor: Actor, address: Address) -> Place:
    """The same before anything is known of the sheet, for a caller that reaches it with a lock."""
    window = catalogue.mark_window_at(address.series, address.component)
    if not actor.reaches(window.component.slug):
        raise Http404
    centre_id = actor.centre_id if address.centre_id is None else address.centre_id
    if centre_id is None or not (actor.is_staff or centre_id == actor.centre_id):
        raise Http404
    component, series = window.component, window.series
    return Place(
        centre_id=centre_id, series_id=series.pk, series_code=series.code, series_name=series.name,
        component_id=component.pk, slug=component.slug, route=component.route,
        family=component.qualification.family.code if component.qualification.family else "",
        qualification=component.qualification.title or component.qualification.entry_code,
        group_required=component.group_required, profile=profile_of(component),
        window=sheets.Window(window.opens_on, window.closes_on),
        looked_at=not actor.is_staff and not holds(actor, Capability.MARKS_ENTER),
    )  # fmt: skip


def profile_of(component: "Component") -> Profile:
    """The component's profile as the rules take it (section 6.2)."""
    return Profile(
        code=component.code, title=component.title, maximum=component.max_mark, half_marks=component.half_marks,
        grades=tuple(component.grade_list), absent_allowed=component.absent_allowed,
        parts=tuple(Part(part["name"], part["max"]) for part in component.parts),
    )  # fmt: skip


def with_sheet(place: Place, sheet: MarkSheet | None) -> Place:
    """The same place with its sheet, and the time that was granted to it beyond its window (R-DL-2)."""
    if sheet is None:
        return place
    whole: list[date] = []
    some: list[date] = []
    open_numbers: set[str] = set()
    for until, numbers in GRANTED(centre_id=place.centre_id, sheet=sheet.pk):
        if until is None:
            continue
        (some if numbers else whole).append(until)
        if clock.now() <= clock.end_of_day(until):
            open_numbers.update(numbers)
    window = replace(
        place.window, extended_to=max(whole, default=None), some_extended_to=max(some, default=None)
    )
    return replace(place, sheet=sheet, window=window, open_numbers=frozenset(open_numbers))


GRANTED = Prepared(
    lambda: (
        ExtensionRequest.objects.visible_to(GivenCentre())
        .filter(sheet_id=given("sheet"), state=sheets.GRANTED)
        .order_by()
        .values_list("granted_until", "numbers")
    )
)


class Row(NamedTuple):
    """One candidate on a sheet, with what stands there."""

    entry_id: UUID
    number: str
    name: str
    uci: str
    group: str
    entered_us: int
    withdrawn_at: datetime | None
    value: Value
    checked: bool
    checked_by: str
    version: int
    saved_us: int | None
    saved_by: str

    @property
    def entered_at(self) -> datetime:
        """When the entry was made."""
        return clock.from_microseconds(self.entered_us)

    @property
    def saved_at(self) -> datetime | None:
        """When somebody last saved the row."""
        return None if self.saved_us is None else clock.from_microseconds(self.saved_us)

    @property
    def standing(self) -> bool:
        """Whether the entry stands; a withdrawn candidate is only shown where a mark was given."""
        return self.withdrawn_at is None


NO_MARK = (Value(), False, "", 0, None, "")
MARK_COLUMNS = (
    "entry_id", "mark", "absent", "grade", "reason", "parts", "checked", "checked_by", "version",
    Microseconds("saved_at"), "saved_by",
)  # fmt: skip


def rows_at(actor: Actor, place: Place) -> list[Row]:
    """Every candidate of the sheet in order of candidate number; two statements, however many rows."""
    marks = _marks(place)
    entered = entries.entered_for(actor, place.centre_id, place.series_id, place.component_id)
    return [
        Row(*entry, *marks.get(entry[0], NO_MARK))
        for entry in entered
        if (entry[6] is None or entry[0] in marks) and (not actor.groups or entry[4] in actor.groups)
    ]  # fmt: skip


MARKS = Prepared(
    lambda: (
        Mark.objects.visible_to(GivenCentre())
        .filter(sheet_id=given("sheet"))
        .order_by()
        .values_list(*MARK_COLUMNS)
    )
)


def _marks(place: Place) -> dict[UUID, tuple[Value, bool, str, int, int | None, str]]:
    if place.sheet is None:
        return {}
    stored = MARKS(centre_id=place.centre_id, sheet=place.sheet.pk)
    return {
        entry: (Value(mark, absent, grade, reason, tuple(parts)), *rest)
        for entry, mark, absent, grade, reason, parts, *rest in stored
    }  # fmt: skip


def with_marks_elsewhere(actor: Actor, place: Place, numbers: Sequence[str]) -> frozenset[str]:
    """Which of these candidates have a mark on another sheet of the series."""
    marked = Mark.objects.visible_to(actor).filter(
        centre_id=place.centre_id, entry__candidate__series_id=place.series_id, mark__isnull=False,
        entry__candidate__number__in=numbers,
    )  # fmt: skip
    others = marked.exclude(sheet_id=place.sheet.pk) if place.sheet else marked
    return frozenset(others.values_list("entry__candidate__number", flat=True))


def counts_of(rows: list[Row]) -> sheets.Counts:
    """How far the standing rows have come."""
    standing = [row for row in rows if row.standing]
    entered = sum(not row.value.is_blank for row in standing)
    return sheets.Counts(len(standing), entered, sum(row.checked for row in standing))


def latest_save(rows: Sequence[Row]) -> datetime | None:
    """When any row of a sheet was last saved."""
    latest = max((row.saved_us for row in rows if row.saved_us), default=None)
    return None if latest is None else clock.from_microseconds(latest)


def fingerprint(rows: Sequence[Row]) -> str:
    """What a check page showed: the same only while no row has changed, come or gone (B5)."""
    text = "\n".join(f"{row.entry_id}:{row.version}" for row in rows if row.standing)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
