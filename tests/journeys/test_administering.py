"""A Centre Administrator's week, by keyboard: users come and go, passwords run out, telephones are lost."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from interchange.accounts.factories import code_for
from interchange.accounts.models import Factor, Membership, Person, Review, SignedIn
from interchange.accounts.roles import Role
from interchange.core import clock
from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import (
    at,
    by_menu,
    choose,
    go_to,
    link_in_mail_to,
    mails_to,
    press,
    says,
    tick,
    type_into,
)

pytestmark = pytest.mark.usefixtures("by_keyboard")

USERS = "Manage centre users"
RESTRICTED = re.compile("^Sees results on the day before candidates do.")


def mail_address(who: Membership) -> str:
    """An address of their own, at the centre."""
    address = f"{who.person.username}@c{who.person.login_id}.example"
    Person.objects.filter(pk=who.person_id).update(email=address)
    return address


def age_password(who: Membership, *, days: int) -> None:
    """What so many days do to a password that nobody changes."""
    Person.objects.filter(pk=who.person_id).update(password_changed_at=clock.now() - timedelta(days))


def eleven_minutes_pass(who: Membership) -> None:
    """Since the second factor was shown."""
    SignedIn.objects.filter(membership=who).update(proved_at=clock.real() - timedelta(minutes=11))


def line_of(page: Page, name: str) -> Locator:
    """A user's line of a table; the list of users says the username below the name."""
    called = re.compile(rf"{re.escape(name)}( Username \w+)?$")
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=called))


@pytest.fixture
def desk(college: College, open_as: OpenAs) -> Page:
    """Ann's desk, where the list of users is open; Ben and Sam are in it."""
    _ = college.ben, college.sam
    page = open_as(college.ann)
    by_menu(page, USERS)
    at(page, USERS)
    return page


def opens(page: Page, name: str, tab: str) -> None:
    """A user's page from the list, and a tab of it."""
    go_to(page, name)
    at(page, name)
    go_to(page, tab)
    expect(page.get_by_role("link", name=tab, exact=True)).to_have_attribute("aria-current", "page")


def test_monday_somebody_new_comes_and_is_given_a_role_with_a_warning(college: College, desk: Page):
    go_to(desk, "Add new user")
    type_into(desk, "First name", "Nia")
    type_into(desk, "Last name", "Price")
    type_into(desk, "Work e-mail", "n.price")
    press(desk, "Add user and send the invitation")
    expect(desk.get_by_role("heading", name="There is a problem")).to_be_visible()
    type_into(desk, "Work e-mail", f"n.price@c{college.centre.number}.example")
    press(desk, "Add user and send the invitation")
    says(desk, "Nia Price has been added and invited. The username is niaprice.")
    assert link_in_mail_to(f"n.price@c{college.centre.number}.example").startswith("/activate/")
    go_to(desk, "Roles")
    restricted = desk.get_by_role("checkbox", name=Role.RFA.label, exact=True)
    expect(restricted).to_have_accessible_description(RESTRICTED)
    tick(desk, Role.RFA.label)
    press(desk, "Save roles")
    says(desk, "The roles have been saved.")
    assert Membership.objects.get(person__username="niaprice", centre=college.centre).roles == [
        Role.RFA.value
    ]


def test_tuesday_an_expired_password_is_extended(college: College, open_as: OpenAs):
    mail_address(college.ben)
    age_password(college.ben, days=200)
    desk = open_as(college.ann, "/users/")
    line = line_of(desk, "Ben Shaw")
    expect(line.get_by_text("Expired", exact=True)).to_be_visible()
    assert is_red(line.get_by_text("Expired", exact=True))
    tick(desk, "Extend Password of Ben Shaw")
    press(desk, "Update")
    says(desk, "1 user updated.")
    expect(line_of(desk, "Ben Shaw")).not_to_contain_text("Expired")


def is_red(words: Locator) -> bool:
    red, green, blue = words.evaluate(
        "each => getComputedStyle(each).color.match(/[0-9]+/g).slice(0, 3).map(Number)"
    )
    return bool(red > 2 * green and red > 2 * blue)


def test_wednesday_a_password_is_forgotten_and_a_telephone_lost(college: College, desk: Page):
    ben, sam = mail_address(college.ben), mail_address(college.sam)
    opens(desk, "Ben Shaw", "Access and security")
    go_to(desk, "Reset password")
    press(desk, "Reset password")
    says(desk, "Reset password: Ben Shaw. Done.")
    says(desk, "New password needed")
    assert link_in_mail_to(ben).startswith("/reset-password/")
    go_to(desk, USERS)
    opens(desk, "Sam Okafor", "Access and security")
    go_to(desk, "Reset second factor")
    press(desk, "Reset second factor")
    expect(desk.get_by_role("heading", name="There is a problem")).to_be_visible()
    type_into(desk, "How you made sure that it is this person", "Sam stood in front of me.")
    press(desk, "Reset second factor")
    says(desk, "Reset second factor: Sam Okafor. Done.")
    assert not Factor.objects.filter(person=college.sam.person_id, ended_at=None).exists()
    assert "second factor" in mails_to(sam)[-1]


def test_thursday_the_code_is_asked_for_again_and_what_was_typed_is_kept(college: College, desk: Page):
    opens(desk, "Ben Shaw", "Details")
    eleven_minutes_pass(college.ann)
    type_into(desk, "Last name", "Shaw-Price")
    press(desk, "Save name")
    at(desk, "Show again that it is you")
    says(desk, "What you typed is kept")
    type_into(desk, "Code", code_for(college.ann.person_id))
    press(desk, "Continue")
    at(desk, "Ben Shaw-Price")
    college.ben.person.refresh_from_db()
    assert college.ben.person.last_name == "Shaw-Price"


def test_friday_somebody_leaves(college: College, desk: Page, open_as: OpenAs):
    ben = open_as(college.ben)
    opens(desk, "Ben Shaw", "Access and security")
    go_to(desk, "Remove user")
    says(desk, "The account is closed for good")
    press(desk, "Remove user")
    says(desk, "Remove user: Ben Shaw. Done.")
    ben.reload()
    expect(ben.get_by_role("heading", level=1)).to_have_text("Sign in")
    go_to(desk, USERS)
    expect(line_of(desk, "Ben Shaw")).to_have_count(0)


def test_in_september_everybody_is_reviewed(college: College, open_as: OpenAs):
    for name in ("Ben Shaw", "Sam Okafor", "Mia Novak", "Zoe Park", "Ian Wood"):
        college.hire(name, Role.ACM)
    today = clock.today()
    Review.objects.create(
        centre=college.centre, year=today.year, opened_at=clock.now(), due_on=today + timedelta(30)
    )
    desk = open_as(college.ann, "/users/")
    go_to(desk, "Review users")
    at(desk, f"Yearly review {today.year}")
    decides(desk, "Ben Shaw", "Keep")
    decides(desk, "Ian Wood", "Remove")
    decides(desk, "Mia Novak", "Change")
    press(desk, "Save decisions")
    at(desk, "Remove 1 user")
    press(desk, "Remove 1 user and save")
    says(desk, "Saved: 3 decided, of whom 1 removed.")
    press(desk, "Keep the other 3")
    says(desk, "Saved: 3 kept.")
    press(desk, "Certify the list and complete")
    says(desk, "This review is complete.")
    assert Review.objects.get(centre=college.centre).completed_by == "Ann Lee"


def decides(page: Page, name: str, decision: str) -> None:
    tabs = page.get_by_role("group", name=name, exact=True)
    choose(tabs, decision)
