"""Tables out. What we write we read back as the same values, and no program takes a value for a formula.

The filter, the time and the person of an export stand on a sheet of their own in XLSX, and in CSV below the
table, after an empty line, on lines that begin with #; reading passes over both.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from interchange.core import clock
from interchange.core.spreadsheets.delimited import REMARK, guarded
from interchange.core.spreadsheets.table import ABOUT, MAX_CELL

Value = str | int | Decimal | date | None
About = Mapping[str, str]
"""What there is to tell about an export: "Filter", "Time", "Person"."""

BYTE_ORDER_MARK = "\ufeff"
NEEDS_QUOTES = frozenset('",;\t\r\n ')
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")
LONGEST_TITLE = 31
WIDEST_COLUMN = 60
LARGEST_EXACT = 10**15
"""A number as large as this loses its last figures in a workbook, so it is written as text."""
EMPTY: About = {}


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]], about: About = EMPTY) -> bytes:
    """A CSV in UTF-8 with its mark, without which spreadsheet programs guess at the letters."""
    lines = [_line(header), *(_line([as_text(value) for value in row]) for row in rows)]
    if about:
        lines.append("")
        lines += [
            ",".join([_quoted(f"{REMARK} {name}"), _quoted(guarded(value))]) for name, value in about.items()
        ]
    return (BYTE_ORDER_MARK + "".join(f"{line}\r\n" for line in lines)).encode()


def _line(cells: Sequence[str]) -> str:
    return ",".join(_quoted(guarded(cell)) for cell in cells)


def _quoted(cell: str) -> str:
    """The cell in quotation marks where it needs them, whichever separator the reader guesses."""
    return '"{}"'.format(cell.replace('"', '""')) if NEEDS_QUOTES & set(cell) else cell


def as_text(value: Value) -> str:
    """A value as text: a number as it is, a day as 2027-05-15, a moment by the clock in London."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return clock.london(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def write_xlsx(
    header: Sequence[str], rows: Iterable[Sequence[Value]], about: About = EMPTY, *, title: str = "Table"
) -> bytes:
    """A workbook with the table on its first sheet; a text is stored as text, whatever it begins with."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"created": clock.now().replace(tzinfo=None)})
    _write_sheet(book, title, header, rows)
    if about:
        _write_sheet(book, ABOUT, ["About", "This export"], list(about.items()))
    book.close()
    return made.getvalue()


def _write_sheet(
    book: xlsxwriter.Workbook, title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]
) -> None:
    sheet = book.add_worksheet(NOT_IN_A_TITLE.sub("-", title)[:LONGEST_TITLE])
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    widths = defaultdict(int, {column: len(heading) for column, heading in enumerate(header)})
    for column, heading in enumerate(header):
        sheet.write_string(0, column, heading, bold)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            widths[column] = max(widths[column], _write_cell(sheet, line, column, value, day))
    for column, width in widths.items():
        sheet.set_column(column, column, min(width + 2, WIDEST_COLUMN))
    sheet.freeze_panes(1, 0)


def _write_cell(sheet: Worksheet, line: int, column: int, value: Value, day: Format) -> int:
    """Write one cell and tell how many characters it shows."""
    text = as_text(value)
    if len(text) > MAX_CELL:
        raise ValueError(f"a cell holds at most {MAX_CELL} characters")
    if (
        isinstance(value, int | Decimal)
        and not isinstance(value, bool)
        and -LARGEST_EXACT < value < LARGEST_EXACT
    ):
        sheet.write_number(line, column, value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(line, column, value, day)
    elif text:
        sheet.write_string(line, column, text)
    return len(text)
