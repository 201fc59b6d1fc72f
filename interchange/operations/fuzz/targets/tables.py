"""The parsers of tables: spreadsheets down to the parts inside them, pastes, and every grid that reads one."""

import io
import zipfile
from contextlib import suppress
from functools import partial

from interchange.accounts.rules.imports import USERS
from interchange.assessment.rules.imports import Standing, preview
from interchange.assessment.rules.marks import BLANK, Part, Profile
from interchange.core.errors import Refused
from interchange.core.grid import Grid
from interchange.core.spreadsheets import Table, read_pasted, read_table, write_csv, write_ods, write_xlsx
from interchange.estimates.rules.files import ESTIMATES, FORECASTS
from interchange.operations.fuzz.target import Target
from interchange.vocational.rules.learners import LEARNERS

HEADINGS = ["Candidate number", "Name", "Mark", "Absent"]
ROWS = [["0001", "Lée, Ann", "33", ""], ["0002", "Fox, Bo", "", "yes"]]
XLSX, ODS = write_xlsx(HEADINGS, ROWS), write_ods(HEADINGS, ROWS)
SHEET, CONTENT = "xl/worksheets/sheet1.xml", "content.xml"
COMPONENT = Profile("H446/03", "Project", 70, half_marks=True, parts=(Part("A", 30), Part("B", 40)))
ENDORSEMENT = Profile("H446/04", "Endorsement", grades=("P", "NC"))
GRIDS: tuple[Grid, ...] = (ESTIMATES, FORECASTS, LEARNERS, USERS)


def part_of(workbook: bytes, name: str) -> bytes:
    """One file of those that a workbook is packed of."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.read(name)


def packed(workbook: bytes, name: str, content: bytes) -> bytes:
    """The workbook with another content in place of one of its files."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(made, "w") as new:
        for one in old.infolist():
            new.writestr(one, content if one.filename == name else old.read(one))
    return made.getvalue()


def spreadsheet(content: bytes) -> None:
    """A file, whatever it is, by each of the names that it may have."""
    for name in ("a.xlsx", "a.ods", "a.csv", "a.tab"):
        with suppress(Refused):
            read_table(content, name)


def inside(content: bytes, *, workbook: bytes, name: str) -> None:
    """A sheet as it stands inside a workbook that is whole otherwise."""
    with suppress(Refused):
        read_table(packed(workbook, name, content), "a.xlsx")


def paste(content: bytes) -> None:
    """A paste, read as a table and by every grid."""
    try:
        table = read_pasted(content.decode("utf-8", "replace"))
    except Refused:
        return
    for grid in GRIDS:
        grid.read_sheet(table.rows, table.problems)
    _marks(table)


def _marks(table: Table) -> None:
    standing = [
        Standing("0001", "Lée, Ann", 1, BLANK, checked=False),
        Standing("0002", "Fox, Bo", 0, BLANK, checked=False),
    ]
    for profile in (COMPONENT, ENDORSEMENT):
        for start in ("", "0002"):
            preview(table, standing, profile, start=start)


PASTES = [write_csv(grid.titles, [["1"] * len(grid.titles)]).replace(b",", b"\t") for grid in GRIDS]
TARGETS = (
    Target("spreadsheets", spreadsheet, [XLSX, ODS, write_csv(HEADINGS, ROWS)]),
    Target("xlsx", partial(inside, workbook=XLSX, name=SHEET), [part_of(XLSX, SHEET)]),
    Target("ods", partial(inside, workbook=ODS, name=CONTENT), [part_of(ODS, CONTENT)]),
    Target("pastes", paste, [*PASTES, b"Candidate number\tMark\n0001\t33\n0002\tabsent\n", b"33\n34\n"]),
)
