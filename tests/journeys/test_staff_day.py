"""A day at the awarding body's desk, by keyboard: helping a user, a message, a hold, a notice, the trail."""

import re

import pytest
from playwright.sync_api import Page, expect

from interchange.accounts.factories import as_actor, make_call
from interchange.accounts.models import Factor, Membership
from interchange.accounts.roles import Role
from interchange.accounts.services.helping import ask_factor_reset
from interchange.centres.services.approvals import grant_approval
from interchange.support.factories import make_matter
from interchange.support.models import ServiceNotice
from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import (
    a_file,
    at,
    by_menu,
    choose,
    entered_before,
    go_to,
    open_by,
    press,
    says,
    tab_to,
    table,
    tick,
    type_into,
)

pytestmark = pytest.mark.usefixtures("by_keyboard")

Staff = dict[Role, Membership]
WHY = "Asked by telephone why the sheet is empty."


def waiting(page: Page, queue: str) -> None:
    """A queue of the welcome page in which something waits, by keyboard."""
    open_by(page, page.get_by_role("link", name=re.compile(rf"^[1-9]\d* {queue}$")))


def test_a_user_is_found_and_the_site_seen_through_their_eyes(
    college: College, open_as: OpenAs, staff: Staff
):
    sheet = college.sheet("H446/03", candidates=2)
    desk = open_as(staff[Role.SUPPORT])
    finds(desk, college.ben)
    go_to(desk, "See the site as this user")
    at(desk, "See the site as Ben Shaw")
    press(desk, "See what they see")
    expect(desk.get_by_role("heading", name="There is a problem")).to_be_visible()
    type_into(desk, "Why", WHY)
    press(desk, "See what they see")
    at(desk, re.compile("^Welcome"))
    banner = desk.get_by_role("region", name="Looking through a user's eyes")
    expect(banner).to_contain_text("Ben Shaw")
    desk.goto(sheet.url)
    expect(banner).to_contain_text("You cannot change anything.")
    expect(desk.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    press(desk, "Stop")
    expect(banner).to_have_count(0)
    centre = open_as(college.ann, "/history/")
    says(centre, WHY)


def finds(page: Page, who: Membership) -> None:
    by_menu(page, "Find a person")
    type_into(
        page, "Name, username, e-mail address, Login ID or centre number",
        f"{who.person.first_name} {who.person.login_id}",
    )  # fmt: skip
    press(page, "Search")
    go_to(page, str(who.person))
    at(page, str(who.person))


def test_a_colleague_s_reset_is_approved_by_a_second_person(college: College, open_as: OpenAs, staff: Staff):
    make_call(college.ann, by=as_actor(staff[Role.SUPPORT]))
    ask_factor_reset(college.ann.pk, "Called back on the number we hold.", by=as_actor(staff[Role.SUPPORT]))
    agent = open_as(staff[Role.SUPPORT])
    by_menu(agent, "Waiting for a second person")
    title = re.compile(rf"^Approve .*Ann Lee.*{college.centre.number}")
    expect(agent.get_by_role("button", name=title)).to_have_count(0)
    lead = open_as(staff[Role.SUPPORT_LEAD])
    waiting(lead, "Waiting for a second person")
    at(lead, "Waiting for a second person")
    press(lead, title)
    says(lead, "approved")
    assert not Factor.objects.filter(person=college.ann.person_id, ended_at=None).exists()


def test_a_message_with_a_file_is_answered_with_another(college: College, open_as: OpenAs, staff: Staff):
    matter = make_matter(as_actor(college.ann), subject=f"Marks of {college.centre.number}")
    desk = open_as(staff[Role.SUPPORT_LEAD])
    waiting(desk, "Messages of centres")
    at(desk, "Messages of centres")
    go_to(desk, matter.thread.subject)
    at(desk, matter.thread.subject)
    with desk.expect_download() as read:
        tab_to(desk, desk.get_by_role("link", name="list.txt"))
        desk.keyboard.press("Enter")
    assert read.value.path().read_bytes() == b"Candidate 0001\n"
    tab_to(desk, desk.get_by_label("Choose files"))
    desk.get_by_label("Choose files").set_input_files(
        [a_file("virus.exe", b"MZ"), a_file("answer.txt", b"They are on the sheet.\n")]
    )
    type_into(desk, "Your words", "They are on the sheet; see the file.")
    tab_to(desk, desk.get_by_role("button", name="Send the answer"))
    desk.keyboard.press("Enter")
    says(desk, "1 file was left out.")
    expect(desk.get_by_label("Your words")).to_have_value("They are on the sheet; see the file.")
    press(desk, "Send the answer")
    says(desk, "Sent. The centre's people are told.")
    centre = open_as(college.ann, "/messages/")
    go_to(centre, matter.thread.subject)
    says(centre, "They are on the sheet; see the file.")
    expect(centre.get_by_role("link", name="answer.txt")).to_be_visible()


def test_a_centre_is_put_on_hold_and_released(college: College, open_as: OpenAs, staff: Staff):
    grant_approval(college.centre.number, "GQ", by=as_actor(staff[Role.APPROVALS]))
    ben = open_as(college.ben)
    desk = open_as(staff[Role.SECURITY])
    by_menu(desk, "Centres")
    type_into(desk, "Number or name", college.centre.number)
    press(desk, "Apply")
    go_to(desk, re.compile(f"^{college.centre.number}"))
    at(desk, f"{college.centre.number} {college.centre.name}")
    decides(desk, "Security hold", "Put on security hold")
    ben.reload()
    at(ben, "Sign in")
    decides(desk, "Release", "Release from security hold")
    says(desk, "Live")


def decides(page: Page, choice: str, words: str) -> None:
    go_to(page, choice)
    at(page, re.compile(f"^{words}"))
    type_into(page, "Reason, for the record", "A mail with our passwords in it.")
    press(page, re.compile(f"^{words}"))


def test_a_problem_of_the_service_is_told_to_everybody_until_it_is_over(open_as: OpenAs, staff: Staff):
    desk = open_as(staff[Role.SUPPORT_LEAD])
    by_menu(desk, "Post on the status page")
    choose(desk, re.compile("problem", re.IGNORECASE))
    type_into(desk, "Title", "Mark sheets load slowly")
    type_into(desk, "What to tell", "Wait a minute and try again. We write again at noon.")
    tick(desk, re.compile("mark", re.IGNORECASE))
    press(desk, "Post")
    strip = desk.get_by_role("region", name="Service status")
    expect(strip).to_contain_text("Mark sheets load slowly")
    tab_to(desk, desk.locator("summary", has_text="Add an update to Mark sheets load slowly"))
    desk.keyboard.press("Enter")
    type_into(desk, "What to tell of Mark sheets load slowly", "It is solved.")
    press(desk, "Post, and say it is over")
    expect(strip).to_have_count(0)
    assert not ServiceNotice.objects.filter(title="Mark sheets load slowly", ended_at=None).exists()


def test_the_trail_is_searched(college: College, open_as: OpenAs, staff: Staff):
    entered_before(college.sheet("H446/03", candidates=1), college.by, {"0001": "12"})
    desk = open_as(staff[Role.SECURITY])
    by_menu(desk, "Trail of all centres")
    type_into(desk, "Centre number", college.centre.number)
    type_into(desk, "Person: name, username or e-mail", "nobody of this name")
    press(desk, "Apply")
    says(desk, "No event fits.")
    type_into(desk, "Person: name, username or e-mail", "")
    press(desk, "Apply")
    lines = table(desk, "Events, newest first")
    assert {line[1] for line in lines} == {college.centre.number}
    press(desk, "Verify this centre's trail")
    says(desk, "holds")
