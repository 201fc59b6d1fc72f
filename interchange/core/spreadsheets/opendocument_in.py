"""OpenDocument in: the first sheet of an .ods, looked through once and read as it goes."""

from typing import Final

from interchange.core.errors import Refused
from interchange.core.grid import Problem
from interchange.core.spreadsheets import table as limits
from interchange.core.spreadsheets.container import Container, damaged, with_password
from interchange.core.spreadsheets.table import ABOUT, Table, squared
from interchange.core.spreadsheets.workbook import Xml, letters_of

CONTENT: Final = "content.xml"
MANIFEST: Final = "META-INF/manifest.xml"
SPREADSHEET: Final = b"application/vnd.oasis.opendocument.spreadsheet"
CELLS: Final = ("table-cell", "covered-table-cell")
NUMBERS: Final = ("float", "percentage", "currency")


def is_opendocument(container: Container) -> bool:
    """Whether the zip says that it is a spreadsheet of this kind."""
    return "mimetype" in container and container.read("mimetype").strip() == SPREADSHEET


def read_opendocument(container: Container, *, most: int) -> Table:
    """The first sheet, with notes of whatever in it was no plain value."""
    if MANIFEST in container and b"encryption-data" in container.read(MANIFEST):
        raise with_password()
    if any(name.startswith(("basic/", "scripts/")) for name in container.names):
        raise Refused(
            "macros", "The spreadsheet contains macros. Copy the table into a new one and send that."
        )
    sheets = _Sheets(most)
    sheets.look_through(container.read(CONTENT))
    if not sheets.titles:
        raise damaged()
    notes = []
    if len(sheets.titles) > 1:
        notes.append(f"Only the first sheet, “{sheets.titles[0]}”, was read.")
    if sheets.formulas:
        notes.append(f"Cells with formulas: {sheets.formulas:,}. The values they last showed were read.")
    return Table(squared(sheets.rows), notes, sheets.problems)


class _Sheets(Xml):
    """Reads the first sheet and the titles of the others. What repeats is counted before it is written out."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.titles: list[str] = []
        self.rows: list[list[str]] = []
        self.problems: list[Problem] = []
        self.formulas = self.characters = self.filled = self.empty_rows = 0
        self.reading = self.inside = False
        self.cells: list[str] = []
        self.empty_cells = 0
        self.value = self.kind = ""
        self.lines: list[str] = []
        self.times = self.rows_times = 1
        self.notes = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        local = name[name.find(":") + 1 :]
        own = {key[key.find(":") + 1 :]: value for key, value in attributes.items()}
        if local == "table":
            self._begin_table(own.get("name", ""))
        elif not self.reading or local == "annotation" or self.notes:
            self.notes += self.reading and (local == "annotation" or bool(self.notes))
        elif local == "table-row":
            self.cells, self.empty_cells = [], 0
            self.rows_times = _times(own.get("number-rows-repeated", "1"))
        elif local in CELLS:
            self._begin_cell(own)
        elif local == "p":
            self.lines.append("")
            self.inside = True
        elif self.inside and local in ("s", "tab", "line-break"):
            white = {"tab": "\t", "line-break": "\n"}.get(local)
            self._add(white or " " * min(_times(own.get("c", "1")), limits.MAX_CELL))

    def _begin_table(self, title: str) -> None:
        if title == ABOUT:
            self.reading = False
            return
        self.reading = not self.titles
        self.titles.append(title[:40])

    def _begin_cell(self, own: dict[str, str]) -> None:
        self.kind = own.get("value-type", "")
        self.value = (
            own.get("value", "") if self.kind in NUMBERS else own.get("date-value", own.get("time-value", ""))
        )
        if self.kind == "boolean":
            self.value = "yes" if own.get("boolean-value") == "true" else "no"
        self.formulas += "formula" in own
        self.times = _times(own.get("number-columns-repeated", "1"))
        self.lines, self.inside = [], False

    def text(self, characters: str) -> None:
        if self.reading and self.inside and not self.notes:
            self._add(characters)

    def _add(self, characters: str) -> None:
        self.lines[-1] += characters
        if len(self.lines[-1]) > limits.MAX_CELL:
            raise limits.too_long_a_cell(len(self.rows) + self.empty_rows + 1)

    def end(self, name: str) -> None:
        local = name[name.find(":") + 1 :]
        if self.notes:
            self.notes -= 1
        elif not self.reading:
            return
        elif local == "p":
            self.inside = False
        elif local in CELLS:
            self._end_cell()
        elif local == "table-row":
            self._end_row()
        elif local == "table":
            self.reading = False

    def _end_cell(self) -> None:
        shown = "\n".join(self.lines)
        value = _plain(self.value) if self.kind in NUMBERS else self.value.removesuffix("T00:00:00") or shown
        if not value:
            self.empty_cells += self.times
            return
        if len(value) > limits.MAX_CELL:
            raise limits.too_long_a_cell(len(self.rows) + self.empty_rows + 1)
        if len(self.cells) + self.empty_cells + self.times > limits.MAX_COLUMNS:
            raise limits.too_many_columns()
        self.cells += [""] * self.empty_cells + [value] * self.times
        self.empty_cells = 0
        if shown.startswith(("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "Err:")):
            row = len(self.rows) + self.empty_rows + 1
            said = f"This cell shows {shown[:20]}. Enter the value itself."
            self.problems.append(Problem(row, letters_of(len(self.cells)), said))

    def _end_row(self) -> None:
        if not self.cells:
            self.empty_rows += self.rows_times
            return
        if len(self.rows) + self.empty_rows + self.rows_times > self.most:
            raise limits.too_many_rows(self.most)
        self.characters += sum(map(len, self.cells)) * self.rows_times
        self.filled += len(self.cells) * self.rows_times
        if self.characters > limits.MAX_CHARACTERS or self.filled > limits.MAX_CELLS:
            raise limits.too_much_text()
        self.rows += [[] for _ in range(self.empty_rows)]
        self.rows += [self.cells for _ in range(self.rows_times)]
        self.empty_rows = 0


def _times(text: str) -> int:
    """How often something repeats; a count that is none is refused with the file."""
    times = int(text)
    if not 0 < times < 10**7:
        raise ValueError(text)
    return times


def _plain(value: str) -> str:
    """A number without what stands for no fraction: 54.0 is 54."""
    whole, dot, fraction = value.partition(".")
    return whole if dot and not fraction.strip("0") else value
