"""From an unknown school to its first teacher entering a mark, by keyboard, in one go: nothing is done for them."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from interchange.accounts.factories import PASSWORD, as_actor
from interchange.accounts.models import Membership
from interchange.accounts.roles import Role
from interchange.assessment.factories import ASheet
from interchange.centres.factories import ANSWERS
from interchange.centres.models import Application, Centre
from interchange.centres.services.agreements import publish_agreement
from tests.journeys.conftest import NUMBERS, College, NewBrowser, OpenAs
from tests.journeys.steps import (
    all_saved,
    at,
    by_menu,
    choose,
    code_of_app,
    control,
    go_to,
    link_in_mail_to,
    open_by,
    press,
    ready,
    says,
    tab_to,
    tick,
    type_into,
)

pytestmark = pytest.mark.usefixtures("by_keyboard")

SCHOOL, HEAD = "New School", "Hera Newton"


class Joining:
    """A school of which nothing is known yet, and the addresses of its people."""

    def __init__(self) -> None:
        self.number = str(next(NUMBERS))

    def address(self, who: str) -> str:
        """Somebody's at the school."""
        return f"{who}@c{self.number}.example"


@pytest.fixture
def joining(staff: dict[Role, Membership]) -> Joining:
    """New School, and an Agreement in force."""
    words = "# Who may have access\n\nEach account is for one person.\n\n# Leavers\n\nThey are removed the same day."
    by = as_actor(staff[Role.APPROVALS])
    publish_agreement("2027-1", "Agreement for centres", words, from_on=date(2026, 1, 1), by=by)
    return Joining()


def test_an_unknown_school_joins_and_its_first_teacher_enters_a_mark(
    joining: Joining, new_browser: NewBrowser, open_as: OpenAs, staff: dict[Role, Membership]
):
    the_school_applies(new_browser().new_page(), joining)
    staff_approve_it(open_as(staff[Role.APPROVALS]), joining)
    everybody_says_yes(new_browser().new_page(), joining)
    somebody_is_appointed(open_as(staff[Role.SUPPORT_LEAD]), joining)
    the_first_teacher_enters_a_mark(joining, new_browser)


# ---------------------------------------------------------------- 1. applying


def the_school_applies(visitor: Page, joining: Joining) -> None:
    visitor.goto("/sign-in/")
    go_to(visitor, "Get access")
    asks_for_access(visitor, joining)
    go_to(visitor, "apply to become a centre")
    at(visitor, "Apply to become a centre")
    type_into(visitor, "Your name", "Agnes Newby")
    type_into(visitor, "Your work e-mail address", joining.address("a.newby"))
    press(visitor, "Begin")
    answers_five_pages(visitor, joining)
    press(visitor, re.compile("^Send application A-"))
    at(visitor, "Your application is with us")
    assert Application.objects.get(number=joining.number).state == "applied"


def asks_for_access(page: Page, joining: Joining) -> None:
    at(page, "Get access")
    type_into(page, "Centre number", joining.number)
    type_into(page, "Your name", "Agnes Newby")
    type_into(page, "Your work e-mail address", joining.address("a.newby"))
    press(page, "Ask for access")
    at(page, "You have asked for access")


def answers_five_pages(page: Page, joining: Joining) -> None:
    at(page, "About the place")
    type_into(page, "Name of the school, college or provider", SCHOOL)
    choose(page, "College")
    type_into(page, "National Centre Number, if you have one", joining.number)
    press(page, "Save and go on")
    at(page, "Where it is")
    for label, part in {"Street": "street", "Town": "town", "Postcode": "postcode"}.items():
        type_into(page, label, ANSWERS["where"][part])
    press(page, "Save and go on")
    page = taken_up_again(page, joining)
    at(page, "Its head")
    type_into(page, "Name of the head of centre", HEAD)
    press(page, "Save and go on")
    at(page, "How we reach you")
    type_into(page, "What you do there", "Exams officer")
    type_into(page, "Your telephone at work", "none")
    press(page, "Save and go on")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    type_into(page, "Your telephone at work", "01632 960 002")
    press(page, "Save and go on")
    at(page, "What you want to offer")
    tick(page, re.compile("^General qualifications"))
    press(page, "Save and go on")
    at(page, "Check your answers")


def taken_up_again(page: Page, joining: Joining) -> Page:
    """The next day, by the link in the mail."""
    page.goto(link_in_mail_to(joining.address("a.newby")))
    return page


# ---------------------------------------------------------------- 2. approving


def staff_approve_it(desk: Page, joining: Joining) -> None:
    one = Application.objects.get(number=joining.number)
    by_menu(desk, "Applications of centres")
    go_to(desk, one.reference)
    at(desk, f"Application {one.reference}")
    type_into(desk, "Head's e-mail address", joining.address("head"))
    type_into(desk, "Head's telephone", "01632 960 500")
    type_into(desk, "Where this comes from", "National register of schools")
    press(desk, f"Approve {SCHOOL}")
    at(desk, f"{joining.number} {SCHOOL}")
    press(desk, "Send the Agreement")
    says(desk, "the Agreement is out")
    assert link_in_mail_to(joining.address("a.newby")).startswith("/agreement/")


# ---------------------------------------------------------------- 3. everybody says yes


def everybody_says_yes(visitor: Page, joining: Joining) -> None:
    visitor.goto(link_in_mail_to(joining.address("a.newby")))
    returns_the_agreement(visitor, joining)
    visitor.goto(link_in_mail_to(joining.address("head")))
    the_head_confirms(visitor)
    visitor.goto(link_in_mail_to(joining.address("u.newby")))
    the_nominee_agrees(visitor)


def somebody_is_appointed(desk: Page, joining: Joining) -> None:
    by_menu(desk, "Administrators to appoint")
    at(desk, "Administrators to appoint")
    press(desk, "Appoint Una Newby")
    says(desk, "Una Newby is Centre Administrator. The invitation is on its way.")
    centre = Centre.objects.get(number=joining.number)
    assert (centre.state, centre.admits) == ("live", True)
    assert link_in_mail_to(joining.address("u.newby")).startswith("/activate/")


def returns_the_agreement(page: Page, joining: Joining) -> None:
    at(page, f"The Agreement: {joining.number} {SCHOOL}")
    type_into(page, "Your name", "Agnes Newby")
    type_into(page, "What you do at the centre", "Secretary")
    choose(page, re.compile("^Somebody else"))
    type_into(page, "First name", "Una")
    type_into(page, "Surname", "Newby")
    type_into(page, "Their own work address", joining.address("office"))
    tick(page, re.compile("^general qualifications", re.IGNORECASE))
    tick(page, re.compile("^I have read the Agreement"))
    press(page, f"Return the Agreement for {joining.number}")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    type_into(page, "Their own work address", joining.address("u.newby"))
    press(page, f"Return the Agreement for {joining.number}")
    at(page, "The Agreement is returned")


def the_head_confirms(page: Page) -> None:
    at(page, "Confirm a Centre Administrator")
    tick(page, f"I am {HEAD}, head of centre")
    press(page, "Confirm Una Newby")
    at(page, "Thank you: you have confirmed")
    page.go_back()
    page.reload()
    at(page, "This link does not work any more")
    says(page, "link")


def the_nominee_agrees(page: Page) -> None:
    at(page, "Will you be Centre Administrator?")
    tick(page, re.compile("^I agree to manage other people's accounts"))
    press(page, "I agree")
    at(page, "Thank you: you have agreed")


# ---------------------------------------------------------------- 4. the first teacher


def the_first_teacher_enters_a_mark(joining: Joining, new_browser: NewBrowser) -> None:
    centre = Centre.objects.get(number=joining.number)
    sheet = College(centre).sheet("H446/03", candidates=2)
    una = new_browser().new_page()
    key = comes_in_for_the_first_time(una, joining, "u.newby")
    signs_in_again(una, joining.number, "unanewby", key)
    adds_a_teacher(una, joining)
    tess = new_browser().new_page()
    comes_in_for_the_first_time(tess, joining, "t.gold")
    enters_a_mark(tess, sheet)
    tess_wrote = sheet.marks(as_actor(Membership.objects.get(person__username="tessgold", centre=centre)))
    assert tess_wrote["0001"] == "41"


def comes_in_for_the_first_time(page: Page, joining: Joining, who: str) -> str:
    """By the link in the mail, through every stage; the key with which the app was set up."""
    page.goto(link_in_mail_to(joining.address(who)))
    at(page, "Set your password")
    type_into(page, "New password", PASSWORD)
    press(page, "Set password and go on")
    at(page, "Set up a second factor")
    key = page.locator(".ic-qr-frame code").inner_text()
    type_into(page, "Code that the app shows", "000000")
    press(page, "Set up the app")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    type_into(page, "Code that the app shows", code_of_app(key))
    press(page, "Set up the app")
    at(page, "Keep your recovery codes")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(10)
    press(page, "I have put them away")
    at(page, "Terms of use")
    tick(page, "I have read the terms and accept them")
    press(page, "Continue")
    at(page, re.compile("Welcome"))
    return key


def signs_in_again(page: Page, login_id: str, username: str, key: str) -> None:
    open_by(page, page.get_by_role("button", name="Sign out", exact=True))
    type_into(page, "Login ID", login_id)
    type_into(page, "Username", username)
    type_into(page, "Password", PASSWORD)
    press(page, "Sign in")
    at(page, "Show that it is you")
    type_into(page, "Code", code_of_app(key, steps=1))
    press(page, "Continue")
    at(page, re.compile("Welcome"))


def adds_a_teacher(page: Page, joining: Joining) -> None:
    by_menu(page, "Manage centre users")
    at(page, "Manage centre users")
    go_to(page, "Add new user")
    type_into(page, "First name", "Tess")
    type_into(page, "Last name", "Gold")
    type_into(page, "Work e-mail", joining.address("t.gold"))
    tick(page, "Add Coursework Marks (GQ)")
    press(page, "Add user and send the invitation")
    says(page, "Tess Gold has been added and invited. The username is tessgold.")


def enters_a_mark(page: Page, sheet: ASheet) -> None:
    by_menu(page, "Enter coursework marks")
    type_into(page, "Assessment code", sheet.component.assessment_code)
    press(page, "Search")
    ready(page)
    tab_to(page, control(page, "Mark", "0001"))
    page.keyboard.type("41")
    page.keyboard.press("Enter")
    all_saved(page)
