"""Text with separators: CSV as programs here and abroad write it, and what is pasted from a spreadsheet."""

import codecs
import csv
import io
import re
from typing import Final

from interchange.core.errors import Refused
from interchange.core.spreadsheets import table as limits
from interchange.core.spreadsheets.table import Table, squared

SEPARATORS: Final = ",;\t"
QUOTED: Final = re.compile(r'"[^"]*"')
EXCEL_HINT: Final = re.compile(r"sep=(.)(\r\n?|\n)", re.IGNORECASE)
LETTERS_GUESSED: Final = (
    "The file is not in UTF-8, so it was read as Windows text. Check the names with accents before you go on."
)

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program may take for a formula when it opens a CSV."""

REMARK: Final = "#"
"""Begins the first cell of the lines at the end of an export that tell its filter, time and person."""


def decoded(data: bytes) -> tuple[str, list[str]]:
    """The text of a file, and what to note about its letters; `Refused("not-a-table")` when it is no text."""
    if data.startswith(codecs.BOM_UTF8):
        return _decoded_as("utf-8-sig", data), []
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded_as("utf-16", data), []
    if b"\0" in data[:2]:
        return _decoded_as("utf-16-be" if data[:1] == b"\0" else "utf-16-le", data), []
    try:
        return _decoded_as("utf-8", data), []
    except Refused:
        return _decoded_as("cp1252", data), [LETTERS_GUESSED]


def _decoded_as(encoding: str, data: bytes) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise not_a_table() from None
    if "\0" in text:
        raise not_a_table()
    return text


def not_a_table() -> Refused:
    said = "This file could not be read as a table. Save it as CSV (UTF-8) or as an Excel workbook (.xlsx)."
    return Refused("not-a-table", said)


def read_text(text: str, *, most: int, separator: str = "") -> Table:
    """The lines of a text, without remarks at the end; the separator is the one used most, unless given."""
    if hint := EXCEL_HINT.match(text):
        separator, text = hint[1], text[hint.end() :]
    rows = squared(_lines(text, separator or _separator(text), most))
    kept = _without_remarks(rows)
    left = len(rows) - len(kept)
    notes = [f"Remarks at the end, beginning with {REMARK}, were not read: {left}."] if left else []
    return Table(squared([[unguarded(cell) for cell in row] for row in kept]), notes)


def _lines(text: str, separator: str, most: int) -> list[list[str]]:
    rows: list[list[str]] = []
    characters = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for line, row in enumerate(reader, 1):
            _check(row, line, most)
            characters += sum(map(len, row))
            if characters > limits.MAX_CHARACTERS:
                raise limits.too_much_text()
            rows.append(row)
    except csv.Error as reason:
        raise _unreadable(reader.line_num, str(reason)) from None
    return rows


def _check(row: list[str], line: int, most: int) -> None:
    if line > most:
        raise limits.too_many_rows(most)
    if len(row) > limits.MAX_COLUMNS and any(row[limits.MAX_COLUMNS :]):
        raise limits.too_many_columns()
    if max(map(len, row), default=0) > limits.MAX_CELL:
        raise limits.too_long_a_cell(line)


def _unreadable(line: int, reason: str) -> Refused:
    if "field limit" in reason:
        return limits.too_long_a_cell(line)
    said = f"Near line {line:,} a quotation mark has no partner. Mend it, or save the file as .xlsx."
    return Refused("quotation-marks", said)


def _separator(text: str) -> str:
    """The separator of the first line that has any, outside quotation marks; a comma when none has."""
    for line in text[: limits.MAX_CELL].splitlines():
        bare = QUOTED.sub("", line)
        most_used = max(SEPARATORS, key=bare.count)
        if most_used in bare:
            return most_used
    return ","


def _without_remarks(rows: list[list[str]]) -> list[list[str]]:
    """The rows before the remarks and the empty line above them, if there are any."""
    end = len(rows)
    while end and rows[end - 1][0].startswith(REMARK):
        end -= 1
    return rows[:end]


def guarded(value: str) -> str:
    """The value with an apostrophe before what a program would run, or we would take for a remark."""
    return f"'{value}" if _needs_guard(value) else value


def unguarded(cell: str) -> str:
    """The value that `guarded` wrote."""
    return cell[1:] if cell[:1] == "'" and _needs_guard(cell) else cell


def _needs_guard(value: str) -> bool:
    return value.lstrip("'").startswith((*FORMULA_STARTS, REMARK))
