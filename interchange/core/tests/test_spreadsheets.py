"""Tables as they are read and written."""

import io
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from interchange.core.spreadsheets import Table, Value, read_pasted, read_table, write_csv, write_xlsx
from interchange.core.spreadsheets import table as limits
from interchange.core.tests.workbooks import (
    ABOUT,
    HEADER,
    ROWS,
    WRITERS,
    a_sheet,
    a_workbook,
    cells,
    code_of_refusal,
)

Write = Callable[[Sequence[str], Iterable[Sequence[Value]]], bytes]

# ---------------------------------------------------------------- text with separators


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"], ids=lambda encoding: encoding
)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"], ids=["crlf", "lf", "cr"])
def test_a_text_is_read_whatever_its_letters_separators_and_line_ends(
    separator: str, encoding: str, end: str
) -> None:
    lines = [separator.join(f'"{cell}"' for cell in row) for row in [HEADER, *ROWS]]
    assert read_table(end.join(lines).encode(encoding), "marks.csv") == Table([HEADER, *ROWS])


def test_a_text_in_the_letters_of_windows_is_read_with_a_note() -> None:
    table = read_table("Name,Mark\r\nZoë,5".encode("cp1252"), "marks.csv")
    assert table.rows == [["Name", "Mark"], ["Zoë", "5"]]
    assert "Windows" in table.notes[0]


def test_separators_inside_quotation_marks_are_not_counted() -> None:
    assert read_table(b'"a,b,c,d";Mark\n"x";5', "marks.csv").rows == [["a,b,c,d", "Mark"], ["x", "5"]]


def test_a_title_above_the_table_does_not_hide_the_separator() -> None:
    assert read_table(b"Bar School\n\nName;Mark\nLee;5", "m.csv").rows == [
        ["Bar School", ""],
        ["", ""],
        ["Name", "Mark"],
        ["Lee", "5"],
    ]


def test_the_hint_that_excel_understands_is_understood_and_is_no_line() -> None:
    assert read_table(b"sep=;\r\nName;Mark\r\n", "marks.csv").rows == [["Name", "Mark"]]


def test_a_paste_from_a_spreadsheet_is_read_by_its_tabs() -> None:
    assert read_pasted('0001\t5,5\n0002\t"two\nlines"').rows == [["0001", "5,5"], ["0002", "two\nlines"]]


def test_empty_lines_keep_their_place_so_that_line_numbers_are_right() -> None:
    assert read_table(b"a,b\n\nc,d\n\n\n", "x.csv").rows == [["a", "b"], ["", ""], ["c", "d"]]


def test_a_quotation_mark_without_a_partner_does_not_swallow_the_file() -> None:
    assert code_of_refusal(b'Name,Mark\n"Lee,5\nCole,6\n', "marks.csv") == "quotation-marks"


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"", "marks.csv", "empty"),
        (b" \r\n\r\n", "marks.csv", "empty"),
        (b",,,\n,,,\n", "marks.csv", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "marks.csv", "not-a-table"),
        (b"%PDF-1.7", "marks.csv", "not-a-table"),
        (b"<html><table>", "marks.csv", "not-a-table"),
        (b"<html><table>", "marks.xls", "not-a-table"),
        (b"a,b\0,c", "marks.csv", "not-a-table"),
        (b"Name,\x81", "marks.csv", "not-a-table"),
        (b"Name,Mark", "marks.exe", "not-a-table"),
        (b"Name,Mark", "marks.xlsx", "not-a-table"),
        (b"Name,Mark", "", "not-a-table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "marks.xls", "old-format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "marks.xlsx",
            "with-password",
        ),
        (b"PK\x03\x04", "marks.xlsx", "damaged"),
        (b"a" * (limits.MAX_FILE_BYTES + 1), "marks.csv", "too-large"),
        (b"Name\n" + b"a" * 10_000_000, "marks.csv", "cell-too-long"),
        (b"Name\n" + b"a" * (limits.MAX_CELL + 1), "marks.csv", "cell-too-long"),
        (b"a," * (limits.MAX_COLUMNS + 1), "marks.csv", "too-many-columns"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(data: bytes, filename: str, code: str) -> None:
    assert code_of_refusal(data, filename) == code


def test_a_hundred_thousand_rows_are_refused_in_no_time_unless_the_task_allows_them() -> None:
    data = b"0001,54\r\n" * 100_000
    began = time.process_time()
    assert code_of_refusal(data, "marks.csv") == "too-many-rows"
    assert time.process_time() - began < 2
    assert len(read_table(data, "marks.csv", most=100_000).rows) == 100_000


# ---------------------------------------------------------------- workbooks


def test_a_workbook_is_read_as_people_see_it() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(0, 0, [54.0, 54.5, 0.1 + 0.2, 1e20, -7])
        sheet.write_datetime(1, 0, date(2027, 5, 15), book.add_format({"num_format": "dd/mm/yyyy"}))
        moment = datetime.fromisoformat("2027-05-15T14:03:00")
        sheet.write_datetime(1, 1, moment, book.add_format({"num_format": "dd/mm/yy hh:mm"}))
        sheet.write_number(1, 2, 0.5, book.add_format({"num_format": "hh:mm"}))
        sheet.write_boolean(1, 3, True)
        sheet.write_string(1, 4, "=1+1")

    table = read_table(a_workbook(fill), "marks.xlsx")
    assert table.rows == [
        ["54", "54.5", "0.3", "100000000000000000000", "-7"],
        ["2027-05-15", "2027-05-15 14:03", "12:00", "yes", "=1+1"],
    ]
    assert (table.notes, table.problems) == ([], [])


def test_a_table_that_begins_lower_down_keeps_its_line_numbers() -> None:
    table = read_table(a_workbook(lambda _, sheet: sheet.write(2, 1, "x")), "marks.xlsx")
    assert table.rows == [["", ""], ["", ""], ["", "x"]]


def test_of_formulas_the_last_values_are_read_and_that_is_noted() -> None:
    def fill(_: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_formula(0, 0, "=A2*2", None, 54)
        sheet.write_formula(0, 1, "=A3", None, "fifty-four")

    table = read_table(a_workbook(fill), "marks.xlsx")
    assert table.rows == [["54", "fifty-four"]]
    assert table.notes == ["Cells with formulas: 2. The values they last showed were read."]
    assert table.problems == []


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell() -> None:
    table = read_table(a_sheet('<row><c t="str"><f>""</f><v></v></c><c><v>5</v></c></row>'), "marks.xlsx")
    assert table.rows == [["", "5"]]
    assert table.problems == []


def test_a_formula_that_was_never_worked_out_is_a_problem_and_not_an_empty_cell() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Number", "Mark"])
    book.active.append(["0001", "=1+1"])
    made = io.BytesIO()
    book.save(made)
    table = read_table(made.getvalue(), "marks.xlsx")
    [problem] = table.problems
    assert (problem.row, problem.column) == (2, "B")
    assert "formula" in problem.sentence
    assert table.rows[1] == ["0001", "=1+1"]


def test_a_cell_that_shows_a_fault_is_a_problem_and_not_an_empty_cell() -> None:
    table = read_table(
        a_workbook(lambda _, sheet: sheet.write_formula("C4", "=1/0", None, "#DIV/0!")), "marks.xlsx"
    )
    [problem] = table.problems
    assert (problem.row, problem.column) == (4, "C")
    assert problem.sentence == "This cell shows #DIV/0!. Enter the value itself."
    assert table.rows[3] == ["", "", "#DIV/0!"]


def test_merged_cells_hidden_rows_and_other_sheets_are_noted() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.merge_range("A1:C1", "Bar School")
        sheet.write_string("C2", "end")
        sheet.set_row(1, None, None, {"hidden": True})
        book.add_worksheet("Notes").write_string(0, 0, "not read")

    table = read_table(a_workbook(fill), "marks.xlsx")
    assert table.rows == [["Bar School", "", ""], ["", "", "end"]]
    assert table.notes == [
        "Only the first sheet, “Marks”, was read.",
        "Cells are merged at A1:C1. Their value counts for the first cell only.",
        "Hidden rows: 1. They were read like the others.",
    ]


def test_a_hidden_first_sheet_is_not_the_one_that_is_read() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_string(0, 0, "hidden")
        sheet.hide()
        shown = book.add_worksheet("Shown")
        shown.write_string(0, 0, "shown")
        shown.activate()

    assert read_table(a_workbook(fill), "marks.xlsx").rows == [["shown"]]


# ---------------------------------------------------------------- out, and in again


@pytest.mark.parametrize(("write", "filename"), WRITERS)
@given(rows=st.lists(st.tuples(cells, cells), max_size=6))
def test_what_we_write_we_read_back(write: Write, filename: str, rows: list[tuple[str, str]]) -> None:
    table = read_table(write(["=Name", "#Mark;x,y", "."], [[*row, "."] for row in rows]), filename)
    assert [row[:2] for row in table.rows] == [["=Name", "#Mark;x,y"], *map(list, rows)]
    assert (table.notes, table.problems) == ([], [])


@pytest.mark.parametrize(("write", "filename"), WRITERS)
def test_values_of_every_kind_come_back_as_a_grid_reads_them(write: Write, filename: str) -> None:
    moment = datetime(2027, 5, 15, 13, 3, tzinfo=UTC)
    row: list[Value] = ["0001", 54, Decimal("54.5"), date(2027, 5, 15), moment, None, True, False, 10**17 + 1]
    [_, read] = read_table(write([f"h{at}" for at in range(9)], [row]), filename).rows
    assert read[:5] == ["0001", "54", "54.5", "2027-05-15", "2027-05-15 14:03"]
    assert read[5:] == ["", "yes", "no", "100000000000000001"]


@pytest.mark.parametrize(("write", "filename"), WRITERS)
def test_what_there_is_to_tell_about_an_export_is_on_it_and_is_not_read_back(
    write: Callable[..., bytes], filename: str
) -> None:
    data = write(HEADER, ROWS, ABOUT)
    assert read_table(data, filename).rows == [HEADER, *ROWS]
    assert write(HEADER, ROWS, ABOUT) != write(HEADER, ROWS)


def test_the_remarks_of_a_csv_stand_below_the_table_and_are_counted_when_left_out() -> None:
    data = write_csv(HEADER, ROWS, ABOUT)
    assert data.decode("utf-8-sig").splitlines()[3:] == [
        "",
        '"# Filter","teaching group 11A"',
        '"# Time","15 May 2027, 2:03pm UK time"',
        '"# Person","\'=Ann Lee"',
    ]
    assert read_table(data, "marks.csv").notes == ["Remarks at the end, beginning with #, were not read: 3."]


def test_a_workbook_tells_about_itself_on_a_sheet_of_its_own() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(HEADER, ROWS, ABOUT, title="H446/03: marks [all]")))
    assert book.sheetnames == ["H446-03- marks -all-", "About this file"]
    assert [cell.value for cell in book.worksheets[1]["A"]] == ["About", "Filter", "Time", "Person"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_program_takes_a_value_of_ours_for_a_formula(start: str) -> None:
    value = f"{start}HYPERLINK(1)"
    line = write_csv(["Name"], [[value]]).decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"').startswith(f"'{start}")
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(["Name"], [[value]])))
    assert book.worksheets[0]["A2"].data_type == "s"


def test_a_text_too_long_for_a_cell_is_not_dropped_in_silence() -> None:
    with pytest.raises(ValueError, match="32767"):
        write_xlsx(["Name"], [["a" * 32_768]])
