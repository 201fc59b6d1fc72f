"""Sheets of 1,000 and of 5,000 candidates open, take marks, and lose none (C9)."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import control, press_save

SAVED = "() => document.getElementById('sheet-status').textContent.startsWith('All changes saved')"
"""Asked of the page itself: `expect` would draw a picture of all rows for its report each time that it asks."""


@pytest.mark.parametrize("size", [1_000, 5_000])
def test_a_large_sheet_is_opened_and_typed_in(college: College, open_as: OpenAs, size: int):
    sheet = college.sheet("H446/03", candidates=size)
    sheet.fill(college.by)
    before = sheet.marks(college.by)
    page = open_as(college.ben, sheet.url)
    typed = {"0001": "61", "0002": "62", f"{size // 2:04d}": "63", f"{size:04d}": "64"}
    for number, mark in typed.items():
        named(page, f"Mark {number} ").focus()
        page.keyboard.type(mark)
        page.keyboard.press("Enter")
    page.wait_for_function(SAVED, timeout=60_000)
    assert sheet.marks(college.by) == before | typed


def named(page: Page, beginning: str) -> Locator:
    """By its accessible name as it is written: to work out all 15,000 of them would hold up the page itself."""
    return page.locator(f"[aria-label^='{beginning}']")


def test_a_large_sheet_is_saved_whole_without_scripts(college: College, open_as: OpenAs):
    sheet = college.sheet("H446/03", candidates=1_000)
    page = open_as(college.ben, sheet.url, java_script_enabled=False)
    typed = {"0001": "61", "0500": "62", "1000": "63"}
    for number, mark in typed.items():
        control(page, "Mark", number).fill(mark)
    press_save(page)
    expect(page.get_by_text("3 rows saved.")).to_be_visible()
    found = {number: mark for number, mark in sheet.marks(college.by).items() if mark}
    assert found == typed
