"""What is exported as .ods is read by other programs as the same values."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as some
from python_calamine import CalamineWorkbook

from interchange.core.spreadsheets import Value, write_ods

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
