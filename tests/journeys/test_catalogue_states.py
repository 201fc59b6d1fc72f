"""States of the awarding body's pages of the catalogue that the walk through all routes does not meet, by axe."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from interchange.accounts.factories import make_membership
from interchange.accounts.models import Membership
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_qualification, make_series
from interchange.catalogue.models import Qualification
from tests.journeys.axe import faults_in_every_light
from tests.journeys.conftest import College, OpenAs
from tests.journeys.states import States, click, wrong

state = States()


def enzo() -> Membership:
    """The entries officer."""
    return make_membership("Enzo Ricci", Role.ENTRIES)


@state
def a_fee_with_everything_wrong(college: College, open_as: OpenAs) -> Page:
    page = open_as(enzo(), "/desk/catalogue/fee/add/")
    page.get_by_label("Fee").fill("a pound")
    click(page, "Add")
    return wrong(page)


@state
def a_row_that_somebody_else_changed(college: College, open_as: OpenAs) -> Page:
    row = make_qualification("Q900", title="Latin")
    page = open_as(enzo(), f"/desk/catalogue/qualification/{row.pk}/")
    Qualification.objects.filter(pk=row.pk).update(title="Greek")
    page.get_by_label("Level").fill("3")
    page.get_by_label("Why").fill("So it is")
    click(page, "Save the change")
    expect(page.get_by_role("link", name="Title: Title was “Latin” when you began.")).to_be_visible()
    return wrong(page)


@state
def a_profile_out_of_order(college: College, open_as: OpenAs) -> Page:
    make_series("2027-06")
    page = open_as(enzo(), "/desk/series/2027-06/")
    page.get_by_label("Day of the candidate release of results").fill("1 January 2027")
    click(page, "Save the profile")
    return wrong(page)


@state
def a_comparison(college: College, open_as: OpenAs) -> Page:
    make_qualification("Q901", title="Latin")
    rows = b"board,entry_code,title\nDAB,Q901,Greek\nDAB,Q902,Welsh\nDAB,,Nameless\n"
    page = open_as(enzo(), "/desk/catalogue/load/")
    file: FilePayload = {"name": "qualifications.csv", "mimeType": "text/csv", "buffer": rows}
    page.get_by_label("Files", exact=True).set_input_files(file)
    click(page, "Compare with the catalogue")
    expect(page.get_by_text("1 row changed")).to_be_visible()
    return page


@pytest.mark.parametrize("name", state)
def test_each_state_can_be_used_by_everybody(name: str, college: College, open_as: OpenAs):
    assert faults_in_every_light(state[name](college, open_as)) == []
