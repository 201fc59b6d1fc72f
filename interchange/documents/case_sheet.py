"""One case on paper: a transfer, an alternative site, a very late arrival; to be filed, or to go with the scripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from interchange.documents.typesetting import Narrow, typeset
from interchange.documents.words import moment

WIDE_WORD, LINE_WORD = 45, 90
"""How many letters of one word fit into half of the page, and into a line."""


@dataclass(frozen=True)
class CaseSheet:
    """What a sheet shows: facts and longer texts by their labels, and a table whose first row is its head."""

    board_name: str
    title: str
    reference: str
    state: str
    facts: Mapping[str, str]
    made_by: str
    made_at: datetime
    texts: Mapping[str, str] = field(default_factory=dict)
    rows: Sequence[Sequence[str]] = ()
    amounts: int | None = None
    """The column of the table that holds amounts, which end in one line."""


def render_case_sheet(sheet: CaseSheet) -> bytes:
    """The sheet as a tagged PDF on A4; the same sheet gives the same bytes."""
    return typeset("case_sheet.typ", _context(sheet), images={}, at=sheet.made_at)


def _context(sheet: CaseSheet) -> dict[str, Any]:
    columns = max((len(row) for row in sheet.rows), default=1)
    return {
        "title": f"{sheet.title} {sheet.reference}",
        "kind": sheet.title,
        "board": sheet.board_name,
        "reference": sheet.reference,
        "state": sheet.state,
        "facts": [[name, Narrow(value, WIDE_WORD)] for name, value in sheet.facts.items()],
        "texts": [
            [name, [Narrow(line, LINE_WORD) for line in text.splitlines()]]
            for name, text in sheet.texts.items()
            if text
        ],
        "rows": [[Narrow(value, LINE_WORD // columns) for value in row] for row in sheet.rows],
        "amounts": sheet.amounts,
        "made_by": sheet.made_by,
        "made_at": moment(sheet.made_at),
    }
