"""The entries grid, its review and its receipt in every state, by axe, in light and dark and on a narrow screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from interchange.centres.factories import make_approval
from tests.journeys.axe import faults_in_every_light
from tests.journeys.conftest import College, OpenAs
from tests.journeys.states import State, States, click
from tests.journeys.steps import paste

state = States()
GRID = "/entries/make/2027-06/?codes=H446"
A_TABLE = "candidate_number\tsurname\tuci\tH446\n0001\tNewman\t\tA\n0002\tOther\tXX\tA\n"


def at_the_grid(college: College, open_as: OpenAs, *, where: str = GRID) -> Page:
    make_approval(college.centre)
    college.sheet(candidates=3)
    return open_as(college.ann, where)


def typed(page: Page, field: str, text: str) -> None:
    page.locator(f"[name='{field}']").fill(text)
    page.locator(f"[name='{field}']").press("Enter")


def with_changes(college: College, open_as: OpenAs) -> Page:
    """One withdrawn, one by no option, a name changed, and a new candidate of whom little is known."""
    page = at_the_grid(college, open_as)
    typed(page, "e0_0001", "")
    typed(page, "e0_0002", "Q")
    typed(page, "s0003", "Newman")
    page.locator("tr.is-new input").nth(1).fill("Vane")
    page.locator("tr.is-new input").nth(1).press("Enter")
    expect(page.locator("#sheet-status")).to_contain_text("All changes saved")
    return page


@state
def a_grid_with_changes_and_slips(college: College, open_as: OpenAs) -> Page:
    return with_changes(college, open_as)


@state
def a_review_with_problems_and_a_receipt(college: College, open_as: OpenAs) -> Page:
    page = with_changes(college, open_as)
    click(page, "Review and submit")
    expect(page.get_by_role("heading", name="To mend")).to_be_visible()
    assert faults_in_every_light(page) == []
    for box in page.locator("[name=accept]").all():
        box.check()
    click(page, re.compile("Submit"))
    expect(page.get_by_text("Receipt number")).to_be_visible()
    return page


@state
def what_a_file_would_change(college: College, open_as: OpenAs) -> Page:
    page = at_the_grid(college, open_as, where="/entries/make/2027-06/upload/?codes=H446")
    page.get_by_label("Or paste a table").fill(A_TABLE)
    page.get_by_role("button", name="Show what would change").nth(1).click()
    expect(page.get_by_role("heading", name="To mend first")).to_be_visible()
    return page


@state
def what_a_paste_would_change(college: College, open_as: OpenAs) -> Page:
    page = at_the_grid(college, open_as)
    page.locator("[name='e0_0001']").focus()
    paste(page, "\nA\n1\t2\n")
    expect(page.get_by_role("dialog", name="Check what was pasted")).to_be_visible()
    return page


@state
def both_values_of_two_people_without_scripts(college: College, open_as: OpenAs) -> Page:
    page = at_the_grid(college, open_as)
    slow = unscripted_grid(open_as, college)
    typed(page, "e0_0001", "")
    expect(page.locator("#sheet-status")).to_contain_text("All changes saved")
    slow.locator("[name='e0_0001']").fill("1")
    slow.get_by_role("button", name="Save", exact=True).click()
    expect(slow.get_by_text("two people changed this row")).to_be_visible()
    return slow


def unscripted_grid(open_as: OpenAs, college: College) -> Page:
    page = open_as(college.ann, "/notices/")
    page.route("**/static/js/**", lambda route: route.abort())
    page.goto(GRID)
    return page


@pytest.mark.parametrize("make", state.values(), ids=state)
def test_axe_finds_nothing(make: State, college: College, open_as: OpenAs):
    assert faults_in_every_light(make(college, open_as)) == []
