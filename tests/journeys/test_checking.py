"""A second person goes through the marks and ticks Checked; a mark that changes afterwards is not checked (D4, C7)."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import all_saved, control, press_save, row, save


def test_a_second_person_checks_row_by_row_and_then_all_shown(
    college: College, open_as: OpenAs, java_script_enabled: bool
):
    sheet = college.sheet(candidates=6)
    sheet.fill(college.by, checked=False)
    page = open_as(college.mia, sheet.url, java_script_enabled=java_script_enabled)
    expect(page.get_by_text("6 of 6 entered, 0 checked")).to_be_visible()
    control(page, "Checked", "0002").check()
    if not java_script_enabled:
        save(page)
    expect(row(page, "0002").get_by_text("Checked", exact=True).last).to_be_visible()
    assert checked(sheet.rows(college.by)) == ["0002"]
    page.get_by_role("button", name=re.compile("^Check all")).click()
    expect(page.get_by_text("6 of 6 entered, 6 checked")).to_be_visible()
    all_saved(page)
    assert {row_.checked_by for row_ in sheet.rows(college.by)} == {"Mia Novak"}


def test_a_mark_that_changes_is_not_checked_any_more(
    college: College, open_as: OpenAs, java_script_enabled: bool
):
    sheet = college.sheet(candidates=3)
    sheet.fill(college.by)
    page = open_as(college.mia, sheet.url, java_script_enabled=java_script_enabled)
    control(page, "Mark", "0003").fill("44")
    if java_script_enabled:
        control(page, "Mark", "0003").press("Enter")
        all_saved(page)
    else:
        save(page)
    expect(control(page, "Checked", "0003")).not_to_be_checked()
    expect(page.get_by_text("3 of 3 entered, 2 checked")).to_be_visible()
    assert checked(sheet.rows(college.by)) == ["0001", "0002"]


def test_only_what_is_shown_is_checked(college: College, open_as: OpenAs, java_script_enabled: bool):
    sheet = college.sheet(candidates=2, group="11A")
    college.sheet(candidates=2, group="11B")
    sheet.fill(college.by, checked=False)
    page = open_as(college.mia, f"{sheet.url}?group=11B", java_script_enabled=java_script_enabled)
    page.get_by_role("button", name=re.compile("^Check all")).click()
    all_saved(page)
    assert checked(sheet.rows(college.by)) == ["0003", "0004"]


def test_a_row_without_a_mark_cannot_be_checked(college: College, open_as: OpenAs, java_script_enabled: bool):
    sheet = college.sheet(candidates=2)
    page = open_as(college.mia, sheet.url, java_script_enabled=java_script_enabled)
    control(page, "Checked", "0001").click()
    if not java_script_enabled:
        press_save(page)
    refused(page)
    assert checked(sheet.rows(college.by)) == []


def refused(page: Page) -> None:
    expect(row(page, "0001").get_by_text(re.compile("mark", re.IGNORECASE)).last).to_be_visible()
    expect(row(page, "0001")).not_to_contain_text("Saved")


def checked(rows: list) -> list[str]:  # type: ignore[type-arg]
    return [row_.number for row_ in rows if row_.checked]
