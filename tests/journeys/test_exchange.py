"""Sending files of entries in the browser: asked, answered, rejected; what is held, and the formats; each by axe."""

from pathlib import Path

from interchange.accounts.models import Membership
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.catalogue.models import Component
from interchange.centres.factories import make_approval
from interchange.entries.factories import make_candidate, make_entry
from interchange.exchange.factories import a_file, a_record, complete_layouts
from tests.journeys.axe import faults_in_every_light
from tests.journeys.conftest import College, OpenAs


def component(code: str) -> Component:
    """Found, or made."""
    return Component.objects.filter(assessment_code=code).first() or make_component(code)


def test_a_file_is_sent_asks_is_answered_and_the_next_is_rejected(
    college: College, open_as: OpenAs, staff: dict[Role, Membership], tmp_path: Path
):
    complete_layouts()
    make_approval(college.centre)
    series, number = make_series("2027-06"), college.centre.number
    option = make_option(component("J991/01"), code="A")
    other = make_option(component("J992/01"), code="B")
    make_entry(make_candidate(college.centre, "0002", series=series), other, route="form")
    people = [a_record("0001", str(option), centre=number), a_record("0003", "XXXX", centre=number)]
    (tmp_path / f"E{number}01.X01").write_bytes(a_file(*people, name=f"E{number}01.X01")[0])
    (tmp_path / f"A{number}01 (1).X01").write_bytes(a_file(*people, name=f"A{number}01.X01")[0])

    page = open_as(college.ann, "/entries/send/")
    page.get_by_label("Files of entries").set_input_files(tmp_path / f"E{number}01.X01")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="does not contain 1 entry made on the website").wait_for()
    faults = faults_in_every_light(page)
    page.get_by_role("button", name="Keep them, and load the rest").click()
    page.get_by_text("The file is loaded.").wait_for()
    faults += faults_in_every_light(page)

    page.goto("/entries/send/")
    page.get_by_label("Files of entries").set_input_files(tmp_path / f"A{number}01 (1).X01")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("was changed on the way").first.wait_for()
    faults += faults_in_every_light(page)

    page.goto("/entries/held/")
    page.get_by_label("Series").select_option("2027-06")
    page.get_by_label("Form").select_option("A")
    page.get_by_role("button", name="Make the file").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=f"A{number}01.X01").click()
    assert f"A5C{number}0001FOX: ADA B" in Path(download.value.path()).read_text()
    faults += faults_in_every_light(page)

    desk = open_as(staff[Role.ENTRIES], "/desk/files/send/")
    desk.get_by_role("button", name="Send for the centre").click()
    desk.get_by_role("link", name="Enter the centre number.").wait_for()
    faults += faults_in_every_light(desk)
    desk.get_by_label("Centre number").fill(number)
    desk.get_by_label("Why").fill("Their line is down; sent by mail")
    desk.get_by_label("File", exact=True).set_input_files(tmp_path / f"E{number}01.X01")
    desk.get_by_role("button", name="Send for the centre").click()
    desk.get_by_text("This is the very file").wait_for()

    desk.goto("/desk/formats/")
    desk.get_by_label("First column of Entry codes").first.fill("90")
    desk.get_by_role("button", name="Keep the columns of amendments").or_(
        desk.get_by_role("button", name="Keep the columns of entries")
    ).first.click()
    desk.get_by_role("heading", name="There is a problem").wait_for()
    assert faults + faults_in_every_light(desk) == []
