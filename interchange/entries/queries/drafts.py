"""The entries grid as pages and services read it: candidates, what is held of them, and what has been typed over it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from interchange.catalogue import queries as catalogue
from interchange.catalogue.rules.profile import Band, Profile, band_at, last_moment, no_change_from
from interchange.core import clock
from interchange.core.errors import Refused
from interchange.core.tenancy import Sees
from interchange.entries import drafting
from interchange.entries.models import Candidate, Draft, Entry
from interchange.entries.rules import drafts
from interchange.entries.rules.drafts import Code, Mark
from interchange.entries.rules.holdings import Details

if TYPE_CHECKING:
    from interchange.catalogue.models import Series

MOST_CODES = 30
"""Columns of codes in one grid."""
MOST_DRAFTS = 10_000
"""Rows that one centre may leave unsent in one series."""
DETAILS_OF = ("uci", "uln", "surname", "forenames", "born_on", "sex", "status")


@dataclass(frozen=True)
class Window:
    """What may be done with entries of a series now."""

    series: "Series"
    profile: Profile
    band: Band
    at: datetime

    @property
    def may_type(self) -> bool:
        """Whether rows may be typed and kept; before the series opens too, so that the work can be done ahead."""
        return self.series.is_open and self.band is not Band.CLOSED

    @property
    def may_submit(self) -> bool:
        return self.may_type and self.band is not Band.NOT_OPEN

    @property
    def deadline(self) -> datetime:
        """The last moment of the band that it is now."""
        days = {Band.ON_TIME: self.profile.entry_deadline, Band.LATE: self.profile.very_late}
        if self.band in days:
            return last_moment(self.profile, days[self.band])
        return clock.end_of_day(no_change_from(self.profile))

    @property
    def days_left(self) -> int:
        """Whole days until that moment; 0 on the day itself."""
        return (clock.london(self.deadline).date() - clock.london(self.at).date()).days

    @property
    def why_closed(self) -> str:
        """Why nothing can be typed, and what can be done instead; empty where something can."""
        if self.may_type:
            return ""
        last = clock.day_in_words(no_change_from(self.profile))
        if not self.series.is_open:
            return f"{self.series.name} is closed. Send a message if an entry is wrong."
        return (
            f"Entries for {self.series.name} could be changed until {last}. "
            "Send a message if a name or a date of birth is wrong, with what proof you hold."
        )

    def refuse_if_closed(self) -> None:
        """Refused where nothing can be typed any more."""
        if not self.may_type:
            raise Refused("window-closed", self.why_closed)


def window_of(series_code: str) -> Window:
    """A series with its days as they stand now; `Http404` where there is none."""
    return _window(catalogue.series_by_code(series_code))


def _window(series: "Series") -> Window:
    profile = catalogue.profile_of(series)
    at = clock.now()
    return Window(series, profile, band_at(profile, at), at)


def codes_of(wanted: Collection[str]) -> dict[str, Code]:
    """These entry codes with their options, in the order asked for; what the catalogue has not is left out."""
    spelt = catalogue.entry_codes_spelt(set(wanted)) if wanted else {}
    asked = list(dict.fromkeys(spelt.get(code, code) for code in wanted))
    found: dict[str, dict[str, str]] = {}
    titles: dict[str, str] = {}
    for option in catalogue.options_for_entry(codes=set(asked)) if asked else ():
        found.setdefault(option.entry_code, {}).setdefault(option.code, option.label)
        titles.setdefault(option.entry_code, option.qualification.title)
    return {
        code: Code(code, titles[code], tuple(sorted(found[code].items()))) for code in asked if code in found
    }


class Stored(NamedTuple):
    """A draft as it is stored."""

    id: UUID
    candidate_id: UUID | None
    details: dict[str, str]
    codes: dict[str, str]
    problems: dict[str, str]
    version: int
    at: datetime | None
    by: str

    @property
    def empty(self) -> bool:
        """Whether nothing is left of it: what was typed was taken back."""
        return not self.details and not self.codes


class Person(NamedTuple):
    """A candidate who is held."""

    id: UUID
    number: str
    details: Details


class Row(NamedTuple):
    """One row of the grid."""

    key: str
    draft_id: UUID
    person: Person | None
    held: dict[str, str]
    """What is held, cell by cell; nothing for a new candidate."""
    draft: Stored | None

    @property
    def is_new(self) -> bool:
        return self.person is None

    @property
    def version(self) -> int:
        return self.draft.version if self.draft else 0

    def typed(self) -> dict[str, str]:
        """What stands over what is held."""
        return {**self.draft.details, **self.draft.codes} if self.draft else {}

    def cell(self, column: str) -> str:
        """What a cell shows."""
        if self.draft:
            typed = self.draft.details.get(column, self.draft.codes.get(column))
            if typed is not None:
                return typed
        return self.held.get(column, "")

    @property
    def number(self) -> str:
        return self.cell("candidate_number")

    @property
    def name(self) -> str:
        surname, forenames = self.cell("surname"), self.cell("forenames")
        return f"{surname}, {forenames}" if surname and forenames else surname or forenames

    def cells(self, columns: Iterable[str]) -> dict[str, str]:
        return {column: self.cell(column) for column in columns}

    def marks(self, codes: Mapping[str, Code]) -> dict[str, Mark]:
        """How each cell that somebody typed in differs from what is held."""
        typed = self.typed()
        return drafts.changed(typed, self.held, codes) if typed else {}

    def problems(self, codes: Mapping[str, Code]) -> dict[str, str]:
        """What is wrong by column: what a cell shows by itself, and what the last check found."""
        if self.draft is None:
            return {}
        return {**self.draft.problems, **drafting.hints(self.draft.details, self.draft.codes, codes)}


def people_of(actor: Sees, series_id: int, *, numbers: Collection[str] | None = None) -> list[Person]:
    """The candidates of the centre in a series, or those of these numbers, in order of their numbers."""
    found = Candidate.objects.visible_to(actor).filter(series_id=series_id)
    if numbers is not None:
        found = found.filter(number__in=numbers)
    rows = found.order_by("number").values_list("id", "number", *DETAILS_OF)
    return [Person(row[0], row[1], Details(*row[2:])) for row in rows]


def held_codes(
    actor: Sees,
    series_id: int,
    *,
    codes: Collection[str] | None = None,
    people: Collection[UUID] | None = None,
) -> dict[UUID, dict[str, str]]:
    """By candidate and entry code the option that is held, as a cell shows it."""
    live = Entry.objects.visible_to(actor).filter(series_id=series_id, withdrawn_at=None)
    if codes is not None:
        live = live.filter(entry_code__in=codes)
    if people is not None:
        live = live.filter(candidate_id__in=people)
    held: dict[UUID, dict[str, str]] = {}
    for candidate_id, code, option in live.order_by().values_list(
        "candidate_id", "entry_code", "option__code"
    ):
        held.setdefault(candidate_id, {})[code] = option or "1"
    return held


def stored_drafts(
    actor: Sees, series_id: int, *, keys: Collection[UUID] | None = None, people: Collection[UUID] = (),
    lock: bool = False, since: datetime | None = None,
) -> list[Stored]:  # fmt: skip
    """The rows that somebody has typed in, of a series, or of these keys and candidates; `lock` holds them."""
    found = Draft.objects.visible_to(actor).filter(series_id=series_id)
    if keys is not None:
        found = found.filter(pk__in=keys) | found.filter(candidate_id__in=people)
    if since is not None:
        found = found.filter(changed_at__gte=since)
    found = found.order_by("pk").select_for_update() if lock else found.order_by("place", "pk")
    columns = ("id", "candidate_id", "details", "codes", "problems", "number", "changed_at", "changed_by")
    return [Stored(*row) for row in found.values_list(*columns)]


def row_of(person: Person, entries: Mapping[str, str], draft: Stored | None) -> Row:
    """The row of a candidate who is held."""
    held = {"candidate_number": person.number, **drafts.as_cells(person.details), **entries}
    return Row(person.number, draft.id if draft else person.id, person, held, draft)


def new_row(draft: Stored) -> Row:
    """The row of a candidate who is not held yet."""
    return Row(draft.id.hex, draft.id, None, {}, draft)


def rows_of(actor: Sees, series_id: int, codes: Collection[str]) -> list[Row]:
    """Every row of a grid: the candidates who are held, in order of number, then the new ones as they were typed."""
    entries = held_codes(actor, series_id, codes=codes)
    stored = stored_drafts(actor, series_id)
    by_person = {draft.candidate_id: draft for draft in stored if draft.candidate_id}
    held = [
        row_of(person, entries.get(person.id, {}), by_person.get(person.id))
        for person in people_of(actor, series_id)
    ]
    return held + [new_row(draft) for draft in stored if draft.candidate_id is None and not draft.empty]


def drafted(actor: Sees, series_id: int, *, lock: bool = False) -> list[drafting.Drafted]:
    """Every row of a series that would do something if it were sent, whichever codes a page shows."""
    stored = [draft for draft in stored_drafts(actor, series_id, lock=lock) if not draft.empty]
    people = {person.id: person for person in people_of(actor, series_id)}
    touched = [draft.candidate_id for draft in stored if draft.candidate_id]
    entries = held_codes(actor, series_id, people=touched) if touched else {}
    rows = [_drafted(draft, people, entries) for draft in stored]
    return sorted(rows, key=lambda row: (row.held is None, row.number))


def _drafted(
    draft: Stored, people: Mapping[UUID, Person], entries: Mapping[UUID, Mapping[str, str]]
) -> drafting.Drafted:
    person = people.get(draft.candidate_id) if draft.candidate_id else None
    return drafting.Drafted(
        person.number if person else draft.id.hex, draft.id, draft.version,
        person.number if person else draft.details.get("candidate_number", ""),
        person.details if person else None, entries.get(person.id, {}) if person else {}, draft.details, draft.codes,
    )  # fmt: skip


def unsent(actor: Sees, series_id: int) -> int:
    """How many rows of a series have been typed and not sent."""
    left = Draft.objects.visible_to(actor).filter(series_id=series_id).exclude(details={}, codes={})
    return left.count()


def series_open_for_entries() -> list[Window]:
    """The series that are open, with their days, the newest first."""
    return [_window(series) for series in catalogue.series_list().filter(is_open=True)]


def codes_in_use(actor: Sees, series_id: int) -> list[str]:
    """The entry codes that the centre has entries or drafts for in a series."""
    live = Entry.objects.visible_to(actor).filter(series_id=series_id, withdrawn_at=None)
    found = set(live.order_by().values_list("entry_code", flat=True).distinct())
    for codes in Draft.objects.visible_to(actor).filter(series_id=series_id).values_list("codes", flat=True):
        found |= set(codes)
    return sorted(found)
