"""The entries grid ready to print into a page: words, classes and attributes; templates decide nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from markupsafe import escape

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.identifiers import new_id
from interchange.entries.queries.drafts import Row, Window, rows_of
from interchange.entries.queries.grid_page import GridPage, latest_change, rows_since
from interchange.entries.rules import drafts
from interchange.entries.rules.drafts import Code, Mark

LATELY_MINUTES = 2
BLANK_ROWS, BLANK_ROWS_OF_NOBODY, MOST_BLANK_ROWS = 3, 10, 200
HINTS = {
    "candidate_number": "four digits", "surname": "", "forenames": "", "uci": "13 characters",
    "date_of_birth": "31/12/2010", "sex": "M or F", "status": "S or P", "uln": "if known",
}  # fmt: skip
"""What is said under the head of a column."""


class Cell(NamedTuple):
    """One cell that can be typed in; what people wrote is escaped here, once."""

    column: str
    label: str
    name: str
    value: str
    css: str
    held: str | None
    """What is held, where the cell says something else."""
    mark: str
    fault: str


class Line(NamedTuple):
    """One row of the page."""

    key: str
    version: int
    number: str
    name: str
    cells: list[Cell]
    css: str
    words: str
    message: str
    editable: bool
    is_new: bool
    was: str
    label: str


@dataclass
class Lines:
    """The rows of a page, and what a form without script sends back of them."""

    lines: list[Line]
    versions: str = ""
    editable: int = 0
    token: str = ""
    others: list[str] = field(default_factory=list)


class Names:
    """What the fields of a page are called."""

    def __init__(self, columns: Sequence[str], codes: Sequence[str], letters: Mapping[str, str]) -> None:
        places = {code: place for place, code in enumerate(codes)}
        self.labels = {column: escape(drafts.DETAILS.get(column, column)) for column in columns}
        self.begin = {
            column: letters[column] if column in letters else f"e{places[column]}_" for column in columns
        }

    def of(self, column: str, key: str) -> str:
        """The name of a cell's field."""
        return f"{self.begin[column]}{key}"


class Outcomes(NamedTuple):
    """What the last save without script said of rows that were not kept, by key: the cells as typed, and why."""

    typed: Mapping[str, Mapping[str, str]]
    said: Mapping[str, str]
    conflicts: frozenset[str]


NOTHING = Outcomes({}, {}, frozenset())


def lines_of(
    page: GridPage, names: Names, shown_as: Any, *, blank: int, may_type: bool, outcomes: Outcomes = NOTHING
) -> Lines:  # fmt: skip
    """The rows of a page, and after them so many rows for new candidates; no statement is run here."""
    rows = list(page.rows)
    if may_type and page.filter.columns == "all" and page.page == page.pages:
        rows += [blank_row(UUID(key)) for key in outcomes.typed if drafts.is_new(key) and not _has(rows, key)]
        rows += [blank_row(new_id()) for _ in range(blank)]
    columns = page.columns
    lines = []
    for place, row in enumerate(rows, 1):
        typed = outcomes.typed.get(row.key) if outcomes.typed else None
        lines.append(
            _line(row, page, columns, names, shown_as, typed, outcomes, may_type=may_type, place=place)
        )
    versions = " ".join(f"{line.key}:{line.version}:{line.was}" for line in lines) if may_type else ""
    token = latest_change(page.rows)
    return Lines(lines, versions, len(lines) if may_type else 0, token.isoformat() if token else "")


def _has(rows: Iterable[Row], key: str) -> bool:
    return any(row.key == key for row in rows)


def blank_row(key: UUID) -> Row:
    """A row for a new candidate in which nothing has been typed."""
    return Row(key.hex, key, None, {}, None)


def _line(
    row: Row, page: GridPage, columns: Sequence[str], names: Names, shown_as: Any,
    typed: Mapping[str, str] | None, outcomes: Outcomes, *, may_type: bool, place: int,
) -> Line:  # fmt: skip
    marks, problems = row.marks(page.codes), row.problems(page.codes)
    css, words, message = state_of(row, marks, problems)
    if typed is not None:
        lost = row.key in outcomes.conflicts
        css, words = ("is-conflict", "Saved by someone else") if lost else ("is-problem", "Not saved")
        message = outcomes.said.get(row.key, "")
    sent = [column for column in columns if row.is_new or column != "candidate_number"]
    was = shown_as([row.cell(column) for column in sent]) if may_type else ""
    cells = [_cell(row, column, names, marks, problems, typed) for column in sent]
    label = f"{row.number} {row.name}".strip() or f"new candidate {place}"
    return Line(
        row.key, row.version, escape(row.number), escape(row.name), cells, css, escape(words), escape(message),
        may_type, row.is_new, was, escape(label),
    )  # fmt: skip


def _cell(
    row: Row, column: str, names: Names, marks: Mapping[str, Mark], problems: Mapping[str, str],
    typed: Mapping[str, str] | None,
) -> Cell:  # fmt: skip
    value = row.cell(column) if typed is None else typed.get(column, row.cell(column))
    mark = marks.get(column) if not row.is_new or column not in drafts.DETAILS else None
    held = row.held.get(column, "") if mark and not row.is_new else None
    return Cell(
        column, names.labels[column], names.of(column, row.key), escape(value), f"is-{mark.value}" if mark else "",
        None if held is None else escape(held), mark.value if mark else "", escape(problems.get(column, "")),
    )  # fmt: skip


def state_of(row: Row, marks: Mapping[str, Mark], problems: Mapping[str, str]) -> tuple[str, str, str]:
    """A row's state: the class that draws it, its words, and what is wrong with it."""
    if row.draft is None or row.draft.empty:
        return ("is-empty", "New row", "") if row.is_new else ("is-empty", "No change", "")
    words = drafts.in_words(marks, new=row.is_new) or "Changed for other codes"
    words = f"{words[0].upper()}{words[1:]}"
    if problems:
        return "is-problem", words, sentence_of(problems)
    return "is-saved", words, ""


def sentence_of(problems: Mapping[str, str]) -> str:
    """What is wrong in a row, the first two in full."""
    said = [f"{drafts.DETAILS.get(column, column)}: {fault}" for column, fault in problems.items()]
    more = f" And {len(said) - 2} more." if len(said) > 2 else ""
    return " ".join(said[:2]) + more


def as_json(row: Row, columns: Iterable[str], codes: Mapping[str, Code]) -> dict[str, Any]:
    """One row as a script reads it."""
    marks, problems = row.marks(codes), row.problems(codes)
    css, words, message = state_of(row, marks, problems)
    told = {
        column: mark.value for column, mark in marks.items() if not row.is_new or column not in drafts.DETAILS
    }
    return {
        "number": row.key, "called": row.number, "name": row.name, "version": row.version,
        "cells": row.cells(columns), "marks": told, "held": {column: row.held.get(column, "") for column in told},
        "problems": problems, "state": css, "words": words, "message": message,
        "by": row.draft.by if row.draft else "",
        "at": clock.wall_time(row.draft.at) if row.draft and row.draft.at else "",
    }  # fmt: skip


def answer(answers: Iterable[Any], window: Window, codes: Mapping[str, Code], *, by: Actor) -> dict[str, Any]:
    """The answer to a script's save, row by row."""
    rows = []
    for one in answers:
        stored = as_json(one.row, one.typed.cells, codes) if one.row else {"number": one.typed.key}
        message = one.message or stored.get("message", "")
        rows.append({**stored, "outcome": one.outcome.value, "message": message})
    return {"rows": rows, "saved_at": clock.wall_time(clock.now()), "others": []}


def since(
    actor: Actor, window: Window, codes: dict[str, Code], columns: Sequence[str], moment: Any
) -> dict[str, Any]:
    """What anybody saved after a moment, for a page that is open."""
    rows = rows_since(actor, window.series.pk, list(codes), moment) if moment else []
    latest = latest_change(rows)
    others = sorted({row.draft.by for row in rows if row.draft} - {actor.name})
    return {
        "rows": [{**as_json(row, columns, codes), "outcome": "saved"} for row in rows],
        "token": (latest or moment).isoformat() if latest or moment else "", "others": others,
    }  # fmt: skip


def template_rows(
    actor: Actor, window: Window, codes: Mapping[str, Code]
) -> tuple[list[str], list[list[str]]]:
    """The grid as a file to fill in and send back: candidates down, codes across."""
    headings = [*drafts.DETAILS, *codes]
    rows = rows_of(actor, window.series.pk, list(codes))
    return headings, [[row.cell(column) for column in headings] for row in rows]
