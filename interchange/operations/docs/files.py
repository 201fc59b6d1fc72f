"""The columns of every file that is read, as the code declares them."""

from collections.abc import Iterator, Sequence

from interchange.accounts.rules.imports import USERS
from interchange.assessment.rules.imports import grid_for
from interchange.assessment.rules.marks import Part, Profile
from interchange.catalogue.folder import ALL_FILES
from interchange.core.grid import Column
from interchange.core.spreadsheets import table as limits
from interchange.entries.formats import ENTRIES, NEEDED_TO_ADD
from interchange.operations.docs.markdown import Rows, code, made_from, page, prose, table

EXAMPLE = Profile("R310", "Portfolio", 80, parts=(Part("Part", 60),))
SAID_ELSEWHERE = {"part_1": "the mark of this part", "mark": "the mark, as it would be typed"}
"""Columns whose values the sheet judges and not the grid."""


def files_page() -> str:
    """Entries, marks, and the files of the catalogue."""
    return page(
        made_from(
            "interchange/entries/formats.py",
            "interchange/assessment/rules/imports.py",
            "interchange/catalogue/formats.py",
            "interchange/catalogue/published.py",
            "interchange/accounts/rules/imports.py",
        ),
        "# Files that are read",
        prose("""Headings may stand in any order, in capitals or not. With wrong headings nothing is taken, because
            a value might go astray in silence. A wrong line is told with its number, column and sentence; the good
            ones are taken."""),
        "## Entries: `bin/manage load_entries FILE.csv`",
        prose("""UTF-8, one line for each candidate and code (R-WAY-8). The columns marked *to add* may be empty in
            an amendment or a withdrawal: what is held stays."""),
        table(["column", "holds", "must be filled"], _entries()),
        "## Marks: uploaded or pasted on a mark sheet",
        prose(f"""CSV, tab-separated text or XLSX of at most {limits.MAX_ROWS:,} rows and {limits.MAX_COLUMNS}
            columns. A component with sub-marks has a column for each, headed by its name; an endorsement has *Grade*
            in the place of *Mark*. A single column without headings is taken by position, and the preview says so."""),
        table(["column", "also known as", "holds", "must be filled"], _marks()),
        "## Users of a centre: Manage centre users, Add from a file",
        prose("""CSV, tab-separated text or XLSX of at most 1,000 lines. The e-mail address says who it is. What a line
            leaves empty stays as it is. The account register that a centre downloads can be sent back as it is."""),
        table(["column", "also known as", "holds", "must be filled"], _users()),
        "## The catalogue: `bin/manage load_catalogue FOLDER`",
        prose("""UTF-8. Whichever of these files the folder holds are loaded, in this order. Blank means not known. A
            column that is left out leaves what is stored as it is; *in the heading* says that the column must be
            there, filled or not. The last three are grade boundaries as they are published."""),
        *_catalogue(),
    )


def _entries() -> Rows:
    for column in ENTRIES.columns:
        needed = "to add" if column.name in NEEDED_TO_ADD else "" if column.optional else "yes"
        yield [code(column.title), column.kind.hint, needed]


def _marks() -> Rows:
    for column in grid_for(EXAMPLE).columns:
        others = [alias for alias in column.aliases if alias != column.title.casefold()]
        hint = SAID_ELSEWHERE.get(column.name, column.kind.hint)
        yield [column.title, ", ".join(others), hint, "" if column.optional else "yes"]


def _users() -> Rows:
    for column in USERS.columns:
        must = "" if column.optional else "yes"
        yield [column.title, ", ".join(column.aliases), column.kind.hint, must]


def _catalogue() -> Iterator[str]:
    for one in ALL_FILES:
        yield f"### {one.name}"
        yield table(["column", "holds", "must be there"], [_row(c, one.headed) for c in one.grid.columns])


def _row(column: Column, headed: Sequence[str]) -> list[str]:
    must = "filled" if not column.optional else "in the heading" if column.name in headed else ""
    return [code(column.name), column.kind.hint, must]
