"""What is exported as .ods is read by other programs, and by us, as the same values."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from python_calamine import CalamineWorkbook

from interchange.core.errors import Refused
from interchange.core.spreadsheets import Value, read_table, write_ods

HEADER = ["Name", "Mark", "Day"]


def sheets_of(data: bytes) -> dict[str, Any]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_values_keep_their_kind_and_the_filter_stands_on_a_sheet_of_its_own():
    moment = datetime(2027, 5, 15, 12, tzinfo=UTC)
    rows: list[list[Value]] = [
        ["=SUM(A1)", 7, date(2027, 5, 15)],
        ['Zoë <b> & "x"', Decimal("7.5"), moment],
        [None, True, None],
    ]
    found = sheets_of(write_ods(HEADER, rows, {"Filter": "Everybody"}))
    assert found["Table"] == [
        HEADER, ["=SUM(A1)", 7.0, date(2027, 5, 15)], ['Zoë <b> & "x"', 7.5, "2027-05-15 13:00"], ["", "yes", ""]
    ]  # fmt: skip
    assert found["About this file"] == [["About", "This export"], ["Filter", "Everybody"]]


def test_it_says_first_what_it_is_and_no_cell_is_a_formula():
    data = write_ods(HEADER, [["=1+1", 1, None]])
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.namelist()[0] == "mimetype"
        assert packed.read("mimetype").decode() == "application/vnd.oasis.opendocument.spreadsheet"
        content = packed.read("content.xml").decode()
    assert "table:formula" not in content


def test_what_no_file_can_hold_is_left_out():
    assert sheets_of(write_ods(["A"], [["a\x00\ufffe\ud800b"]]))["Table"][1] == ["ab"]


@given(some.text(some.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=40))
def test_a_text_comes_back_as_it_was(text):
    assert sheets_of(write_ods(["A"], [[text], ["end"]]))["Table"][1:] == [[text], ["end"]]


def test_we_read_what_we_write():
    rows: list[list[Value]] = [
        ["  two  spaces\nand a line", 54, date(2027, 5, 15)],
        [None, Decimal("7.5"), None],
    ]
    table = read_table(write_ods(HEADER, rows, {"Filter": "All"}), "marks.ods")
    assert table.rows == [HEADER, ["  two  spaces\nand a line", "54", "2027-05-15"], ["", "7.5", ""]]
    assert table.notes == []


def packed(content: str, **others: bytes) -> bytes:
    """A spreadsheet with this in its first sheet."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_ods(["A"], []))) as real,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file,
    ):
        before, _, after = real.read("content.xml").decode().partition("<table:table-row>")
        file.writestr("mimetype", real.read("mimetype"))
        file.writestr("content.xml", before + content + after[after.index("</table:table>") :])
        for name, data in others.items():
            file.writestr(name, data)
    return made.getvalue()


def row_of(text: str, *, cells: str = "1", rows: str = "1") -> str:
    """A row that says how often it and its cell repeat."""
    cell = f'<table:table-cell table:number-columns-repeated="{cells}"><text:p>{text}</text:p></table:table-cell>'
    return f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'


def test_what_repeats_is_counted_and_empty_rows_at_the_end_are_nothing():
    nothing = row_of("", cells="16384", rows="1048570").replace("<text:p></text:p>", "")
    assert read_table(packed(row_of("x", cells="2") + nothing), "a.ods").rows == [["x", "x"]]


REFUSED = {
    "too-many-rows": row_of("x", rows="30000"),
    "too-many-columns": row_of("x", cells="900"),
    "cell-too-long": row_of('<text:s text:c="9999999"/>' * 3),
    "damaged": row_of("x", rows="no"),
    "empty": "",
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_sheet_that_is_more_or_less_than_a_table_is_refused(code: str):
    with pytest.raises(Refused) as refusal:
        read_table(packed(REFUSED[code]), "a.ods")
    assert refusal.value.code == code
