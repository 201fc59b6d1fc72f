"""A sheet ready to print into a page: words, classes and addresses; templates decide nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from markupsafe import escape

from interchange.assessment.queries.places import Place, Row, counts_of
from interchange.assessment.rules import sheets
from interchange.assessment.rules.figures import Figures, figures_of, oddities
from interchange.assessment.rules.marks import Typed, as_shown, figure, gap
from interchange.core import clock

KEPT_ORDER = "order_of_sheets"
"""Where a sitting keeps the order of rows that a person chose last (C10)."""

SORTS = {
    "number": "Candidate number",
    "name": "Name",
    "group": "Teaching group",
    "mark": "Mark, highest first",
}
SHOWN = {"all": "All candidates", "incomplete": "Only incomplete", "problems": "Only problems"}


class Line(NamedTuple):
    """One row of the page. `css` and `words` say its state; `typed` values win over stored ones where they differ.

    What people wrote is escaped here, once for all its places in the row; the template of the grid escapes nothing.
    """

    number: str
    name: str
    group: str
    version: int
    mark: str
    absent: bool
    grade: str
    reason: str
    parts: tuple[str, ...]
    checked: bool
    css: str
    words: str
    message: str
    editable: bool
    asks_reason: bool
    was: str


@dataclass(frozen=True)
class Filter:
    """Which rows a page shows, and in what order; each part has an address (A7)."""

    show: str = "all"
    group: str = ""
    sort: str = "number"
    find: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filter":
        """From an address; what is unknown counts as not given."""
        show, sort = query.get("show", ""), query.get("sort", "")
        return cls(
            show if show in SHOWN else "all", query.get("group", "")[:20], sort if sort in SORTS else "number",
            query.get("find", "").strip()[:100],
        )  # fmt: skip

    def takes(self, row: Row, line: Line) -> bool:
        """Whether this row is shown."""
        if self.group and row.group != self.group:
            return False
        if self.show == "incomplete" and not gap(row.value, checked=row.checked):
            return False
        if self.show == "problems" and not line.message:
            return False
        return self.find.casefold() in f"{row.number} {row.name}".casefold()

    def order(self, row: Row) -> tuple[object, ...]:
        """What a row is sorted by; the candidate number decides between equals."""
        if self.sort == "name":
            return (row.name.casefold(), row.number)
        if self.sort == "group":
            return (row.group, row.number)
        if self.sort == "mark":
            return (row.value.mark is None, -(row.value.mark or Decimal(0)), row.number)
        return (row.number,)


@dataclass(frozen=True)
class Outcomes:
    """What the last save said of each row, by candidate number."""

    typed: Mapping[str, Typed] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    conflicts: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Sheet:
    """Everything a sheet's page shows."""

    place: Place
    lines: list[Line]
    counts: sheets.Counts
    state: sheets.State
    figures: Figures
    warnings: list[str]
    groups: list[str]
    filter: Filter
    read_only: str
    others: int
    """Rows on the sheet that the filter hides."""

    @property
    def versions(self) -> str:
        """The rows shown, each with its version and what it showed, as the page sends them back."""
        return " ".join(f"{line.number}:{line.version}:{line.was}" for line in self.lines if line.editable)

    @property
    def editable(self) -> int:
        """How many rows the page sends back."""
        return sum(line.editable for line in self.lines)


NOTHING = Outcomes()


def sheet_page(
    place: Place, rows: Sequence[Row], shown: Filter, *, at: datetime, outcomes: Outcomes = NOTHING
) -> Sheet:
    """A sheet's page from its rows; no statement is run here."""
    read_only = place.why_read_only(at=at)
    all_open = not read_only and place.window.is_open(at=at)
    pairs = []
    for row in rows:
        editable = (
            row.withdrawn_at is None and not read_only and (all_open or row.number in place.open_numbers)
        )
        pairs.append((row, _line(row, place, outcomes, editable=editable)))
    plain = shown == Filter()
    kept = pairs if plain else [pair for pair in pairs if shown.takes(*pair)]
    if shown.sort != "number":
        kept.sort(key=lambda pair: shown.order(pair[0]))
    counts = counts_of(list(rows))
    marks = marks_of(rows)
    return Sheet(
        place, [line for _, line in kept], counts, sheets.shown_state(place.state, counts, place.window, at=at),
        figures_of(marks), warnings_of(rows, place), sorted({row.group for row in rows if row.group}), shown,
        read_only, len(pairs) - len(kept),
    )  # fmt: skip


def marks_of(rows: Sequence[Row]) -> list[Decimal]:
    """The marks that stand on a sheet."""
    return [row.value.mark for row in rows if row.value.mark is not None and row.withdrawn_at is None]


def warnings_of(rows: Sequence[Row], place: Place) -> list[str]:
    """What looks odd on the sheet; nothing of it blocks."""
    standing = [row for row in rows if row.standing]
    absent = len(standing) if all(row.value.absent for row in standing) else 0
    return (
        oddities(marks_of(rows), place.profile, absent=absent) + late_entered(rows) + _ungrouped(rows, place)
    )


def _ungrouped(rows: Sequence[Row], place: Place) -> list[str]:
    """How many have no teaching group where the component asks for one (section 6.2)."""
    without = sum(row.standing and not row.group for row in rows) if place.group_required else 0
    return (
        [f"{without} candidates have no teaching group, which {place.profile.code} asks for."]
        if without
        else []
    )


def late_entered(rows: Sequence[Row]) -> list[str]:
    """Candidates who were entered after marks were first saved and have none yet (6.3)."""
    first = min((row.saved_us for row in rows if row.saved_us is not None), default=None)
    late = [row for row in rows if first and row.entered_us > first and row.value.is_blank and row.standing]
    if len(late) > 10:
        return [f"{len(late)} candidates were entered after marking began. Add their marks."]
    return [
        f"{row.name} was entered on {clock.london(row.entered_at):%-d %B %Y}. Add a mark." for row in late
    ]


def _line(row: Row, place: Place, outcomes: Outcomes, *, editable: bool) -> Line:
    value, number = row.value, row.number
    css, words, message = state_of(row, editable=editable)
    typed = outcomes.typed.get(number) if outcomes.typed else None
    was = as_shown(value, checked=row.checked)
    if typed is not None:
        css, message = ("is-conflict", outcomes.conflicts[number]) if number in outcomes.conflicts else (
            "is-problem", outcomes.problems.get(number, "")
        )  # fmt: skip
        words = "Saved by someone else" if css == "is-conflict" else "Not saved"
        return Line(
            number, escape(row.name), escape(row.group), row.version, escape(typed.mark), typed.absent,
            escape(typed.grade), escape(typed.reason), tuple(map(escape, typed.parts)),
            typed.checked and css != "is-conflict", css, words, escape(message), editable,
            _asks(typed.mark, typed.reason), was,
        )  # fmt: skip
    return Line(
        number, escape(row.name), escape(row.group), row.version, figure(value.mark), value.absent, value.grade,
        value.reason,
        tuple(map(figure, value.parts)) if value.parts else ("",) * len(place.profile.parts), row.checked,
        css, words, message, editable, value.mark == 0 if value.mark is not None else False, was,
    )  # fmt: skip


def _asks(mark: str, reason: str) -> bool:
    return (mark.strip().strip("0") == "" and mark.strip() != "") or bool(reason)


def state_of(row: Row, *, editable: bool = True) -> tuple[str, str, str]:
    """A row's state: the class that draws it, its word, and what there is to say beside it."""
    if row.withdrawn_at is not None:
        return "is-locked", f"Withdrawn {clock.london(row.withdrawn_at):%-d %B %Y}", ""
    if row.value.is_blank:
        return ("is-empty", "No mark yet", "") if editable else ("is-locked", "No mark", "")
    if row.value.lacks_reason:
        return "is-problem", "Reason needed", "Say why this mark is 0."
    return ("is-checked", "Checked", "") if row.checked else ("is-saved", "Saved", "")
