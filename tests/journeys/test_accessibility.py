"""Every page and every state of it: no fault that axe finds, in light and dark, and no sideways scroll at 320 px (E5).

The pages are those of the routes, walked as in `tests/test_access.py`: a new page is here without being added.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import APIResponse, Browser, Error, Page, Response, expect

from interchange.accounts.access import new_session
from interchange.accounts.models import Factor, Person
from interchange.accounts.roles import STAFF_ROLES, WHO_MAY
from interchange.accounts.rules.factors import code_of, step_at
from interchange.core import clock
from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import (
    control,
    end_session,
    entered_before,
    give_parts,
    paste,
    press_save,
    ready,
    session_cookie,
    sign_in,
)
from tests.samples import ROUTES, address
from tests.world import World, make_world

NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
NO_PAGES = {
    "accounts:sign-out", "accounts:still-here", "assessment:cells", "demo:sign-in-as", "demo:set-clock",
    "site:health", "site:live", "site:ready", "site:metrics",
}  # fmt: skip
"""What answers with no page of its own; files to download are told by their type."""

OF_THE_LAYOUT = [
    "color-contrast",
    "target-size",
    "scrollable-region-focusable",
    "link-in-text-block",
    "region",
]
OVER_THE_EDGE = """() => document.scrollingElement.scrollWidth <= window.innerWidth ? [] :
  [...document.querySelectorAll("main, main *")].filter(each => each.getBoundingClientRect().right > window.innerWidth)
    .slice(-1).map(each => each.outerHTML.slice(0, 160))"""
RUN = "options => axe.run(document, options)"
LEAVE_FOUR_ALIKE = """() => {
  const names = /^(id|href|value|name|for|title|action|datetime|headers|aria-label(ledby)?|aria-describedby)$/;
  const own = /^data-(?!state|label)/;
  const said = each => [...each.attributes].map(({ name, value }) =>
    names.test(name) || own.test(name) ? name : `${name}=${value}`);
  const shape = each => `${each.tagName} ${said(each)} (${[...each.children].map(shape)})`;
  const seen = new Map();
  for (const row of document.querySelectorAll("tbody > tr, li")) {
    const kinds = seen.get(row.parentElement) || seen.set(row.parentElement, new Map()).get(row.parentElement);
    const kind = shape(row);
    kinds.set(kind, (kinds.get(kind) || 0) + 1);
    if (kinds.get(kind) > 4) row.remove();
  }
}"""
"""Rows that differ in their words only have the same colours and the same places: four of each kind are left."""
AXE = Axe()


def faults(page: Page, **options: Any) -> list[str]:
    """What axe finds, each with the first place where it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate(RUN, {"resultTypes": ["violations"], **options})["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['html'][:160]}" for one in found]


def faults_in_every_light(page: Page) -> list[str]:
    """At a desk, on a narrow screen, where nothing may run over the edge, and in the dark.

    All of the page at the desk and for its edges; for colours and places in another light, what is not alike.
    """
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    found = faults(page)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found += [f"narrow, over the edge: {one}" for one in page.evaluate(OVER_THE_EDGE)]
    page.evaluate(LEAVE_FOUR_ALIKE)
    found += [f"narrow: {one}" for one in faults(page, runOnly=OF_THE_LAYOUT)]
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in faults(page, runOnly=["color-contrast"])]
    page.emulate_media(color_scheme="light")
    return found


# ---------------------------------------------------------------- every route


@pytest.fixture(scope="package")
def world(server: str) -> World:
    """Two centres and the awarding body with work at every stage, as the access tests have them."""
    return make_world()


@pytest.fixture(scope="module")
def pages(server: str, browser: Browser, world: World) -> Iterator[dict[str, Page]]:
    """One page for each side, which goes from address to address: an officer, a member of staff, and nobody."""
    side = {"officer": world.here.everybody, "staff": world.staff, "nobody": None}
    opened = {}
    for name, who in side.items():
        context = browser.new_context(base_url=server, locale="en-GB", timezone_id="Europe/London")
        if who:
            context.add_cookies([session_cookie(who, server)])
        opened[name] = context.new_page()
    yield opened
    for page in opened.values():
        page.context.close()


def looked_at_by(name: str) -> str:
    """From which side a page is looked at: whoever may open it."""
    needs = ROUTES[name].needs
    if needs is None:
        return "nobody"
    return "staff" if WHO_MAY[needs] <= STAFF_ROLES else "officer"


def shown(page: Page, where: str) -> bool:
    """Open an address; whether there is a page. A file is put away, and what only takes forms answers with nothing."""
    try:
        return is_page(page.goto(where))
    except Error:
        if is_page(page.request.get(where)):
            raise
        return False


def is_page(answer: Response | APIResponse | None) -> bool:
    assert answer is not None
    return answer.headers.get("content-type", "").startswith("text/html") and answer.status != 405


@pytest.mark.parametrize("name", sorted(set(ROUTES) - NO_PAGES))
def test_every_page_can_be_used_by_everybody(name: str, world: World, pages: dict[str, Page]):
    where = address(ROUTES[name], world, world.here)
    page = pages[looked_at_by(name)]
    if not shown(page, where):
        return
    ready(page)
    assert faults_in_every_light(page) == []


SAME_FOR_BOTH = ["site:welcome", "site:search", "site:help", "accounts:change-password"]


@pytest.mark.parametrize("name", SAME_FOR_BOTH)
def test_shared_pages_can_be_used_by_staff_too(name: str, world: World, pages: dict[str, Page]):
    pages["staff"].goto(address(ROUTES[name], world, world.here))
    assert faults_in_every_light(pages["staff"]) == []


def test_the_check_bites(pages: dict[str, Page]):
    page = pages["nobody"]
    page.goto("/sign-in/")
    page.evaluate(
        "document.querySelector('label').remove(); document.querySelector('h1').style.color = '#ddd'"
    )
    found = " ".join(faults(page))
    assert "label:" in found
    assert "color-contrast:" in found


LIKE_AND_UNLIKE = """() => {
  const rows = (className, count) => `<li class="${className}">x</li>`.repeat(count);
  document.querySelector("main").innerHTML = `<ul>${rows("a", 9)}${rows("b", 2)}</ul><ol>${rows("a", 3)}</ol>`;
}"""


def test_of_rows_alike_four_are_left_and_all_that_differ(pages: dict[str, Page]):
    page = pages["nobody"]
    page.goto("/sign-in/")
    page.evaluate(LIKE_AND_UNLIKE)
    page.evaluate(LEAVE_FOUR_ALIKE)
    left = page.get_by_role("main").get_by_role("listitem")
    assert left.evaluate_all("all => all.map(each => each.className).join('')") == "aaaabbaaa"


# ---------------------------------------------------------------- states of the mark sheet

State = Callable[[College, OpenAs], Page]
STATES: dict[str, State] = {}


def state(make: State) -> State:
    STATES[make.__name__.replace("_", " ")] = make
    return make


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
def the_dialog_to_sign_in_again(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, college.sheet(candidates=3).url)
    end_session(page)
    control(page, "Mark", "0001").fill("52")
    control(page, "Mark", "0001").press("Enter")
    expect(page.get_by_role("dialog", name="Sign in again")).to_be_visible()
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
def a_wrong_sign_in(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, "/sign-in/")
    page.get_by_label("Login ID", exact=True).fill("99999")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    return page


@state
def setting_up_a_second_factor(college: College, open_as: OpenAs) -> Page:
    Factor.objects.filter(person=college.ben.person_id).delete()
    page = open_as(college.ben, "/sign-in/")
    give_parts(page, college.ben)
    page.get_by_label("Code that the app shows").fill("000000")
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    return page


@state
def recovery_codes_to_put_away(college: College, open_as: OpenAs) -> Page:
    Factor.objects.filter(person=college.ben.person_id).delete()
    page = open_as(college.ben, "/sign-in/")
    give_parts(page, college.ben)
    seed = page.locator(".ic-key").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(code_of(seed, step_at(clock.real())))
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("heading", name="Keep your recovery codes")).to_be_visible()
    return page


@state
def a_wrong_code(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, "/sign-in/")
    give_parts(page, college.ben)
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    return page


@state
def the_terms_to_accept(college: College, open_as: OpenAs) -> Page:
    Person.objects.filter(pk=college.ben.person_id).update(terms_version="")
    page = open_as(college.ben, "/sign-in/")
    sign_in(page, college.ben)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    return page


@state
def three_sessions_already(college: College, open_as: OpenAs) -> Page:
    for _ in range(3):
        new_session(college.ben, factor="totp")
    page = open_as(college.ben, "/sign-in/")
    sign_in(page, college.ben)
    expect(page.get_by_role("heading", name="You are signed in three times already")).to_be_visible()
    return page


@state
def work_held_over_the_front_door(college: College, open_as: OpenAs) -> Page:
    page = unscripted(open_as, college, college.sheet(candidates=2).url)
    control(page, "Mark", "0001").fill("58")
    end_session(page)
    press_save(page)
    expect(page.get_by_text("You were signed out before this was saved.")).to_be_visible()
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


def unscripted(open_as: OpenAs, college: College, where: str) -> Page:
    """The page as it is without its scripts; axe itself needs a browser that runs some."""
    page = open_as(college.ben, "/welcome/")
    page.route("**/static/js/**", lambda route: route.abort())
    page.goto(where)
    return page


@pytest.mark.parametrize("state_of_page", STATES.values(), ids=STATES.keys())
def test_every_state_can_be_used_by_everybody(college: College, open_as: OpenAs, state_of_page: State):
    assert faults_in_every_light(state_of_page(college, open_as)) == []
