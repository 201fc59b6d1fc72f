"""A page of the entries grid: which rows and columns it shows, and what others have saved since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from interchange.core.actor import Actor
from interchange.entries.queries.drafts import (
    MOST_CODES,
    Row,
    Window,
    codes_of,
    held_codes,
    new_row,
    people_of,
    row_of,
    rows_of,
    stored_drafts,
    window_of,
)
from interchange.entries.rules import drafts
from interchange.entries.rules.drafts import Code


@dataclass(frozen=True)
class Filter:
    """Which rows and columns a page shows; each part has an address (A7), but for what would name a candidate."""

    show: str = "all"
    columns: str = "all"
    find: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filter":
        """From an address; what is unknown counts as not given."""
        show, columns = query.get("show", ""), query.get("columns", "")
        return cls(
            show if show in SHOWN else "all", columns if columns in COLUMNS else "all",
            query.get("find", "").replace("\x00", "").strip()[:100],
        )  # fmt: skip

    def takes(self, row: Row, codes: Mapping[str, Code]) -> bool:
        """Whether this row is shown."""
        if self.show == "entered" and not any(row.cell(code) for code in codes):
            return False
        if self.show == "changed" and not row.marks(codes):
            return False
        if self.show == "problems" and not row.problems(codes):
            return False
        return self.find.casefold() in f"{row.number} {row.name} {row.cell('uci')}".casefold()


SHOWN = {
    "all": "All candidates", "entered": "Only entered for these codes", "changed": "Only changed, not submitted",
    "problems": "Only problems",
}  # fmt: skip
COLUMNS = {"all": "Details and codes", "codes": "Names and codes"}
EACH = 1_000
"""Rows on one page."""


@dataclass
class GridPage:
    """A page of the grid."""

    window: Window
    codes: dict[str, Code]
    rows: list[Row]
    filter: Filter
    total: int
    others: int
    page: int
    pages: int
    unsent: int

    @property
    def columns(self) -> list[str]:
        """The columns that can be typed in."""
        return [*(drafts.DETAILS if self.filter.columns == "all" else ()), *self.codes]


def grid_page(
    actor: Actor, series_code: str, codes: Sequence[str], shown: Filter, number: int = 1
) -> GridPage:  # fmt: skip
    """One page of a series' grid for these codes; the number of statements does not grow with the rows."""
    window = window_of(series_code)
    known = codes_of(codes[:MOST_CODES])
    rows = rows_of(actor, window.series.pk, list(known))
    kept = (
        rows
        if shown == replace(shown, show="all", find="")
        else [row for row in rows if shown.takes(row, known)]
    )
    pages = max(1, -(-len(kept) // EACH))
    page = min(max(1, number), pages)
    changed = sum(row.draft is not None and not row.draft.empty for row in rows)
    return GridPage(
        window, known, kept[(page - 1) * EACH : page * EACH], shown, len(kept), len(rows) - len(kept), page, pages,
        changed,
    )  # fmt: skip


def latest_change(rows: Iterable[Row]) -> datetime | None:
    """When somebody last saved any of these rows."""
    return max((row.draft.at for row in rows if row.draft and row.draft.at), default=None)


def rows_since(actor: Actor, series_id: int, codes: Collection[str], since: datetime) -> list[Row]:
    """The rows that anybody saved since a moment."""
    stored = stored_drafts(actor, series_id, since=since)
    ids = {draft.candidate_id for draft in stored if draft.candidate_id}
    people = {person.id: person for person in people_of(actor, series_id) if person.id in ids} if ids else {}
    entries = held_codes(actor, series_id, codes=codes, people=ids) if ids else {}
    rows = []
    for draft in stored:
        if draft.candidate_id in people:
            rows.append(row_of(people[draft.candidate_id], entries.get(draft.candidate_id, {}), draft))
        elif draft.candidate_id is None:
            rows.append(new_row(draft))
    return rows
