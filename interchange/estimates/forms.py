"""What the pages of estimates and forecast grades send, read strictly: whole, or refused with a sentence."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, QueryDict

from interchange.core.errors import Refused, always
from interchange.core.spreadsheets import Table, read_pasted, read_table
from interchange.estimates.rules.forecasts import in_one_word
from interchange.estimates.rules.grading import TypedGrade
from interchange.estimates.rules.saving import Typed

NOT_WHOLE = always(
    "not-whole",
    "Part of the page did not reach us, so nothing was saved. What you typed is still in your browser: "
    "go back, and save again.",
)
LARGEST_FILE = 5_000_000
LONGEST_CELL = 60
MOST_ROWS = 10_000
NEW_LINES = 4
"""Empty lines below the list, for codes that nobody was entered for last year."""
KEY = re.compile(r"[oc]\d{1,18}", re.ASCII)
NUMBER = re.compile(r"\d{4}", re.ASCII)
VERSION = re.compile(r"\d{1,9}", re.ASCII)


def _shown(sent: QueryDict, key: re.Pattern[str]) -> dict[str, tuple[int, str]]:
    """Of each row the version and what it showed; refused whole when a row is missing, doubled or misshapen."""
    rows = [row.split(":", 2) for row in sent.get("shown", "").split()]
    good = all(len(row) == 3 and key.fullmatch(row[0]) and VERSION.fullmatch(row[1]) for row in rows)
    if not good or len(rows) > MOST_ROWS or sent.get("end") != "1":
        raise NOT_WHOLE
    found = {row[0]: (int(row[1]), row[2]) for row in rows}
    if len(found) != len(rows) or any(len(sent.getlist(f"n-{name}")) != 1 for name in found):
        raise NOT_WHOLE
    return found


def read_estimates(sent: QueryDict) -> list[Typed]:
    """The lines that somebody touched. A line sent back as it was shown stands as others may have saved it since."""
    lines = []
    for key, (version, was) in _shown(sent, KEY).items():
        number, confirmed = sent.get(f"n-{key}", "")[:LONGEST_CELL], f"c-{key}" in sent
        if number.strip() != was or confirmed:
            lines.append(Typed(key, number, version, confirmed))
    return [*lines, *_new_lines(sent)]


def _new_lines(sent: QueryDict) -> Iterator[Typed]:
    for place in range(1, NEW_LINES + 1):
        code, number = (
            sent.get(f"code-{place}", "")[:LONGEST_CELL],
            sent.get(f"new-{place}", "")[:LONGEST_CELL],
        )
        if code.strip() or number.strip():
            yield Typed("", number, code=code, line=place)


def read_forecasts(sent: QueryDict) -> list[TypedGrade]:
    """The grades that somebody touched."""
    return [
        TypedGrade(number, sent.get(f"n-{number}", "")[:LONGEST_CELL], version)
        for number, (version, was) in _shown(sent, NUMBER).items()
        if in_one_word(sent.get(f"n-{number}", "")) != was
    ]


def read_table_of(request: HttpRequest) -> Table:
    """What was uploaded or pasted, as a table; refused with a sentence where it is none."""
    sent = request.FILES.get("file")
    if sent is None:
        text = request.POST.get("text", "")
        if not text.strip():
            raise Refused("empty", "Choose a file, or paste from a spreadsheet.")
        return read_pasted(text)
    if sent.size is not None and sent.size > LARGEST_FILE:
        raise Refused("too-large", "The file is larger than 5 MB. Send only the columns that are needed.")
    return read_table(sent.read(), sent.name or "")


def read_accepted_estimates(sent: QueryDict) -> list[Typed]:
    """The lines of a preview that was accepted, as they were shown."""
    return [
        Typed(key, number, version, confirmed=True, code=code)
        for key, number, version, code in _rows(sent, (str, str, int, str))
    ]


def read_accepted_forecasts(sent: QueryDict) -> list[TypedGrade]:
    """The grades of a preview that was accepted, as they were shown."""
    return [TypedGrade(number, grade, version) for number, grade, version in _rows(sent, (str, str, int))]


def _rows(sent: QueryDict, kinds: tuple[type, ...]) -> list[Any]:
    try:
        rows = json.loads(sent.get("rows", ""))
    except (ValueError, RecursionError):
        raise NOT_WHOLE from None
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ROWS:
        raise NOT_WHOLE
    if not all(isinstance(row, list) and tuple(map(type, row)) == kinds for row in rows):
        raise NOT_WHOLE
    if not all(len(cell) <= LONGEST_CELL for row in rows for cell in row if isinstance(cell, str)):
        raise NOT_WHOLE
    if len({row[0] for row in rows}) != len(rows):
        raise NOT_WHOLE
    return rows
