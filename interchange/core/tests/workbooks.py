"""Tables and workbooks for tests, as no program of ours would write them."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
import xlsxwriter
from hypothesis import strategies as st

from interchange.core.errors import Refused
from interchange.core.spreadsheets import read_table, write_csv, write_xlsx

HEADER = ["Candidate number", "Name", "Mark"]
ROWS = [["0001", "ADEYEMI, Tolu", "54"], ["0002", "O’NEILL, Zoë", ""]]
ABOUT = {"Filter": "teaching group 11A", "Time": "15 May 2027, 2:03pm UK time", "Person": "=Ann Lee"}
WRITERS = [pytest.param(write_csv, "marks.csv", id="csv"), pytest.param(write_xlsx, "marks.xlsx", id="xlsx")]

cells = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\t\n\"'=+-@#;,"), max_size=8
)


def code_of_refusal(data: bytes, filename: str) -> str:
    with pytest.raises(Refused) as refusal:
        read_table(data, filename)
    assert refusal.value.message.endswith(".")
    return refusal.value.code


def a_workbook(fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    fill(book, book.add_worksheet("Marks"))
    book.close()
    return made.getvalue()


def with_parts(data: bytes, parts: Mapping[str, bytes | None], packing: int = zipfile.ZIP_STORED) -> bytes:
    """The same workbook with parts put in, put in the place of others, or (None) taken out."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w", packing) as new:
        contents = {name: old.read(name) for name in old.namelist()} | dict(parts)
        for name, content in contents.items():
            if content is not None:
                new.writestr(name, content)
    return changed.getvalue()


def sheet_xml(inside: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{inside}</sheetData></worksheet>'.encode()


def a_sheet(inside: str) -> bytes:
    return with_parts(write_xlsx(["x"], []), {"xl/worksheets/sheet1.xml": sheet_xml(inside)})
