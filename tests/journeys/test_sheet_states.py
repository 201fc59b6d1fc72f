"""The mark sheet, its forms and its receipt in every state, by axe, in light and dark and on a narrow screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import faults_in_every_light
from tests.journeys.conftest import College, OpenAs
from tests.journeys.states import State, States, unscripted
from tests.journeys.steps import control, entered_before, paste, press_save

state = States()


@state
def a_sheet_half_filled(college: College, open_as: OpenAs) -> Page:
    sheet = college.sheet(candidates=4)
    entered_before(sheet, college.by, {"0001": "10", "0002": "0"})
    return open_as(college.ann, sheet.url)


@state
def a_full_sheet(college: College, open_as: OpenAs) -> Page:
    sheet = college.sheet(candidates=3)
    sheet.fill(college.by)
    return open_as(college.ann, sheet.url)


@state
def an_endorsement(college: College, open_as: OpenAs) -> Page:
    sheet = college.sheet("H420/04", candidates=3, graded=True, grades=("P", "NC"))
    return open_as(college.ben, sheet.url)


@state
def a_submitted_sheet(college: College, open_as: OpenAs) -> Page:
    sheet = college.sheet(candidates=3)
    sheet.fill(college.by)
    sheet.submit(college.by)
    return open_as(college.ann, sheet.url)


@state
def a_sheet_that_nobody_is_entered_for(college: College, open_as: OpenAs) -> Page:
    sheet = college.sheet(candidates=0)
    return open_as(college.ben, sheet.url)


@state
def a_filter_that_nobody_fits(college: College, open_as: OpenAs) -> Page:
    return open_as(college.ben, f"{college.sheet(candidates=2).url}?find=nobody")


@state
def wrong_input_without_scripts(college: College, open_as: OpenAs) -> Page:
    page = unscripted(open_as, college, college.sheet(candidates=3).url)
    for number, mark in {"0001": "71", "0002": "x", "0003": "0"}.items():
        control(page, "Mark", number).fill(mark)
    press_save(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    return page


@state
def wrong_input(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, college.sheet(candidates=3).url)
    for number, mark in {"0001": "71", "0002": "x", "0003": "0"}.items():
        control(page, "Mark", number).fill(mark)
        control(page, "Mark", number).press("Enter")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    return page


@state
def two_values_side_by_side(college: College, open_as: OpenAs) -> Page:
    sheet = college.sheet(candidates=3)
    page = open_as(college.mia, sheet.url)
    entered_before(sheet, college.by, {"0001": "41"})
    control(page, "Mark", "0001").fill("52")
    control(page, "Mark", "0001").press("Enter")
    expect(page.get_by_role("group", name=re.compile("^Two values"))).to_be_visible()
    return page


@state
def two_values_side_by_side_without_scripts(college: College, open_as: OpenAs) -> Page:
    sheet = college.sheet(candidates=3)
    page = unscripted(open_as, college, sheet.url)
    entered_before(sheet, college.by, {"0001": "41"})
    control(page, "Mark", "0001").fill("52")
    press_save(page)
    expect(page.get_by_text("two people changed this row")).to_be_visible()
    return page


@state
def work_not_sent_yet(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, college.sheet(candidates=3).url)
    page.route("**/cells/**", lambda route: route.abort())
    control(page, "Mark", "0001").fill("52")
    control(page, "Mark", "0001").press("Enter")
    expect(page.get_by_text("1 change not sent yet")).to_be_visible()
    return page


@state
def the_preview_of_a_paste(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, college.sheet(candidates=3).url)
    control(page, "Mark", "0001").focus()
    paste(page, "Candidate number\tMark\n1\t5\n2\t99\n9999\t1\n")
    expect(page.get_by_role("dialog", name="Check what was pasted")).to_be_visible()
    return page


@state
def the_preview_of_a_file(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, f"{college.sheet(candidates=3).url}import/")
    page.get_by_label("Or paste from a spreadsheet").fill("Candidate number\tMark\n1\t5\n2\t99\n9999\t1\n")
    page.get_by_role("button", name="Show what would change by the paste").click()
    expect(page.get_by_text("Nothing has been saved yet.")).to_be_visible()
    return page


@state
def the_history_of_a_row(college: College, open_as: OpenAs) -> Page:
    sheet = college.sheet(candidates=3)
    sheet.fill(college.by)
    page = open_as(college.ben, sheet.url)
    control(page, "Mark", "0001").press("Alt+h")
    expect(page.get_by_role("dialog", name=re.compile("^History of 0001"))).to_be_visible()
    return page


@state
def the_list_of_keys(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, college.sheet(candidates=3).url)
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    return page


@state
def an_address_that_leads_nowhere(college: College, open_as: OpenAs) -> Page:
    return open_as(college.ben, "/nowhere/")


@state
def a_page_that_is_not_for_this_role(college: College, open_as: OpenAs) -> Page:
    return open_as(college.ben, "/desk/sheets/")


@state
def an_assessment_that_is_not_found(college: College, open_as: OpenAs) -> Page:
    college.sheet(candidates=1)
    return open_as(college.ben, "/coursework/enter/?code=nothing")


@state
def a_receipt_while_sending(college: College, open_as: OpenAs) -> Page:
    sheet = college.sheet(candidates=3)
    sheet.fill(college.by)
    sent = sheet.submit(college.by, receive=False)
    page = open_as(college.ann, f"/submissions/{sent.pk}/")
    expect(page.get_by_text("Sending", exact=True)).to_be_visible()
    return page


@pytest.mark.parametrize("state_of_page", state.values(), ids=state.keys())
def test_every_state_can_be_used_by_everybody(college: College, open_as: OpenAs, state_of_page: State):
    assert faults_in_every_light(state_of_page(college, open_as)) == []
