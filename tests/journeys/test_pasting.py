"""Three hundred marks from a spreadsheet: what the preview shows is what is saved, and nothing else (C3, D8)."""

import io
import re
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import all_saved, columns, control, more, paste, table

CODE, SIZE, TOP = "H410/05", 300, 70
NUMBERS = [f"{number:04d}" for number in range(1, SIZE + 1)]
MARKS = {number: str(place % TOP + 1) for place, number in enumerate(NUMBERS)}
STRANGER, TOO_HIGH = "9999", "0300"
KEPT = {number: mark for number, mark in MARKS.items() if number != TOO_HIGH}


def copied_in_excel() -> str:
    """Unpadded numbers, a column of no interest, one candidate who is not entered, one mark above the maximum."""
    lines = ["Candidate number\tName\tMark"]
    lines += [f" {int(number)}\tSomebody\t{mark} " for number, mark in KEPT.items()]
    return "\r\n".join([*lines, f"{int(TOO_HIGH)}\tSomebody\t{TOP + 1}", f"{STRANGER}\tNobody\t5", ""])


def test_three_hundred_marks_are_pasted(college: College, open_as: OpenAs, java_script_enabled: bool):
    sheet = college.sheet(CODE, candidates=SIZE, max_mark=TOP)
    page = open_as(college.ben, sheet.url, java_script_enabled=java_script_enabled)
    shown = pasted_onto_the_grid(page) if java_script_enabled else pasted_into_the_form(page)
    all_saved(page)
    assert shown == KEPT
    assert {number: mark for number, mark in sheet.marks(college.by).items() if mark} == shown


def pasted_onto_the_grid(page: Page) -> dict[str, str]:
    control(page, "Mark", "0001").focus()
    paste(page, copied_in_excel())
    dialog = page.get_by_role("dialog", name="Check what was pasted")
    expect(dialog.get_by_text("299 rows will change")).to_be_visible()
    left_out(dialog)
    [rows] = [dialog.get_by_role("table").evaluate(
        "each => [...each.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )]  # fmt: skip
    dialog.get_by_role("button", name="Accept 299 changes").click()
    expect(page.get_by_text("299 rows pasted")).to_be_visible()
    return dict(columns(rows, 0, 3))  # type: ignore[arg-type]


def pasted_into_the_form(page: Page) -> dict[str, str]:
    more(page, "Upload or paste marks")
    page.get_by_label("Or paste from a spreadsheet").fill(copied_in_excel())
    page.get_by_role("button", name="Show what would change by the paste").click()
    return accepted(page, changes=299)


def left_out(within: Page | Locator) -> None:
    """Both lines that cannot be taken are named, with the reason."""
    expect(
        within.get_by_text(re.compile(rf"{TOP}.*70|70.*highest|above|from 0 to {TOP}")).first
    ).to_be_attached()
    expect(within.get_by_text(STRANGER).first).to_be_attached()


def accepted(page: Page, *, changes: int) -> dict[str, str]:
    expect(page.get_by_text("Nothing has been saved yet.")).to_be_visible()
    rows = table(page, "Rows that would change")
    page.get_by_role("button", name=f"Accept {changes} changes").click()
    return dict(columns(rows, 0, 3))  # type: ignore[arg-type]


def test_the_file_made_for_the_sheet_is_filled_in_and_uploaded(
    college: College, open_as: OpenAs, java_script_enabled: bool
):
    sheet = college.sheet(CODE, candidates=30, max_mark=TOP)
    page = open_as(college.ben, sheet.url, java_script_enabled=java_script_enabled)
    more(page, "Upload or paste marks")
    with page.expect_download() as made:
        page.get_by_role("link", name="Excel").click()
    filled_in = fill_in(made.value.path(), MARKS)
    file = {"name": "marks.xlsx", "mimeType": "application/octet-stream", "buffer": filled_in}
    page.get_by_label("Upload a file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Show what would change", exact=True).click()
    shown = accepted(page, changes=30)
    all_saved(page)
    assert shown == {number: MARKS[number] for number in NUMBERS[:30]}
    assert sheet.marks(college.by) == shown


def fill_in(path: Path, marks: dict[str, str]) -> bytes:
    book = load_workbook(io.BytesIO(path.read_bytes()))
    lines: Any = book.active
    [heading] = [cells for cells in lines.iter_rows() if "Mark" in [cell.value for cell in cells]]
    places = {cell.value: cell.column for cell in heading}
    for cells in lines.iter_rows(min_row=heading[0].row + 1):
        number = cells[places["Candidate number"] - 1].value
        if number:
            cells[places["Mark"] - 1].value = int(marks[f"{int(number):04d}"])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_file_that_is_no_spreadsheet_is_refused_with_what_to_do(
    college: College, open_as: OpenAs, java_script_enabled: bool
):
    sheet = college.sheet(CODE, candidates=3, max_mark=TOP)
    page = open_as(college.ben, f"{sheet.url}import/", java_script_enabled=java_script_enabled)
    file = {"name": "marks.xlsx", "mimeType": "application/octet-stream", "buffer": b"no spreadsheet at all"}
    page.get_by_label("Upload a file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Show what would change", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page).to_have_title(re.compile("^Error: "))
