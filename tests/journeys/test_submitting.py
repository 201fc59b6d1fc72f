"""Enter and submit coursework marks: what is missing is found, mended and sent, and the iMS1 is printed (D5 to D8)."""

import re
import subprocess
from pathlib import Path
from uuid import UUID

from playwright.sync_api import Page, expect

from interchange.assessment.factories import ASheet
from interchange.assessment.models import Submission, SubmittedMark
from interchange.core import tenancy
from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import all_saved, columns, control, entered_before, go, ready, receive, save, table

CODE, SIZE, GAP = "H446/03", 30, "0017"
QUALIFICATION = "GCSE (9-1) Computer Science"


def test_an_exams_officer_mends_a_gap_submits_and_prints(
    college: College, open_as: OpenAs, java_script_enabled: bool, tmp_path: Path
):
    sheet = college.sheet(CODE, candidates=SIZE)
    sheet.fill(college.by)
    entered_before(sheet, college.by, {GAP: ""})
    page = open_as(college.ann, java_script_enabled=java_script_enabled)
    chooses_series_and_qualification(page)
    page.get_by_role("button", name="Review Incomplete").click()
    mends_the_gap(page, java_script_enabled)
    chooses_series_and_qualification(page)
    page.get_by_role("button", name="Submit H446/03").click()
    checks_and_sends(page, sheet, college)
    receipt = waits_for_receipt(page, college)
    prints(page, receipt, sheet, college, tmp_path)
    finds_it_again(page, receipt)


def chooses_series_and_qualification(page: Page) -> None:
    go(page, "Enter and submit coursework marks")
    page.get_by_label("Series", exact=True).select_option("June 2027")
    page.get_by_label("Qualification", exact=True).select_option(label=QUALIFICATION)
    page.get_by_role("main").get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("table", name="Assessments of June 2027")).to_be_visible()


def mends_the_gap(page: Page, scripts: bool) -> None:
    """What is missing leads to the sheet at that row; there the mark is typed and checked."""
    [[number, name, *_]] = table(page, "What is missing")
    assert number == GAP
    page.get_by_role("link", name=name).click()
    expect(page).to_have_url(re.compile(f"#r{GAP}$"))
    if scripts:
        ready(page)
    control(page, "Mark", GAP).fill("33")
    if scripts:
        control(page, "Mark", GAP).press("Enter")
        all_saved(page)
    control(page, "Checked", GAP).check()
    if scripts:
        expect(page.get_by_text(f"{SIZE} of {SIZE} entered, {SIZE} checked")).to_be_visible()
        all_saved(page)
    else:
        save(page)


def checks_and_sends(page: Page, sheet: ASheet, college: College) -> None:
    """The check page shows every mark, says that nothing has been sent, and its button says what it does."""
    expect(page.get_by_text("Nothing has been sent yet.")).to_be_visible()
    assert dict(columns(table(page, "Marks"), 0, 3)) == sheet.marks(college.by)  # type: ignore[arg-type]
    page.get_by_role("button", name=f"Submit {SIZE} candidates for {CODE}").click()


def waits_for_receipt(page: Page, college: College) -> str:
    """Sending, and then, when the awarding body has it, Received: the page sees to it by itself."""
    expect(page.get_by_text("Sending", exact=True)).to_be_visible()
    submission_id = UUID(page.url.rstrip("/").rpartition("/")[2])
    receive(submission_id, college.centre.pk)
    expect(page.get_by_text("Received", exact=True)).to_be_visible()
    with tenancy.for_centre(college.centre.pk):
        receipt: str = Submission.unscoped.get(pk=submission_id).receipt
    expect(page.get_by_text(receipt, exact=True)).to_be_visible()
    return receipt


def prints(page: Page, receipt: str, sheet: ASheet, college: College, folder: Path) -> None:
    """The page and the PDF both have, row by row, what is in the database."""
    page.get_by_role("button", name="Print").click()
    expect(page.get_by_text(receipt).first).to_be_visible()
    with tenancy.for_centre(college.centre.pk):
        lines = SubmittedMark.unscoped.filter(submission__receipt=receipt).order_by("number")
        sent = [(line.number, line.name, line.uci, f"{line.mark:.0f}") for line in lines]
    assert len(sent) == SIZE
    assert {number: mark for number, _, _, mark in sent} == sheet.marks(college.by)
    assert columns(table(page, "Marks as submitted"), 0, 1, 2, 4) == sent
    address = page.get_by_role("link", name="iMS1 as PDF").get_attribute("href")
    paper = folder / "ims1.pdf"
    paper.write_bytes(page.request.get(str(address)).body())
    words = printed_words(paper)
    assert receipt in words
    for line in sent:
        assert re.search(
            r"\s+".join(map(re.escape, " ".join(line[:3]).split())) + r"\s+\S+\s+" + line[3], words
        )


def printed_words(paper: Path) -> str:
    command = ["pdftotext", "-layout", str(paper), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def finds_it_again(page: Page, receipt: str) -> None:
    """View submitted coursework marks > series, qualification > the assessment's iMS1 button."""
    go(page, "View submitted coursework marks")
    page.get_by_label("Series", exact=True).select_option("June 2027")
    page.get_by_label("Qualification", exact=True).select_option(label=QUALIFICATION)
    page.get_by_role("main").get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("button", name=f"iMS1 {CODE}").click()
    expect(page.get_by_role("heading", name=f"iMS1 {CODE}")).to_be_visible()
    expect(page.get_by_text(receipt).first).to_be_visible()


def test_a_teacher_who_may_not_submit_is_offered_no_way_to(
    college: College, open_as: OpenAs, java_script_enabled: bool
):
    sheet = college.sheet(candidates=2)
    sheet.fill(college.by)
    page = open_as(college.ben, sheet.url, java_script_enabled=java_script_enabled)
    expect(page.get_by_role("heading", name=CODE)).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Submit|Enter and submit"))).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^Submit"))).to_have_count(0)


def test_a_sheet_changed_since_it_was_checked_is_not_sent(
    college: College, open_as: OpenAs, java_script_enabled: bool
):
    sheet = college.sheet(candidates=2)
    sheet.fill(college.by)
    page = open_as(college.sam, f"{sheet.url}submit/", java_script_enabled=java_script_enabled)
    sheet.fill(college.by, "9")
    page.get_by_role("button", name=f"Submit 2 candidates for {CODE}").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_text("A mark has changed since you opened this page")).to_be_visible()
    with tenancy.for_centre(college.centre.pk):
        assert not Submission.unscoped.exists()
