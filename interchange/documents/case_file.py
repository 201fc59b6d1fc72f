"""The file of one security case, to hand on: to the police, the Information Commissioner or Ofqual (section 9)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from interchange.documents.typesetting import Narrow, typeset
from interchange.documents.words import moment

WIDE_WORD, NARROW_WORD = 45, 16
"""How many letters of one word fit into a wide column, and into a narrow one."""


@dataclass(frozen=True)
class CaseClock:
    """Who might have to be told, by when, and what became of it."""

    who: str
    due_at: datetime
    outcome: str
    at: datetime | None = None
    why: str = ""
    late: bool = False


@dataclass(frozen=True)
class CaseLine:
    """One line of the log or of the trail."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True)
class CaseFile:
    """Everything that is held on a case, at the moment at which the file is made; `facts` by their labels."""

    board_name: str
    reference: str
    state: str
    facts: dict[str, str]
    what: str
    clocks: tuple[CaseClock, ...]
    log: tuple[CaseLine, ...]
    trail: tuple[CaseLine, ...]
    made_by: str
    made_at: datetime


def render_case_file(file: CaseFile) -> bytes:
    """The file as a tagged PDF on A4; the same file gives the same bytes."""
    return typeset("case_file.typ", _context(file), images={}, at=file.made_at)


def _context(file: CaseFile) -> dict[str, Any]:
    return {
        "title": f"Security case {file.reference}",
        "board": file.board_name,
        "reference": file.reference,
        "state": file.state,
        "facts": [[name, Narrow(value, WIDE_WORD)] for name, value in file.facts.items()],
        "clocks": [_clock(clock) for clock in file.clocks],
        "what": _lines(file.what, 2 * WIDE_WORD),
        "log": [_line(line) for line in file.log],
        "trail": [_line(line) for line in file.trail],
        "made_by": file.made_by,
        "made_at": moment(file.made_at),
    }


def _clock(clock: CaseClock) -> list[Any]:
    outcome = f"{clock.outcome}, too late" if clock.late else clock.outcome
    at = moment(clock.at) if clock.at else ""
    return [clock.who, moment(clock.due_at), outcome, at, _lines(clock.why, NARROW_WORD)]


def _line(line: CaseLine) -> list[Any]:
    return [moment(line.at), Narrow(line.who, NARROW_WORD), _lines(line.what, WIDE_WORD)]


def _lines(text: str, most: int) -> list[Narrow]:
    return [Narrow(line, most) for line in text.splitlines()]
