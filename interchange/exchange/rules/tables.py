"""Tables of entries that a centre sends: CSV and spreadsheets, one row for each candidate and code (R-WAY-8)."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from interchange.core.csvfile import Line, lines
from interchange.core.errors import Refused
from interchange.core.grid import Headings
from interchange.core.spreadsheets import read_table
from interchange.entries.formats import ENTRIES, Reader
from interchange.entries.rules.holdings import EntryRow
from interchange.exchange.rules.intake import TABLES, Intake
from interchange.exchange.rules.reading import MOST_LINES, TOO_MANY, Unreadable

WITH_ANY_PROGRAM = 3_000_000
"""Bytes of a text that is read in whatever way a program saves one; larger ones come as CSV in UTF-8."""
MOST_ROWS = 60_000
ERROR = "error"


def of_table(intake: Intake, name: str, stream: BinaryIO, size: int) -> Iterator[EntryRow]:
    """The rows of a table. A bad one is told and left out; with a wrong line of headings nothing is read."""
    try:
        records = _records(name, stream, size, intake)
        headings = _headings(next(records, Line(1, [])), intake)
        if headings is None:
            return
        reader = Reader(headings)
        for number, cells, fault, place in _not_too_many(records):
            if fault:
                column = next((name for name, at in headings.places.items() if at == place), "")
                intake.records_read += 1
                intake.wrong(number, column, fault)
            elif any(map(str.strip, cells)):
                intake.records_read += 1
                row = reader.read(number, cells)
                if isinstance(row, EntryRow):
                    yield row
                else:
                    for problem in row:
                        intake.wrong(problem.row, problem.column, problem.sentence)
    except (Refused, Unreadable) as refusal:
        intake.wrong(0, "", str(refusal), whole=True)


def _not_too_many(records: Iterable[Line]) -> Iterator[Line]:
    for line in records:
        if line.number > MOST_LINES:
            raise Unreadable(TOO_MANY)
        yield line


def _records(name: str, stream: BinaryIO, size: int, intake: Intake | None = None) -> Iterator[Line]:
    begins = stream.read(4)
    stream.seek(0)
    if begins.startswith(TABLES) or size <= WITH_ANY_PROGRAM:
        suffixed = name if begins.startswith(TABLES) or "." in name else f"{name}.csv"
        table = read_table(stream.read(), suffixed, most=MOST_ROWS)
        if intake:
            for note in table.notes:
                intake.note(0, "", note)
        faults = {problem.row: problem.sentence for problem in table.problems}
        return (Line(at, row, faults.get(at, "")) for at, row in enumerate(table.rows, 1))
    return lines(stream)


def _headings(first: Line, intake: Intake) -> Headings | None:
    if first.fault or not any(first.cells):
        said = first.fault or "The file is empty. Its first line must hold the names of the columns."
        intake.wrong(first.number, "", said, whole=True)
        return None
    headings = ENTRIES.header(first.cells, first.number)
    for problem in headings.problems:
        intake.wrong(problem.row, problem.column, problem.sentence, whole=True)
    for column in headings.ignored:
        intake.note(first.number, column, f"The column “{column}” is not known and was left out.")
    return None if headings.problems else headings


def bad_rows(name: str, stream: BinaryIO, size: int, problems: Iterable[Sequence[object]]) -> bytes:
    """The lines that were left out, as CSV, each with what is wrong: to be put right and sent again (R-WAY-8)."""
    told: dict[int, str] = {}
    for line, column, sentence in problems:
        said = f"{column}: {sentence}" if column else str(sentence)
        told[int(str(line))] = f"{told[int(str(line))]} {said}" if int(str(line)) in told else said
    text = io.StringIO()
    writer = csv.writer(text)
    records = _records(name, stream, size)
    first = next(records, Line(1, []))
    cells = [cell for cell in first.cells if cell != ERROR]
    writer.writerow([*cells, ERROR])
    places = [at for at, cell in enumerate(first.cells) if cell != ERROR]
    for line in records:
        if line.number in told:
            row = [line.cells[at] if at < len(line.cells) else "" for at in places]
            writer.writerow([_shielded(cell) for cell in row] + [told[line.number]])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def _shielded(cell: str) -> str:
    """As a spreadsheet program will not run it (as `core.spreadsheets` writes texts)."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
