"""The awarding body's side: sheets received, read, given back, overdue, more time, a paper verified, an export."""

import csv
import io
from datetime import timedelta

from playwright.sync_api import Page, expect

from interchange.accounts.models import Membership
from interchange.assessment.models import MarkSheet, Submission
from interchange.core import clock, tenancy
from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import all_saved, columns, control, go, ready, receive, row, save, table

CODE, REASON = "H446/03", "Two groups were marked with last year's grid."


def apply_filter(page: Page, college: College, **chosen: str) -> None:
    page.get_by_label("Centre number", exact=True).fill(college.centre.number)
    for label, words in chosen.items():
        page.get_by_label(label, exact=True).select_option(label=words)
    page.get_by_role("button", name="Apply", exact=True).click()


def test_a_received_sheet_is_read_and_given_back_and_comes_again_as_version_2(
    college: College, open_as: OpenAs, officer: Membership, java_script_enabled: bool
):
    sheet = college.sheet(CODE, candidates=3)
    sheet.fill(college.by)
    first = sheet.submit(college.by)
    desk = open_as(officer, java_script_enabled=java_script_enabled)
    opens_it_from_the_list(desk, college, first)
    expect(desk.get_by_role("textbox", name="Mark")).to_have_count(0)
    shown = columns(table(desk, "Marks as submitted"), 0, 4)
    assert dict(shown) == sheet.marks(college.by)  # type: ignore[arg-type]
    gives_it_back(desk)
    centre = open_as(college.sam, sheet.url, java_script_enabled=java_script_enabled)
    expect(centre.get_by_text(REASON)).to_be_visible()
    control(centre, "Mark", "0001").fill("50")
    if java_script_enabled:
        control(centre, "Mark", "0001").press("Enter")
        all_saved(centre)
    else:
        save(centre)
    centre.get_by_role("button", name="Check all").click()
    expect(centre.get_by_text("3 of 3 entered, 3 checked")).to_be_visible()
    all_saved(centre)
    sends_it_again(centre, college)
    desk.reload()
    expect(desk.get_by_role("main")).to_contain_text("Received")
    assert table(desk, "Marks as submitted")[0][4:] == ["50", "changed from 1"]


def opens_it_from_the_list(desk: Page, college: College, sent: Submission) -> None:
    go(desk, "Received mark sheets")
    apply_filter(desk, college)
    [[centre, assessment, *_, state, receipt]] = table(desk, "Mark sheets")
    assert (centre.split()[0], assessment.split()[0]) == (college.centre.number, CODE)
    assert (state, receipt) == ("Received", f"{sent.receipt}, version 1")
    desk.get_by_role("link", name=f"of {college.centre.number}").click()
    expect(desk.get_by_text("as they were submitted")).to_be_visible()


def gives_it_back(desk: Page) -> None:
    desk.get_by_text("Reopen for the centre").click()
    desk.get_by_label("Reason, which the centre will read").fill(REASON)
    desk.get_by_role("button", name=f"Reopen {CODE}").click()
    expect(desk.get_by_text("Reopened. The centre sees your reason on the sheet.")).to_be_visible()


def sends_it_again(centre: Page, college: College) -> None:
    centre.get_by_role("main").get_by_role("link", name="Submit", exact=True).click()
    centre.get_by_role("button", name=f"Submit 3 candidates for {CODE}").click()
    expect(centre.get_by_text("Sending", exact=True)).to_be_visible()
    with tenancy.for_centre(college.centre.pk):
        second = Submission.unscoped.get(version=2)
    receive(second.pk, college.centre.pk)
    expect(centre.get_by_text("Received", exact=True)).to_be_visible()
    expect(centre.get_by_text(second.receipt, exact=True).first).to_be_visible()


def test_a_sheet_can_not_be_given_back_without_a_reason(
    college: College, open_as: OpenAs, officer: Membership, java_script_enabled: bool
):
    sheet = college.sheet(CODE, candidates=2)
    sheet.fill(college.by)
    sheet.submit(college.by)
    desk = open_as(
        officer, f"/desk/sheets/{college.centre.number}{sheet.url.removeprefix('/coursework')}",
        java_script_enabled=java_script_enabled,
    )  # fmt: skip
    desk.get_by_text("Reopen for the centre").click()
    desk.get_by_role("button", name=f"Reopen {CODE}").click()
    expect(desk.get_by_role("main")).to_contain_text("reason that the centre will read")
    assert sheet.stored().state == "received"


def test_what_is_overdue_is_listed_more_time_is_asked_for_and_given(
    college: College, open_as: OpenAs, officer: Membership, java_script_enabled: bool
):
    sheet = college.sheet("H417/05", candidates=3, closes=-2)
    page = open_as(college.sam, sheet.url, java_script_enabled=java_script_enabled)
    expect(control(page, "Mark", "0001")).to_have_count(0)
    asks_for_more_time(page)
    desk = open_as(officer, java_script_enabled=java_script_enabled)
    go(desk, "Overdue mark sheets")
    apply_filter(desk, college)
    [[_, assessment, entered, *_]] = table(desk, "Overdue mark sheets")
    assert (assessment.split()[0], entered) == ("H417/05", "0 of 3")
    gives_more_time(desk, college)
    page.goto(sheet.url)
    control(page, "Mark", "0001").fill("50")
    if java_script_enabled:
        ready(page)
        control(page, "Mark", "0001").press("Enter")
        all_saved(page)
    else:
        save(page)
    assert sheet.marks(college.by)["0001"] == "50"


def asks_for_more_time(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Ask now").click()
    page.get_by_label("New deadline that you ask for").fill(f"{clock.today() + timedelta(3):%Y-%m-%d}")
    page.get_by_label("Reason", exact=True).fill("The workshop was flooded.")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("table", name="More time asked for")).to_contain_text("The workshop was flooded.")


def gives_more_time(desk: Page, college: College) -> None:
    go(desk, "Requests for more time")
    request = desk.get_by_role("article").filter(has_text=college.centre.number)
    request.get_by_label("Reason that the centre will read").fill("Granted once.")
    request.get_by_role("button", name="Grant").click()
    expect(desk.get_by_text("Decided. The centre sees it under its requests.")).to_be_visible()


def test_a_printed_form_is_verified_by_its_receipt_and_check_code(
    college: College, open_as: OpenAs, officer: Membership, java_script_enabled: bool
):
    sheet = college.sheet(CODE, candidates=2)
    sheet.fill(college.by)
    sent = sheet.submit(college.by)
    desk = open_as(officer, java_script_enabled=java_script_enabled)
    go(desk, "Verify a printed iMS1")
    for code, verdict in (("AAAA-AAAA", "Not genuine, or mistyped."), (sent.check_code, "Genuine.")):
        desk.get_by_label("Receipt number").fill(sent.receipt.lower())
        desk.get_by_label("Check code").fill(code)
        desk.get_by_role("button", name="Verify", exact=True).click()
        expect(desk.get_by_text(verdict, exact=True)).to_be_visible()


def test_the_marks_of_a_centre_are_exported(
    college: College, open_as: OpenAs, officer: Membership, java_script_enabled: bool
):
    sheet = college.sheet(CODE, candidates=3)
    sheet.fill(college.by)
    sheet.submit(college.by)
    desk = open_as(officer, "/desk/sheets/", java_script_enabled=java_script_enabled)
    apply_filter(desk, college)
    with desk.expect_download() as made:
        desk.get_by_role("link", name="Export marks").click()
    lines = list(csv.reader(io.StringIO(made.value.path().read_text("utf-8-sig"))))
    words = [" ".join(line) for line in lines]
    for number, mark in sheet.marks(college.by).items():
        assert [line for line in words if number in line and f" {mark}" in line], number


def test_a_change_is_made_at_once_before_moderation(
    college: College, open_as: OpenAs, java_script_enabled: bool
):
    sheet = college.sheet(CODE, candidates=3)
    sheet.fill(college.by)
    sheet.submit(college.by)
    page = open_as(college.sam, sheet.url, java_script_enabled=java_script_enabled)
    asks_for_a_change(page, "0002", "61", at_once=True)
    with tenancy.for_centre(college.centre.pk):
        second = Submission.unscoped.get(version=2)
    receive(second.pk, college.centre.pk)
    page.goto(sheet.url)
    expect(row(page, "0002")).to_contain_text("61")
    assert sheet.marks(college.by)["0002"] == "61"


def asks_for_a_change(page: Page, number: str, mark: str, *, at_once: bool) -> None:
    row(page, number).get_by_role("link", name="Request a change").click()
    said = "the change is made at once" if at_once else "Moderation has begun."
    expect(page.get_by_text(said)).to_be_visible()
    page.get_by_label("Mark that it should be").fill(mark)
    page.get_by_label("Why it has to change").fill("The last page had been overlooked.")
    page.get_by_role("button", name="Change the mark" if at_once else "Send the request").click()


def test_after_moderation_began_a_change_needs_a_second_signature_and_a_decision(
    college: College, open_as: OpenAs, officer: Membership, java_script_enabled: bool
):
    sheet = college.sheet(CODE, candidates=3)
    sheet.fill(college.by)
    sheet.submit(college.by)
    desk_address = f"/desk/sheets/{college.centre.number}{sheet.url.removeprefix('/coursework')}"
    desk = open_as(officer, desk_address, java_script_enabled=java_script_enabled)
    desk.get_by_role("button", name="Moderation has begun").click()
    sam = open_as(college.sam, sheet.url, java_script_enabled=java_script_enabled)
    asks_for_a_change(sam, "0002", "61", at_once=False)
    go(sam, "Requests for more time and changes")
    expect(sam.get_by_role("button", name="Sign as second person")).to_have_count(0)
    ann = open_as(college.ann, "/coursework/requests/", java_script_enabled=java_script_enabled)
    ann.get_by_role("button", name="Sign as second person").click()
    expect(ann.get_by_role("table", name="Changes asked for")).to_contain_text("signed by Ann Lee")
    assert sheet.marks(college.by)["0002"] == "2"
    accepts(desk, college)
    with tenancy.for_centre(college.centre.pk):
        assert MarkSheet.unscoped.get().version == 2
    assert sheet.marks(college.by)["0002"] == "61"
    sam.reload()
    expect(sam.get_by_role("table", name="Changes asked for")).to_contain_text("The work shows it.")


def accepts(desk: Page, college: College) -> None:
    go(desk, "Requests to change a mark")
    request = desk.get_by_role("article").filter(has_text=college.centre.number)
    request.get_by_label("Reason that the centre will read").fill("The work shows it.")
    request.get_by_role("button", name="Accept").click()
    expect(desk.get_by_text("Decided. The centre sees it under its requests.")).to_be_visible()
