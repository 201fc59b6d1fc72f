"""States of the look-ups that the walk through all routes does not meet, by axe."""

import pytest
from playwright.sync_api import Page, expect

from interchange.catalogue.factories import make_boundaries, make_series, make_sitting
from interchange.catalogue.models import Boundary
from tests.journeys.axe import faults_in_every_light
from tests.journeys.conftest import College, OpenAs
from tests.journeys.states import States, click, wrong

state = States()


def timetabled(college: College) -> str:
    """Two papers of one morning that the same candidates are entered for; their codes, with options."""
    codes = []
    for code in ("H446/03", "J277/03"):
        component = college.sheet(code, candidates=2).component
        component.sittings.all().delete()
        make_sitting(component, make_series())
        codes.append(str(component.options.all()[0]))
    return " ".join(codes)


@state
def codes_that_clash_and_one_that_is_none(college: College, open_as: OpenAs) -> Page:
    codes = timetabled(college)
    page = open_as(college.ann, "/catalogue/clashes/?series=2027-06")
    page.get_by_label("Codes, with their options").fill(f"{codes} X999")
    click(page, "Check for clashes")
    expect(page.get_by_role("heading", name="1 clash")).to_be_visible()
    return wrong(page)


@state
def a_raw_mark_that_the_paper_does_not_have(college: College, open_as: OpenAs) -> Page:
    unit = Boundary.objects.filter(code="F012", scale="raw").first() or make_boundaries()
    page = open_as(college.ben, f"/catalogue/uniform-marks/{unit.pk}/")
    page.get_by_label("Raw mark").fill("200")
    click(page, "Convert")
    return wrong(page)


@pytest.mark.parametrize("name", state)
def test_each_state_can_be_used_by_everybody(name: str, college: College, open_as: OpenAs):
    assert faults_in_every_light(state[name](college, open_as)) == []
