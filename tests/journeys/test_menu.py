"""The menu: every page by keyboard, mouse and finger, by task and by qualification, and nothing that is closed."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import follow, menu, tab_to

TASKS = ["Enter coursework marks", "Enter and submit coursework marks", "View submitted coursework marks"]
IN_FOCUS = """() => [document.activeElement.innerText.trim(),
  document.activeElement.pathname + document.activeElement.search]"""
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
    """Tab comes to each link of the menu; on the page that a link opens, the menu says where one is."""
    page = open_as(college.ann, java_script_enabled=java_script_enabled)
    wanted = links(menu(page))
    assert wanted.items() - tabbed_through(page).items() == set()
    for name, address in list(wanted.items())[:: len(wanted) // 5]:
        follow(page, menu(page).get_by_role("link", name=name, exact=True))
        expect(page).to_have_url(re.compile(f"{re.escape(address)}$"))
        expect(menu(page).get_by_role("link", name=name, exact=True)).to_have_attribute(
            "aria-current", "page"
        )


def tabbed_through(page: Page) -> dict[str, str]:
    """What Tab comes to, from the top of the page to where it begins again: name to address of each link."""
    reached = dict[str, str]()
    while True:
        page.keyboard.press("Tab")
        name, address = page.evaluate(IN_FOCUS)
        if name in reached:
            return reached
        if name:
            reached[name] = address


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
    opener = page.get_by_role("button", name="Menu", exact=True)
    if java_script_enabled:
        expect(menu(page)).to_be_hidden()
        opener.tap()
    wanted = links(menu(page))
    for name, address in list(wanted.items())[:: len(wanted) // 5]:
        link = menu(page).get_by_role("link", name=name, exact=True)
        if not link.is_visible():
            opener.tap()
        assert menu(page).get_by_role("link").count() == len(wanted)
        link.tap()
        expect(page).to_have_url(re.compile(f"{re.escape(address)}$"))
