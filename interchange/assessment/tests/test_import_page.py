"""Marks from a file or a paste, by the page: preview, accept, and the template (R-MK-8, C3)."""

import io
import json
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.assessment.tests.a_browser import Page, opened
from interchange.audit.events import Event
from interchange.core.spreadsheets import read_table


@pytest.fixture
def bens(signed_in, ben):
    """Ben's browser."""
    return signed_in(ben)


def upload(browser, sheet, data, name="marks.csv"):
    return Page(browser.post(f"{sheet.url}import/", {"file": SimpleUploadedFile(name, data)}), form="")


def paste(browser, sheet, text):
    return Page(browser.post(f"{sheet.url}import/", {"text": text}), form="")


def accept(browser, sheet, page):
    rows = dict(page.fields)["rows"]
    return browser.post(f"{sheet.url}import/accept/", {"rows": rows})


def workbook(rows, change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


THREE = b"Candidate number,Mark\r\n0001,54\r\n0002,71\r\n0003,A\r\n"


def test_a_file_is_shown_first_and_nothing_is_saved(sheet, bens, ben):
    page = upload(bens, sheet, THREE)
    assert (
        "Nothing has been saved yet. 2 rows would change, 0 rows would stay as they are, 1 line would be left out."
        in page.text
    )
    assert "71 is more than the maximum of 70." in page.text
    assert set(sheet.marks(ben).values()) == {""}


def test_accepting_saves_exactly_what_was_shown(sheet, bens, ben):
    assert accept(bens, sheet, upload(bens, sheet, THREE)).status_code == 302
    assert sheet.marks(ben) == {"0001": "54", "0002": "", "0003": "Absent"}
    assert sheet.events(Event.MARKS_IMPORTED)[0].data["how"] == "file"


def test_a_row_that_somebody_changed_since_the_preview_is_left_as_they_saved_it(sheet, bens, ben, ann):
    page = upload(bens, sheet, THREE)
    sheet.give(ann, "0001", "60")
    answer = accept(bens, sheet, page)
    assert sheet.marks(ben) == {"0001": "60", "0002": "", "0003": "Absent"}
    assert (
        "1 rows were not saved, because they changed meanwhile: 0001 Adeyemi, Ada"
        in opened(bens, answer["Location"]).text
    )


def test_accepting_twice_is_accepting_once(sheet, bens, ben):
    page = upload(bens, sheet, THREE)
    accept(bens, sheet, page)
    accept(bens, sheet, page)
    assert len(sheet.events(Event.MARKS_IMPORTED)) == 1
    assert sheet.row(ben, "0001").version == 1


@pytest.mark.parametrize(
    "rows",
    [
        "",
        "x",
        "null",
        "[]",
        "[7]",
        "{}",
        '[{"number": 1}]',
        "[" * 100_000,
        '[{"number":"0001","version":0,"mark":54}]',
    ],
)
def test_what_is_not_our_preview_is_not_accepted(sheet, bens, ben, rows):
    assert bens.post(f"{sheet.url}import/accept/", {"rows": rows}).status_code == 409
    assert set(sheet.marks(ben).values()) == {""}


@pytest.mark.parametrize("field", ["number", "mark", "reason"])
def test_half_a_letter_in_what_is_accepted_is_refused_whole(sheet, bens, field):
    rows = json.dumps([{"number": "0001", "version": 0, "mark": "54", field: "\ud800"}])
    assert bens.post(f"{sheet.url}import/accept/", {"rows": rows}).status_code == 409
    assert opened(bens, sheet.url).response.status_code == 200


def test_a_paste_of_one_column_is_matched_by_position_and_says_so(sheet, bens, ben):
    page = paste(bens, sheet, "Mark\n54\n\n30\n")
    assert "matched by position" in page.text
    accept(bens, sheet, page)
    assert sheet.marks(ben) == {"0001": "54", "0002": "", "0003": "30"}


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\t", "😀", "x" * 100_000, '"', "\r", "0001\t54\t", "=1+1"]
)
def test_any_paste_is_answered_with_a_page(sheet, bens, ben, text):
    assert paste(bens, sheet, text).response.status_code in (200, 422)
    assert set(sheet.marks(ben).values()) == {""}


def test_the_scripts_paste_gets_the_same_preview_as_json(sheet, bens):
    answer = bens.post(
        f"{sheet.url}import/", json.dumps({"text": "No.\tMark\n0001\t54\n0001\t55\n0009\t1\n0002\t71"}),
        content_type="application/json", headers={"accept": "application/json"},
    ).json()  # fmt: skip
    assert (answer["changed"], answer["missing"]) == ([], ["0003"])
    assert [trouble["line"] for trouble in answer["duplicates"]] == [2, 3]
    assert answer["not_matched"][0]["number"] == "0009"
    assert answer["refused"][0]["message"] == "71 is more than the maximum of 70."


def test_the_rows_of_the_scripts_preview_are_what_the_cells_take(sheet, bens, ben):
    asked = {"accept": "application/json"}
    shown = bens.post(
        f"{sheet.url}import/", json.dumps({"text": "54\nA"}), content_type="application/json", headers=asked
    )
    sent = json.dumps({"rows": shown.json()["rows"], "source": "paste"})
    bens.post(f"{sheet.url}cells/", sent, content_type="application/json", headers=asked)
    assert sheet.marks(ben) == {"0001": "54", "0002": "Absent", "0003": ""}


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"text": 7}', '{"text": null}', '{"text": ["a"], "start": {}}']
)
def test_a_scripts_paste_that_is_none_is_answered(sheet, bens, body):
    answer = bens.post(
        f"{sheet.url}import/", body, content_type="application/json", headers={"accept": "application/json"}
    )
    assert answer.status_code in (200, 409)


# ---------------------------------------------------------------- workbooks


def test_a_workbook_is_read_like_any_table(sheet, bens, ben):
    page = upload(
        bens, sheet, workbook([["Candidate number", "Mark"], [1, 54], ["0002", 40.0]]), "marks.xlsx"
    )
    accept(bens, sheet, page)
    assert sheet.marks(ben) == {"0001": "54", "0002": "40", "0003": ""}


def test_a_formula_without_a_value_is_left_out_and_named(sheet, bens):
    data = workbook([["Candidate number", "Mark"], ["0001", "=1+1"], ["0002", 40]])
    page = upload(bens, sheet, data, "marks.xlsx")
    assert "1 row would change" in page.text
    assert "1 line would be left out" in page.text


def test_merged_cells_are_mentioned(sheet, bens):
    data = workbook(
        [["Candidate number", "Mark"], ["0001", 54], ["0002", None]], lambda page: page.merge_cells("B2:B3")
    )
    page = upload(bens, sheet, data, "marks.xlsx")
    assert "Cells are merged at B2:B3" in page.text
    assert "1 row would change" in page.text


def bomb():
    data = io.BytesIO(workbook([["Candidate number", "Mark"], ["0001", 54]]))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * 90_000_000)
    return data.getvalue()


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (lambda: b"", "marks.csv", "The file is empty"),
        (lambda: b"Candidate number,Makr\n0001,54\n", "marks.csv", "Did you mean"),
        (lambda: b"Name,Mark\nAda,54\n", "marks.csv", "There is no column with the heading"),
        (lambda: b"%PDF-1.7", "marks.pdf", "could not be read as a table"),
        (lambda: b"No,Mark\n" + b"0001,54\n" * 100_000, "marks.csv", "more than 20,000 rows"),
        (lambda: b"x" * 5_100_000, "marks.csv", "larger than"),
        (bomb, "marks.xlsx", "far larger inside than outside"),
        (lambda: b"PK\x03\x04rubbish", "marks.xlsx", "The workbook is damaged"),
        (lambda: b'No,Mark\n"0001,54\n', "marks.csv", "a quotation mark has no partner"),
        (lambda: b"No,Mark\n0001,5\x004", "marks.csv", "could not be read as a table"),
    ],
    ids=[
        "empty",
        "near miss",
        "no numbers",
        "pdf",
        "100,000 rows",
        "too large",
        "bomb",
        "damaged",
        "quotes",
        "bytes",
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(sheet, bens, ben, make, name, said):
    page = upload(bens, sheet, make(), name)
    assert page.response.status_code in (200, 413, 422)
    assert said in page.text
    assert set(sheet.marks(ben).values()) == {""}


def test_a_file_of_a_thousand_rows_is_previewed_and_accepted(a_sheet, bens, ben):
    sheet = a_sheet(candidates=1000)
    lines = [f"{number:04d},{number % 71}" for number in range(1, 1001)]
    page = upload(bens, sheet, "\n".join(["Candidate number,Mark", *lines]).encode())
    accept(bens, sheet, page)
    assert sheet.marks(ben) == {line[:4]: line[5:] for line in lines}


# ---------------------------------------------------------------- the template


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_sent_back_untouched_changes_nothing(sheet, bens, ben, kind):
    sheet.give(ben, "0001", "54", checked=True)
    sheet.give(ben, "0002", "0", reason="nothing-provided")
    before = sheet.rows(ben)
    page = upload(bens, sheet, bens.get(f"{sheet.url}file/{kind}/").content, f"sheet.{kind}")
    assert "0 rows would change, 3 rows would stay as they are, 0 lines would be left out." in page.text
    assert sheet.rows(ben) == before


@pytest.mark.parametrize(("who", "mark"), [("ann", "54"), ("ben", "")])
def test_the_marks_stand_in_the_file_for_who_may_export_them(sheet, signed_in, ben, who, mark, request):
    sheet.give(ben, "0001", "54")
    browser = signed_in(request.getfixturevalue(who))
    rows = read_table(browser.get(f"{sheet.url}file/csv/").content, "sheet.csv").rows
    assert rows[1][rows[0].index("Mark")] == mark


def test_the_template_has_one_line_for_each_standing_candidate(sheet, bens):
    sheet.withdraw("0002")
    rows = read_table(bens.get(f"{sheet.url}file/csv/").content, "sheet.csv").rows
    assert [row[0] for row in rows[1:]] == ["0001", "0003"]


def test_another_centres_template_is_empty_of_ours(sheet, signed_in, cal):
    data = signed_in(cal).get(f"{sheet.url}file/csv/").content.decode()
    assert "Adeyemi" not in data


@pytest.mark.parametrize("kind", ["pdf", "exe", ".."])
def test_there_is_no_other_kind_of_file(sheet, bens, kind):
    assert bens.get(f"{sheet.url}file/{kind}/").status_code == 404


def test_a_closed_sheet_takes_no_file(a_sheet, bens):
    page = upload(bens, a_sheet(closes=-1), THREE)
    assert page.response.status_code == 422
    assert "The time for H446/03 ended" in page.text
