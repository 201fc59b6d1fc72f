"""The menu: every page by keyboard, mouse and finger, by task and by qualification, and nothing that is closed."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from interchange.accounts.models import Membership
from interchange.accounts.roles import CENTRE_ROLES, Role
from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import follow, menu, tab_to

TASKS = ["Enter coursework marks", "Enter and submit coursework marks", "View submitted coursework marks"]
PHONE = {"width": 390, "height": 844}


def by_qualification(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main menu").get_by_role("region", name="By qualification")


def links(part: Locator) -> dict[str, str]:
    """The links of a part of the menu: name to address; those of a closed group too."""
    found = part.get_by_role("link", include_hidden=True)
    pairs = found.evaluate_all(
        "all => all.map(each => [each.innerText || each.textContent, each.pathname + each.search])"
    )
    return {name.strip(): address for name, address in pairs}


def test_every_page_is_reached_by_the_keyboard(college: College, open_as: OpenAs, java_script_enabled: bool):
    """Each from the page before it, as whoever goes through the menu does."""
    page = open_as(college.ann, java_script_enabled=java_script_enabled)
    for name, address in links(menu(page)).items():
        follow(page, menu(page).get_by_role("link", name=name, exact=True))
        expect(page).to_have_url(re.compile(f"{re.escape(address)}$"))
        expect(menu(page).get_by_role("link", name=name, exact=True)).to_have_attribute(
            "aria-current", "page"
        )


def test_by_qualification_leads_to_the_same_pages(
    college: College, open_as: OpenAs, java_script_enabled: bool
):
    sheet = college.sheet(candidates=2)
    sheet.fill(college.by)
    sheet.submit(college.by)
    page = open_as(college.ann, java_script_enabled=java_script_enabled)
    for name in TASKS:
        page.goto("/welcome/")
        menu(page).get_by_role("link", name=name, exact=True).click()
        heading, sheets = what_is_listed(page)
        page.goto("/welcome/")
        opener = by_qualification(page).get_by_role("button", name="GCSE")
        if opener.get_attribute("aria-expanded") == "false":
            opener.click()
        family = by_qualification(page).get_by_role("list").filter(visible=True).first
        family.get_by_role("link", name=name, exact=True).click()
        assert what_is_listed(page) == (heading, sheets)
        expect(page).to_have_url(re.compile(r"family="))


def what_is_listed(page: Page) -> tuple[str, list[str]]:
    main = page.get_by_role("main")
    found = main.get_by_role("table").get_by_role("rowheader").all_inner_texts()
    assert found
    return main.get_by_role("heading", level=1).inner_text(), found


def test_a_closed_group_opens_by_enter_by_click_and_under_a_resting_mouse(college: College, open_as: OpenAs):
    college.sheet(candidates=1)
    page = open_as(college.ann)
    group = by_qualification(page)
    opener, link = group.get_by_role("button", name="GCSE"), group.get_by_role("link", name=TASKS[0])
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(link).to_have_count(0)
    opener.hover()
    expect(link).to_be_visible()
    page.mouse.move(900, 300)
    expect(link).to_have_count(0)
    tab_to(page, opener)
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Enter")
    expect(link).to_have_count(0)
    opener.click()
    expect(link).to_be_visible()


def test_without_scripts_all_of_it_is_open(college: College, open_as: OpenAs):
    college.sheet(candidates=1)
    page = open_as(college.ann, java_script_enabled=False)
    expect(by_qualification(page).get_by_role("link", name=TASKS[0]).first).to_be_visible()
    follow(page, by_qualification(page).get_by_role("link", name=TASKS[0], exact=True).first)
    expect(page.get_by_role("heading", name=TASKS[0])).to_be_visible()


def test_a_finger_reaches_every_page_on_a_telephone(
    college: College, open_as: OpenAs, java_script_enabled: bool
):
    page = open_as(college.ann, java_script_enabled=java_script_enabled, viewport=PHONE, has_touch=True)
    for name, address in links(menu(page)).items():
        if java_script_enabled:
            expect(menu(page)).to_be_hidden()
            page.get_by_role("button", name="Menu", exact=True).tap()
        menu(page).get_by_role("link", name=name, exact=True).tap()
        expect(page).to_have_url(re.compile(f"{re.escape(address)}$"))


ROLES = [Role.CAG, Role.ACM, Role.SCM, Role.HEAD, Role.TUT, Role.AUDITOR, Role.EFA]
ROLES += [Role.ASSESSMENT, Role.SUPPORT, Role.SUPPORT_LEAD, Role.REGULATOR, Role.SECURITY, Role.MODERATOR]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_nothing_is_offered_that_the_role_may_not_use(
    college: College, open_as: OpenAs, role: Role, staff: dict[Role, Membership]
):
    college.sheet(candidates=1)
    page = open_as(college.hire("Role Player", role) if role in CENTRE_ROLES else staff[role])
    offered = page.get_by_role("link", include_hidden=True).evaluate_all("all => all.map(each => each.href)")
    inside = sorted({address.partition("#")[0] for address in offered if "//localhost" in address})
    answers = {address: page.request.get(address).status for address in inside}
    assert {address: status for address, status in answers.items() if status != 200} == {}
