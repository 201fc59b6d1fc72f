"""What a file would do to the entries grid, said before anything is kept (D8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.grid import Problem
from interchange.core.identifiers import new_id
from interchange.core.sent import MOST_ROWS
from interchange.core.spreadsheets import Table
from interchange.entries import drafting
from interchange.entries.queries import drafts as queries
from interchange.entries.queries.drafts import Row, Window
from interchange.entries.rules import drafts, grid_files
from interchange.entries.rules.drafts import Code
from interchange.entries.rules.grid_files import Given

MOST_CODES_OF_A_FILE = 200


@dataclass(frozen=True)
class Change:
    """One row that Accept would change."""

    number: str
    name: str
    old: str
    new: str


@dataclass
class Preview:
    """What Accept would do with a file. `rows` is exactly what it would keep."""

    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    bad: list[list[str]] = field(default_factory=list)
    """The lines that cannot be used, as they were, with what is wrong at the end of each; the headings first."""
    codes: list[str] = field(default_factory=list)

    @property
    def bad_lines(self) -> int:
        return max(len(self.bad) - 1, 0)


def preview_of(actor: Actor, window: Window, table: Table) -> Preview:
    """What this table would change in the grid of its series."""
    window.refuse_if_closed()
    known = _known(table)
    read = grid_files.read(table, centre_number=actor.centre_number, series=window.series.code, codes=known)
    made = Preview(
        problems=list(read.problems), notes=read.notes, codes=[code.code for code in known.values()]
    )
    if len(read.given) > MOST_ROWS:
        raise Refused("too-many-rows", f"The file has more than {MOST_ROWS:,} candidates. Split it.")
    codes = {code.code: code for code in known.values()}
    book = _Book(actor, window, codes)
    for given in read.given:
        _weigh(given, book, codes, made)
    made.problems.sort(key=lambda problem: problem.row)
    made.bad = _bad_lines(table, read.heading, made.problems)
    return made


def _known(table: Table) -> dict[str, Code]:
    """The codes of a file that the catalogue has, by how the file spells them."""
    words = sorted(word for word in grid_files.codes_named(table) if len(word) <= 20)
    found = queries.codes_of(words[:MOST_CODES_OF_A_FILE])
    by_capitals = {code.upper(): one for code, one in found.items()}
    return {word: by_capitals[word.upper()] for word in words if word.upper() in by_capitals}


class _Book:
    """The rows that are there, by what a file may call them."""

    def __init__(self, actor: Actor, window: Window, codes: Mapping[str, Code]) -> None:
        rows = queries.rows_of(actor, window.series.pk, list(codes))
        self.by_number = {row.number: row for row in reversed(rows) if row.number}
        self.by_uci = {row.cell("uci"): row for row in reversed(rows) if row.cell("uci")}

    def row(self, given: Given) -> Row:
        """By number, else by UCI where the file gives no number; else a new row."""
        found = self.by_number.get(given.number)
        if found is None and not given.number:
            found = self.by_uci.get(given.details.get("uci", "").upper())
        key: UUID = new_id()
        return found or Row(key.hex, key, None, {}, None)


def _weigh(given: Given, book: _Book, codes: Mapping[str, Code], made: Preview) -> None:
    row = book.row(given)
    cells = {**given.details, **given.codes}
    if not row.is_new:
        cells.pop("candidate_number", None)
    faults = _faults(given, row, codes)
    if faults:
        made.problems += [Problem(given.lines[0], column, fault) for column, fault in faults.items()]
        return
    moved = {
        column: text for column, text in cells.items()
        if not _says_the_same(column, text, row.cell(column), codes)
    }  # fmt: skip
    if not moved:
        made.unchanged += 1
        return
    name = row.name or ", ".join(filter(None, (cells.get("surname"), cells.get("forenames"))))
    made.changed.append(
        Change(
            row.number or given.number,
            name,
            _told({column: row.cell(column) for column in moved}),
            _told(moved),
        )
    )
    made.rows.append({"number": row.key, "version": row.version, "cells": moved})


def _faults(given: Given, row: Row, codes: Mapping[str, Code]) -> dict[str, str]:
    """What is wrong in the cells by themselves; what cannot even be kept comes first."""
    found = {
        column: fault for column, text in {**given.details, **given.codes}.items()
        if (fault := drafts.why_not_kept(text))
    }  # fmt: skip
    if not found and row.is_new and not given.number and not given.details.get("surname"):
        found["candidate_number"] = drafting.ASK["candidate_number"]
    return found or drafting.hints(given.details, given.codes, codes)


def _says_the_same(column: str, text: str, held: str, codes: Mapping[str, Code]) -> bool:
    """Whether a cell of the file means what stands there: days and codes may be written in several ways."""
    if drafts.same_cell(column, text, held, codes.get(column)):
        return True
    if column not in drafting.COLUMNS or not text or not held:
        return False
    try:
        return bool(drafting.COLUMNS[column].read(text) == drafting.COLUMNS[column].read(held))
    except ValueError:
        return False


def _told(cells: Mapping[str, str]) -> str:
    said = [f"{drafts.DETAILS.get(column, column)} {text or 'nothing'}" for column, text in cells.items()]
    more = f" and {len(said) - 6} more" if len(said) > 6 else ""
    return ", ".join(said[:6]) + more


def _bad_lines(table: Table, heading: int, problems: Sequence[Problem]) -> list[list[str]]:
    if heading < 0 or not problems:
        return []
    told: dict[int, list[str]] = {}
    for problem in problems:
        told.setdefault(problem.row, []).append(
            f"{problem.column}: {problem.sentence}" if problem.column else problem.sentence
        )
    lines = [
        [*table.rows[line - 1], " ".join(said)] for line, said in sorted(told.items()) if line - 1 > heading
    ]
    return [[*table.rows[heading], "error"], *lines] if lines else []
