"""XLSX: measured first, then read by calamine from a copy that holds only what was measured."""

import re
from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Final
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from interchange.core.errors import Refused
from interchange.core.grid import Problem
from interchange.core.spreadsheets import table as limits
from interchange.core.spreadsheets.container import Container, damaged, repacked
from interchange.core.spreadsheets.table import ABOUT, Table, squared

CONTENT_TYPES: Final = "[Content_Types].xml"
WORKBOOK: Final = "xl/workbook.xml"
TOP_RELATIONS: Final = "_rels/.rels"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
STRINGS: Final = "xl/sharedStrings.xml"
STYLES: Final = "xl/styles.xml"
NEEDED: Final = (CONTENT_TYPES, TOP_RELATIONS, WORKBOOK, RELATIONS, STRINGS, STYLES)
DIGITS: Final = "0123456789"
COLUMN: Final = re.compile(r"[A-Z]{1,3}")


def read_workbook(container: Container, *, most: int) -> Table:
    """The first sheet that can be seen, with notes of whatever in it was no plain value."""
    _check_is_plain(container)
    sheets = _visible_sheets(container)
    if not sheets:
        raise damaged()
    title, part = next(iter(sheets.items()))
    strings = _Strings()
    if STRINGS in container:
        strings.look_through(container.read(STRINGS))
    content = container.read(part)
    sheet = _Sheet(strings.lengths, most)
    sheet.look_through(content)
    rows = _read_by_calamine(container, title, {part: content})
    for (row, column), shown in sheet.without_value.items():
        _put(rows, row, column, shown)
    return Table(squared(rows), _notes(sheet, list(sheets)), sheet.problems)


def _check_is_plain(container: Container) -> None:
    if "mimetype" in container:
        raise Refused(
            "other-format", "This is not a spreadsheet. Save it as .xlsx, .ods or CSV and send that."
        )
    if "xl/workbook.bin" in container:
        raise Refused("other-format", "This is a binary workbook (.xlsb). Save it as .xlsx and send that.")
    if WORKBOOK not in container:
        raise Refused(
            "not-a-table", "This is not a workbook. Save your table as .xlsx or as CSV and send that."
        )
    if "xl/vbaProject.bin" in container or b"macroEnabled" in container.read(CONTENT_TYPES):
        raise Refused("macros", "The workbook contains macros (.xlsm). Save it as .xlsx and send that.")


def _visible_sheets(container: Container) -> dict[str, str]:
    """The part of each worksheet a person can see, by its title, the sheet about the file left out."""
    workbook, relations = _Elements("sheet"), _Elements("Relationship")
    workbook.look_through(container.read(WORKBOOK))
    relations.look_through(container.read(RELATIONS))
    parts = {
        found.get("Id"): found.get("Target", "")
        for found in relations.found
        if found.get("Type", "").endswith("/worksheet")
    }
    return {
        sheet["name"]: _part(parts[sheet["id"]])
        for sheet in workbook.found
        if sheet.get("state", "visible") == "visible"
        and sheet.get("id") in parts
        and sheet.get("name", ABOUT) != ABOUT
    }


def _part(target: str) -> str:
    """Where the target of a relation lies in the zip: they are written from the top or from `xl/`."""
    target = target.removeprefix("/")
    return target if target.startswith("xl/") else f"xl/{target}"


def _read_by_calamine(container: Container, title: str, sheet: Mapping[str, bytes]) -> list[list[str]]:
    archive = repacked({name: container.read(name) for name in NEEDED if name in container} | dict(sheet))
    try:
        workbook = CalamineWorkbook.from_filelike(archive)
        cells = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
    except CalamineError:
        raise damaged() from None
    return [[_as_text(cell) for cell in row] for row in cells]


def _as_text(value: Any) -> str:
    """A value as a person would write it: 54.0 as 54, a day as 2027-05-15."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes").removesuffix(" 00:00")
    return value.isoformat("minutes") if isinstance(value, time) else str(value)


def _put(rows: list[list[str]], row: int, column: int, shown: str) -> None:
    rows.extend([] for _ in range(row - len(rows)))
    cells = rows[row - 1]
    cells.extend("" for _ in range(column - len(cells)))
    cells[column - 1] = shown


def _notes(sheet: "_Sheet", titles: list[str]) -> list[str]:
    notes = []
    if len(titles) > 1:
        notes.append(f"Only the first sheet, “{titles[0]}”, was read.")
    if sheet.formulas:
        notes.append(f"Cells with formulas: {sheet.formulas:,}. The values they last showed were read.")
    if sheet.merged:
        places = ", ".join(sheet.merged[:3]) + (" and others" if len(sheet.merged) > 3 else "")
        notes.append(f"Cells are merged at {places}. Their value counts for the first cell only.")
    if sheet.hidden_rows:
        notes.append(f"Hidden rows: {sheet.hidden_rows:,}. They were read like the others.")
    return notes


# ---------------------------------------------------------------- looking through the XML


class Xml:
    """Looks through one part without building it up; definitions and broken XML are refused."""

    def look_through(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_definitions
        parser.StartElementHandler = self.begin
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError, LookupError):
            raise damaged() from None

    def _refuse_definitions(self, *_: object) -> None:
        raise damaged()

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, characters: str) -> None:
        """Characters between elements."""


class _Elements(Xml):
    """The attributes of every element of one name."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.local = _Local()
        self.found: list[dict[str, str]] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if self.local[name] == self.wanted:
            self.found.append({self.local[key]: value for key, value in attributes.items()})


class _Strings(Xml):
    """How long each shared text is."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.local = _Local()
        self.inside = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        local = self.local[name]
        if local == "si":
            self.lengths.append(0)
        self.inside = local == "t" and bool(self.lengths)

    def end(self, name: str) -> None:
        self.inside = False

    def text(self, characters: str) -> None:
        if self.inside:
            self.lengths[-1] += len(characters)


class _Sheet(Xml):
    """How far a sheet reaches, how much it would hold, and which of its cells show no value."""

    def __init__(self, lengths: list[int], most: int) -> None:
        self.lengths, self.most = lengths, most
        self.cells = self.characters = self.formulas = self.hidden_rows = 0
        self.merged: list[str] = []
        self.problems: list[Problem] = []
        self.without_value: dict[tuple[int, int], str] = {}
        self.row = self.column = 0
        self.local, self.columns = _Local(), _Columns()
        self.letters = self.kind = self.value = self.formula = self.inside = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        local = self.local[name]
        if local == "c":
            self._begin_cell(attributes)
        elif local in ("v", "t", "f"):
            self.inside = local
            self.formula += "=" if local == "f" else ""
        elif local == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
            self.hidden_rows += attributes.get("hidden") in ("1", "true")
        elif local == "mergeCell":
            self.merged.append(attributes.get("ref", "")[:20])

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        if self.cells > limits.MAX_CELLS:
            raise limits.too_much_text()
        self.kind = attributes.get("t", "n")
        self.value = self.formula = ""
        self.column += 1
        if place := attributes.get("r"):
            letters = place.rstrip(DIGITS)
            self.column, self.row = self.columns[letters], int(place[len(letters) :])

    def text(self, characters: str) -> None:
        if self.inside == "f":
            self.formula = (self.formula + characters)[: limits.MAX_SHOWN]
        elif self.inside:
            self.value += characters

    def end(self, name: str) -> None:
        self.inside = ""
        if (self.value or self.formula) and self.local[name] == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        if self.row > self.most:
            raise limits.too_many_rows(self.most)
        if self.column > limits.MAX_COLUMNS:
            raise limits.too_many_columns()
        length = self.lengths[int(self.value)] if self.kind == "s" else len(self.value)
        if length > limits.MAX_CELL:
            raise limits.too_long_a_cell(self.row)
        self.characters += length
        if self.characters > limits.MAX_CHARACTERS:
            raise limits.too_much_text()
        self.formulas += bool(self.formula)
        if self.kind == "e":
            self._tell(self.value, f"This cell shows {self.value}. Enter the value itself.")
        elif self.formula and not self.value and self.kind != "str":
            said = "This cell holds a formula that was never worked out. Enter the value itself."
            self._tell(
                self.formula, f"{said[:-1]}, or open the file in your spreadsheet program and save it."
            )

    def _tell(self, shown: str, sentence: str) -> None:
        self.without_value[self.row, self.column] = shown
        self.problems.append(Problem(self.row, letters_of(self.column), sentence))


class _Local(dict[str, str]):
    """Names of elements without their prefix, each worked out once: a sheet has few, a million times."""

    def __missing__(self, name: str) -> str:
        return self.setdefault(name, name[name.find(":") + 1 :])


class _Columns(dict[str, int]):
    """The numbers of columns by their letters, each worked out once; `ValueError` for what are none."""

    def __missing__(self, letters: str) -> int:
        if not COLUMN.fullmatch(letters):
            raise ValueError(letters)
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - ord("A") + 1
        return self.setdefault(letters, number)


def letters_of(column: int) -> str:
    """The letters of a column: 27 is AA."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
