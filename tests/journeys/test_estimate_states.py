"""States of the pages of estimates and forecast grades that the walk through all routes does not meet, by axe."""

import pytest
from playwright.sync_api import Page

from interchange.accounts.factories import as_actor
from interchange.accounts.roles import Role
from interchange.estimates.factories import asking_series, enter, estimate, forecast, give_grades
from interchange.estimates.rules.saving import Typed
from interchange.estimates.services.estimates import save_estimates
from tests.journeys.axe import faults_in_every_light
from tests.journeys.conftest import College, OpenAs
from tests.journeys.states import States, click, wrong

state = States()


def asked(college: College) -> str:
    """Somebody entered, and the series asks for everything; the code and option that have an estimate."""
    sheet = college.sheet("H446/03", candidates=1)
    series = asking_series(forecast_grades=["H446"])
    give_grades(sheet.component.qualification)
    enter(college.centre, sheet.component.options.all()[0], 3, series=series.code)
    option = sheet.component.options.all()[0]
    estimate(series, college.by, **{f"H446{option.code}": 30})
    forecast(series, "H446", {"0001": "7"}, college.by)
    return f"H446{option.code}"


@state
def numbers_that_are_wrong_and_a_conflict(college: College, open_as: OpenAs) -> Page:
    asked(college)
    page = open_as(college.ann, "/estimated-entries/?series=2027-06")
    first = page.get_by_label("Estimate for H446").first
    first.press("ControlOrMeta+a")
    first.press_sequentially("40")
    series = asking_series(forecast_grades=["H446"])
    held = estimate(series, college.by, J999=1).lines[0]
    other = college.hire("Efua Mensah", Role.EFA)
    save_estimates(series.code, [Typed(held.key, "35", held.version)], by=as_actor(other))
    page.get_by_label("Another code, 1").first.fill("J999")
    page.keyboard.press("Enter")
    return wrong(page)


@state
def a_paste_that_would_change_a_line_and_leave_one_out(college: College, open_as: OpenAs) -> Page:
    code = asked(college)
    page = open_as(college.ann, "/estimated-entries/2027-06/upload/")
    page.get_by_label("Or paste").fill(f"{code}\t90\nJ999\t3")
    click(page, "Show what would change by the paste")
    page.get_by_role("button", name="Accept 1 change").wait_for()
    return page


@state
def grades_that_are_missing(college: College, open_as: OpenAs) -> Page:
    asked(college)
    page = open_as(college.ann, "/forecast-grades/2027-06/H446/")
    page.get_by_label("Forecast grade of 0002").select_option("X")
    click(page, "Save and submit all")
    return wrong(page)


@pytest.mark.parametrize("name", state)
def test_a_state_can_be_used_by_everybody(name: str, college: College, open_as: OpenAs):
    assert faults_in_every_light(state[name](college, open_as)) == []
