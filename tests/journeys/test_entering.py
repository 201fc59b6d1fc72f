"""A teacher signs in, finds the assessment and enters a class (mission D1, D2), without touching the mouse."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from interchange.accounts.factories import code_for
from interchange.accounts.models import Membership
from interchange.assessment.factories import ASheet
from interchange.assessment.rules.marks import Value
from tests.journeys.conftest import College
from tests.journeys.steps import (
    all_saved,
    control,
    follow,
    marks_shown,
    menu,
    tab_to,
    type_into,
    type_parts,
)

pytestmark = pytest.mark.usefixtures("by_keyboard")

CLASS = [f"{number:04d}" for number in range(1, 31)]
ZERO, ABSENT = "0007", "0011"
MARKS = {number: str(70 - 2 * place) for place, number in enumerate(CLASS)} | {ZERO: "0", ABSENT: ""}
WORK_EARNED_NOTHING = "nothing-creditable"


def test_a_teacher_enters_a_class_by_keyboard_alone(
    college: College, new_browser: Callable[..., BrowserContext], java_script_enabled: bool
):
    sheet = college.sheet(candidates=30)
    page = new_browser(java_script_enabled=java_script_enabled).new_page()
    page.goto("/")
    comes_in(page, college.ben)
    finds_the_assessment(page, "h446/03")
    expect(page.get_by_text("Saved marks have not been submitted")).to_be_visible()
    if java_script_enabled:
        types_down_the_column(page)
    else:
        fills_in_the_form(page)
    all_saved(page)
    page.reload()
    assert marks_shown(page) == MARKS
    expect(control(page, "Absent", ABSENT)).to_be_checked()
    expect(control(page, "Reason for 0", ZERO)).to_have_value(WORK_EARNED_NOTHING)
    assert stored(sheet, college) == {number: expected(number) for number in CLASS}


def comes_in(page: Page, who: Membership) -> None:
    type_parts(page, who)
    type_into(page, "Code", code_for(who.person_id))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Welcome, {who.person}")).to_be_visible()


def finds_the_assessment(page: Page, code: str) -> None:
    follow(page, menu(page).get_by_role("link", name="Enter coursework marks", exact=True))
    tab_to(page, page.get_by_label("Series", exact=True))
    page.keyboard.type("June 2027")
    type_into(page, "Assessment code", code)
    follow(page, page.get_by_role("button", name="Search", exact=True))
    expect(page.get_by_role("heading", name="H446/03")).to_be_visible()


def types_down_the_column(page: Page) -> None:
    """Enter goes down; a zero and an absence are dealt with along the row, and Enter then comes back."""
    tab_to(page, control(page, "Mark", CLASS[0]))
    for number in CLASS:
        expect(control(page, "Mark", number)).to_be_focused()
        page.keyboard.type(MARKS[number])
        if number == ZERO:
            for _ in range(3):
                page.keyboard.press("Tab")
            expect(control(page, "Reason for 0", number)).to_be_focused()
            page.keyboard.type("Work handed")
        if number == ABSENT:
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
        page.keyboard.press("Enter")


def fills_in_the_form(page: Page) -> None:
    """Tab goes along the row; the reason for a zero is asked for after the first Save."""
    tab_to(page, control(page, "Mark", CLASS[0]))
    for number in CLASS:
        page.keyboard.type(MARKS[number])
        page.keyboard.press("Tab")
        if number == ABSENT:
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    follow(page, page.get_by_role("button", name="Save", exact=True))
    tab_to(page, control(page, "Reason for 0", ZERO))
    page.keyboard.type("Work handed")
    follow(page, page.get_by_role("button", name="Save", exact=True))


def stored(sheet: ASheet, college: College) -> dict[str, Value]:
    return {row.number: row.value for row in sheet.rows(college.by)}


def expected(number: str) -> Value:
    if number == ABSENT:
        return Value(absent=True)
    return Value(Decimal(MARKS[number]), reason=WORK_EARNED_NOTHING if number == ZERO else "")
