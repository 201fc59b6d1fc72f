"""Reading a catalogue folder: the files it has, their good rows, and what is wrong with the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from interchange.catalogue.formats import FORMATS, Format
from interchange.catalogue.published import PUBLISHED, Published
from interchange.core.csvfile import Line, lines
from interchange.core.grid import Headings, Row
from interchange.core.spreadsheets import Table

ALL_FILES: tuple[Format, ...] = (*FORMATS, *PUBLISHED)
LONGEST_RECORD = 50
"""Lines that one record may take: a note may have several, an open quotation mark must not eat the file."""


@dataclass(frozen=True)
class FileProblem:
    """What is wrong with one row, or, without a line, with a whole file."""

    file: str
    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        return (
            f"{self.file}, line {self.line}{column}: {self.sentence}"
            if self.line
            else f"{self.file}: {self.sentence}"
        )


@dataclass
class Sheet:
    """One file as read: `columns` are those that it has, so that what it leaves out stays as it is."""

    format: Format
    rows: list[Row] = field(default_factory=list)
    columns: frozenset[str] = frozenset()
    problems: list[FileProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, line: int, column: str, sentence: str) -> None:
        """Note what is wrong with a row."""
        self.problems.append(FileProblem(self.format.name, line, column, sentence))


def read_folder(folder: Path) -> list[Sheet]:
    """The files that the folder holds, in the order in which they are loaded; other files are left alone."""
    present = {path.name.lower(): path for path in sorted(folder.iterdir()) if path.is_file()}
    return [read_file(present[each.name], each) for each in ALL_FILES if each.name in present]


def read_file(path: Path, shape: Format) -> Sheet:
    """One file. With a wrong line of headings no row is taken, because a value might go astray in silence."""
    sheet = Sheet(shape)
    with path.open("rb") as stream:
        records = lines(stream, longest=LONGEST_RECORD)
        headings = _headings(sheet, next(records, Line(1, [])))
        if headings is not None:
            _read_rows(sheet, records, headings)
    return turned(sheet)


def read_sheet(table: Table, shape: Format) -> Sheet:
    """A file that somebody sent: the line of headings may stand below a title, and any spreadsheet program made it."""
    sheet = Sheet(shape, notes=[f"{shape.name}: {note}" for note in table.notes])
    rows, problems, headings = shape.grid.read_sheet(table.rows, table.problems)
    for problem in problems:
        sheet.refuse(problem.row, problem.column, problem.sentence)
    told = {problem.column for problem in problems}
    missing = [name for name in shape.required if name not in headings.places and name not in told]
    for name in missing:
        sheet.refuse(1, name, f"There is no column “{name}”. Nothing was loaded from this file.")
    if not missing and not headings.problems:
        sheet.rows, sheet.columns = rows, frozenset(headings.places)
    if headings.ignored:
        sheet.notes.append(f"{shape.name}: these columns were not used: {', '.join(headings.ignored)}.")
    return turned(sheet)


def turned(sheet: Sheet) -> Sheet:
    """A file of a published shape as the rows of ours; any other as it is."""
    shape = sheet.format
    if not isinstance(shape, Published):
        return sheet
    rows: list[Row] = []
    for row in sheet.rows:
        try:
            rows.append(
                dict.fromkeys(column.name for column in shape.of.grid.columns)
                | shape.turn(row)
                | {"line": row["line"]}
            )
        except ValueError as reason:
            sheet.refuse(row["line"], "", str(reason))
    columns = frozenset(rows[0]) - {"line"} if rows else frozenset()
    return replace(sheet, format=replace(shape.of, name=shape.name), rows=rows, columns=columns)


def _headings(sheet: Sheet, first: Line) -> Headings | None:
    if first.fault or not any(first.cells):
        sheet.refuse(
            1, "", first.fault or "The file is empty. Its first line must hold the names of the columns."
        )
        return None
    headings = sheet.format.grid.header(first.cells, first.number)
    missing = [name for name in sheet.format.required if name not in headings.places]
    for name in missing:
        sheet.refuse(1, name, f"There is no column “{name}”. Nothing was loaded from this file.")
    twice = {
        problem.column: problem.sentence for problem in headings.problems if problem.column in headings.places
    }
    for name, sentence in twice.items():
        sheet.refuse(1, name, sentence)
    sheet.columns = frozenset(headings.places)
    strangers = [cell for cell in first.cells if cell.strip() and not _is_known(cell, sheet.format)]
    for name in strangers:
        sheet.notes.append(f"{sheet.format.name}: the column “{name.strip()}” is not known and was left out.")
    return None if missing or twice else headings


def _is_known(heading: str, shape: Format) -> bool:
    return bool(shape.grid.header([heading]).places)


def _read_rows(sheet: Sheet, records: Iterator[Line], headings: Headings) -> None:
    for record in records:
        if record.fault:
            sheet.refuse(record.number, _column_at(record.place, headings), record.fault)
            continue
        accepted, problems = sheet.format.grid.read([record.cells], record.number, headings)
        sheet.rows += accepted
        for problem in problems:
            sheet.refuse(problem.row, problem.column, problem.sentence)


def _column_at(place: int, headings: Headings) -> str:
    return next((name for name, at in headings.places.items() if at == place), "")
