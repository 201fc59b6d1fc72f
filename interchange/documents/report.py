"""Reports on a centre's entries on paper: the summary, clashes, certification warnings (R-DOC-1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from interchange.documents.typesetting import Narrow, typeset
from interchange.documents.words import moment

LETTERS_IN_A_MM: Final = 0.5
"""Of wide letters in a cell; a longer word may be broken."""


@dataclass(frozen=True)
class Column:
    """A column: its head, how wide it is in millimetres, and whether it holds numbers."""

    name: str
    width: int
    number: bool = False


@dataclass(frozen=True)
class Section:
    """A part of a report with a heading of its own, and lines under the report's columns; `total` stands below.

    A cell may have several lines.
    """

    title: str
    rows: Sequence[Sequence[str]]
    total: Sequence[str] = ()


@dataclass(frozen=True)
class Report:
    """What a report shows; `nothing` where there is no line at all; `facts` are numbers by their labels."""

    board_name: str
    title: str
    centre: str
    series: str
    made_at: datetime
    columns: Sequence[Column]
    sections: Sequence[Section]
    nothing: str
    facts: Mapping[str, int] = field(default_factory=dict)
    notes: Sequence[str] = ()


def render_report(report: Report) -> bytes:
    """The report as a tagged PDF on A4; the same report gives the same bytes."""
    return typeset("report.typ", _context(report), images={}, at=report.made_at)


def _context(report: Report) -> dict[str, Any]:
    return {
        "title": f"{report.title}, {report.series}, {report.centre}",
        "kind": report.title,
        "board": report.board_name,
        "centre": report.centre,
        "series": report.series,
        "facts": [[name, f"{number:,}"] for name, number in report.facts.items()],
        "columns": [{"name": one.name, "width": one.width, "number": one.number} for one in report.columns],
        "sections": [
            {
                "title": one.title, "rows": [_cells(row, report.columns) for row in one.rows],
                "total": _cells(one.total, report.columns),
            }
            for one in report.sections
        ],
        "nothing": report.nothing,
        "notes": list(report.notes),
        "made_at": moment(report.made_at),
    }  # fmt: skip


def _cells(row: Sequence[str], columns: Sequence[Column]) -> list[list[Narrow]]:
    """Each cell by its lines."""
    return [
        [Narrow(line, int(one.width * LETTERS_IN_A_MM)) for line in cell.split("\n")]
        for cell, one in zip(row, columns, strict=False)
    ]
