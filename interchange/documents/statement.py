"""Statements of entry: what each candidate is entered for, one page for each, all in one file (R-DOC-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from interchange.documents.typesetting import Narrow, typeset
from interchange.documents.words import day, moment

NOTHING: Final = "–"
TITLE_WORD, CODE_WORD, PAPER_WORD = 20, 9, 18
"""How many letters of one word fit into a column."""


@dataclass(frozen=True)
class PaperLine:
    """One timetabled paper of an entry; what is not known is empty. `clash` where it cannot be sat as timetabled."""

    code: str
    title: str
    on: date | None = None
    session: str = ""
    starts: str = ""
    length: str = ""
    clash: bool = False


@dataclass(frozen=True)
class EntryLine:
    """One entry: its code and title, by which option, and its papers in the order of their days."""

    code: str
    title: str
    tier: str = ""
    option: str = ""
    late: bool = False
    papers: tuple[PaperLine, ...] = ()


@dataclass(frozen=True)
class Statement:
    """One candidate with every entry that stands."""

    number: str
    name: str
    uci: str
    uln: str
    born_on: date
    sex: str
    status: str
    lines: tuple[EntryLine, ...]


@dataclass(frozen=True)
class Statements:
    """The statements of one centre in one series, as it was held at one moment."""

    board_name: str
    centre_number: str
    centre_name: str
    series: str
    made_at: datetime
    candidates: Sequence[Statement]
    assumed: bool = False
    """Whether a start shown is our usual one, because the timetable prints the session alone."""


def render_statements(statements: Statements) -> bytes:
    """All of them as one tagged PDF on A4; each candidate begins a page. The same statements give the same bytes."""
    return typeset("statement.typ", _context(statements), images={}, at=statements.made_at)


def _context(made: Statements) -> dict[str, Any]:
    """What many candidates share is there once: an entry is a number in the list of all that anybody has."""
    places: dict[EntryLine, int] = {}
    candidates = [
        _candidate(one, [places.setdefault(line, len(places)) for line in one.lines])
        for one in made.candidates
    ]
    return {
        "title": f"Statements of entry, {made.series}, centre {made.centre_number}",
        "board": made.board_name,
        "centre": f"{made.centre_number} {made.centre_name}",
        "series": made.series,
        "assumed": made.assumed,
        "made_at": moment(made.made_at),
        "printed": day(made.made_at),
        "entries": [_entry(line) for line in places],
        "candidates": candidates,
    }


def _candidate(one: Statement, entries: list[int]) -> dict[str, Any]:
    return {
        "number": one.number,
        "name": Narrow(one.name, 40),
        "facts": [
            ["Candidate number", one.number], ["UCI", one.uci or NOTHING], ["ULN", one.uln or "not known"],
            ["Date of birth", day(one.born_on)], ["Sex", one.sex], ["Entered as", one.status],
        ],
        "entries": entries,
        "clashes": any(paper.clash for line in one.lines for paper in line.papers),
    }  # fmt: skip


def _entry(line: EntryLine) -> list[list[Any]]:
    """The rows of an entry: one for each paper, or one alone; only the first repeats the title."""
    about = ", ".join(
        part for part in (line.title, line.tier, line.option, "late" if line.late else "") if part
    )
    papers = line.papers or (PaperLine("", "no timetabled paper"),)
    return [
        [
            Narrow(line.code, CODE_WORD), Narrow(about if place == 0 else "", TITLE_WORD),
            Narrow(f"{paper.code} {paper.title}".strip(), PAPER_WORD), day(paper.on) if paper.on else NOTHING,
            paper.starts or paper.session or NOTHING, paper.length or NOTHING, "clash" if paper.clash else "",
        ]
        for place, paper in enumerate(papers)
    ]  # fmt: skip
