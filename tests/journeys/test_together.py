"""What can go wrong while marks are typed: two people, no network, a session that ends (C8, B7, B8)."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import (
    all_saved,
    control,
    end_session,
    entered_before,
    marks_shown,
    press_save,
    ready,
    row,
    save,
    sign_in,
)


def enter(page: Page, number: str, mark: str) -> None:
    """Type a mark and go on to the next."""
    control(page, "Mark", number).focus()
    page.keyboard.type(mark)
    page.keyboard.press("Enter")


# ---------------------------------------------------------------- two people on one cell


def test_two_people_type_into_one_cell_and_choose(college: College, open_as: OpenAs):
    sheet = college.sheet(candidates=3)
    ben, mia = open_as(college.ben, sheet.url), open_as(college.mia, sheet.url)
    enter(ben, "0001", "41")
    all_saved(ben)
    enter(mia, "0001", "52")
    both = mia.get_by_role("group", name=re.compile("^Two values for"))
    expect(both).to_contain_text("41")
    expect(both).to_contain_text("Ben Shaw")
    expect(both).to_contain_text("52")
    assert sheet.marks(college.by)["0001"] == "41"
    both.get_by_role("button", name="Keep mine").click()
    all_saved(mia)
    assert sheet.marks(college.by)["0001"] == "52"


def test_who_takes_the_other_value_loses_only_what_was_given_up(college: College, open_as: OpenAs):
    sheet = college.sheet(candidates=3)
    ben, mia = open_as(college.ben, sheet.url), open_as(college.mia, sheet.url)
    enter(ben, "0002", "41")
    all_saved(ben)
    enter(mia, "0001", "30")
    enter(mia, "0002", "52")
    mia.get_by_role("button", name="Take theirs").click()
    all_saved(mia)
    expect(control(mia, "Mark", "0002")).to_have_value("41")
    assert sheet.marks(college.by) == {"0001": "30", "0002": "41", "0003": ""}


def test_without_scripts_both_values_stand_side_by_side(college: College, open_as: OpenAs):
    sheet = college.sheet(candidates=3)
    ben, mia = (open_as(who, sheet.url, java_script_enabled=False) for who in (college.ben, college.mia))
    control(ben, "Mark", "0001").fill("41")
    save(ben)
    control(mia, "Mark", "0001").fill("52")
    control(mia, "Mark", "0002").fill("30")
    press_save(mia)
    expect(mia.get_by_text("two people changed this row")).to_be_visible()
    expect(mia.get_by_text("Ben Shaw saved at")).to_be_visible()
    expect(control(mia, "Mark", "0001")).to_have_value("52")
    assert sheet.marks(college.by) == {"0001": "41", "0002": "30", "0003": ""}
    mia.wait_for_load_state()
    with mia.expect_navigation():
        press_save(mia)
    expect(mia.locator("main")).to_contain_text("1 row saved")
    assert sheet.marks(college.by)["0001"] == "52"


# ---------------------------------------------------------------- no network


def test_what_is_typed_offline_is_kept_and_sent_later(college: College, open_as: OpenAs):
    sheet = college.sheet(candidates=3)
    page = open_as(college.ben, sheet.url)
    page.context.set_offline(True)
    for number, mark in {"0001": "11", "0002": "22", "0003": "33"}.items():
        enter(page, number, mark)
    expect(page.get_by_text("3 changes not sent yet: working offline.")).to_be_visible()
    expect(row(page, "0002")).to_contain_text("Not sent yet")
    assert set(sheet.marks(college.by).values()) == {""}
    page.context.set_offline(False)
    all_saved(page)
    assert sheet.marks(college.by) == {"0001": "11", "0002": "22", "0003": "33"}


def test_a_reload_keeps_what_was_not_sent(college: College, open_as: OpenAs):
    sheet = college.sheet(candidates=3)
    page = open_as(college.ben, sheet.url)
    page.on("dialog", lambda asked: asked.accept())
    page.route("**/cells/**", dropped)
    enter(page, "0002", "22")
    expect(page.get_by_text("1 change not sent yet")).to_be_visible()
    page.reload()
    ready(page)
    expect(control(page, "Mark", "0002")).to_have_value("22")
    page.unroute("**/cells/**")
    press_save(page)
    all_saved(page)
    assert sheet.marks(college.by)["0002"] == "22"


def dropped(route: Route) -> None:
    route.abort()


def test_an_answer_that_never_came_is_asked_for_again_and_nothing_is_stored_twice(
    college: College, open_as: OpenAs
):
    sheet = college.sheet(candidates=3)
    page = open_as(college.ben, sheet.url)
    lost: list[str] = []

    def stored_but_not_answered(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/cells/", stored_but_not_answered)
    enter(page, "0001", "64")
    all_saved(page)
    assert len(lost) == 1
    assert sheet.marks(college.by)["0001"] == "64"
    assert [one.version for one in sheet.rows(college.by)] == [1, 0, 0]


def test_what_is_typed_before_the_script_has_come_is_saved_when_it_has(college: College, open_as: OpenAs):
    sheet = college.sheet(candidates=4)
    page = open_as(college.ben)
    slow: list[Route] = []

    def on_its_way(route: Route) -> None:
        slow.append(route)

    page.route("**/static/js/mark-sheet*", on_its_way)
    page.goto(sheet.url, wait_until="domcontentloaded")
    control(page, "Mark", "0001").fill("31")
    control(page, "Mark", "0003").fill("33")
    control(page, "Mark", "0004").focus()
    page.keyboard.type("3")
    for route in slow:
        route.continue_()
    ready(page)
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    all_saved(page)
    expect(page.get_by_text("3 of 4 entered")).to_be_visible()
    assert sheet.marks(college.by) == {"0001": "31", "0002": "", "0003": "33", "0004": "34"}


# ---------------------------------------------------------------- a session that ended


def test_a_session_that_ended_is_begun_again_in_the_page(college: College, open_as: OpenAs):
    sheet = college.sheet(candidates=3)
    page = open_as(college.ben, sheet.url)
    end_session(page)
    enter(page, "0001", "58")
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_contain_text("What you typed is still here.")
    sign_in(dialog, college.ben)
    all_saved(page)
    expect(dialog).to_have_count(0)
    expect(control(page, "Mark", "0001")).to_have_value("58")
    assert sheet.marks(college.by)["0001"] == "58"
    enter(page, "0002", "59")
    all_saved(page)
    assert sheet.marks(college.by)["0002"] == "59"


def test_another_person_who_signs_in_sends_nothing_in_the_name_of_the_first(
    college: College, open_as: OpenAs
):
    sheet = college.sheet(candidates=3)
    page = open_as(college.ben, sheet.url)
    end_session(page)
    enter(page, "0001", "58")
    sign_in(page.get_by_role("dialog", name="Sign in again"), college.mia)
    expect(page.get_by_role("dialog", name="Somebody else has signed in")).to_be_visible()
    assert set(sheet.marks(college.by).values()) == {""}


def test_without_scripts_the_work_is_held_over_the_front_door(college: College, open_as: OpenAs):
    sheet = college.sheet(candidates=3)
    page = open_as(college.ben, sheet.url, java_script_enabled=False)
    control(page, "Mark", "0001").fill("58")
    control(page, "Mark", "0003").fill("12")
    end_session(page)
    press_save(page)
    expect(page.get_by_text("You were signed out before this was saved.")).to_be_visible()
    sign_in(page, college.ben)
    page.get_by_role("button", name="Save what I typed").click()
    all_saved(page)
    assert sheet.marks(college.by) == {"0001": "58", "0002": "", "0003": "12"}


# ---------------------------------------------------------------- undo, history, filter


def test_undo_and_redo_go_back_and_forth_through_the_sitting(college: College, open_as: OpenAs):
    sheet = college.sheet(candidates=3)
    page = open_as(college.ben, sheet.url)
    enter(page, "0001", "10")
    enter(page, "0001", "20")
    enter(page, "0002", "30")
    steps_back = [{"0001": "20", "0002": ""}, {"0001": "10", "0002": ""}, {"0001": "", "0002": ""}]
    for after in steps_back:
        page.keyboard.press("Control+z")
        shows(page, after)
    for after in reversed([{"0001": "20", "0002": "30"}, *steps_back[:2]]):
        page.keyboard.press("Control+y")
        shows(page, after)
    all_saved(page)
    assert sheet.marks(college.by) == {"0001": "20", "0002": "30", "0003": ""}


def shows(page: Page, marks: dict[str, str]) -> None:
    for number, mark in marks.items():
        expect(control(page, "Mark", number)).to_have_value(mark)


def test_the_history_of_a_cell_says_who_when_old_and_new(
    college: College, open_as: OpenAs, java_script_enabled: bool
):
    sheet = college.sheet(candidates=2)
    sheet.fill(college.by, "40")
    page = open_as(college.ben, sheet.url, java_script_enabled=java_script_enabled)
    if java_script_enabled:
        enter(page, "0001", "45")
        all_saved(page)
        control(page, "Mark", "0001").focus()
        page.keyboard.press("Alt+h")
        told = page.get_by_role("dialog", name=re.compile("^History of 0001"))
    else:
        control(page, "Mark", "0001").fill("45")
        save(page)
        page.goto(f"{sheet.url}history/0001/")
        told = page.get_by_role("main")
    for words in ("Ann Lee", "Ben Shaw", "40", "45"):
        expect(told.get_by_role("table")).to_contain_text(words)


def test_rows_are_filtered_sorted_and_found(college: College, open_as: OpenAs, java_script_enabled: bool):
    sheet = college.sheet(candidates=4, group="11A")
    college.sheet(candidates=3, group="11B")
    entered_before(sheet, college.by, {"0001": "10", "0002": "30", "0005": "20"})
    page = open_as(college.ben, sheet.url, java_script_enabled=java_script_enabled)
    asks = filtering(page, scripts=java_script_enabled)
    asks(("Show", "Only incomplete"))
    assert numbers_shown(page) == ["0003", "0004", "0006", "0007"]
    asks(("Show", "All candidates"), ("Sort by", "Mark, highest first"))
    assert numbers_shown(page)[:3] == ["0002", "0005", "0001"]
    asks(("Sort by", "Candidate number"))
    if java_script_enabled:
        page.get_by_role("group", name="Teaching group").get_by_role("button", name="11B").click()
    else:
        asks(("Teaching group", "11B"))
    assert numbers_shown(page) == ["0005", "0006", "0007"]
    address = page.url
    page.goto("/welcome/")
    page.goto(address)
    assert numbers_shown(page) == ["0005", "0006", "0007"]


def filtering(page: Page, *, scripts: bool) -> Callable[..., None]:
    def choose(*choices: tuple[str, str]) -> None:
        for label, words in choices:
            page.get_by_label(label, exact=True).select_option(words)
        if not scripts:
            with page.expect_navigation():
                page.get_by_role("button", name="Apply", exact=True).click()

    return choose


def numbers_shown(page: Page) -> list[str]:
    shown: list[str] = page.get_by_role("textbox", name=re.compile(r"^Mark \d{4} ")).evaluate_all(
        "all => all.map(each => each.getAttribute('aria-label').slice(5, 9))"
    )
    return shown


def test_a_wrong_mark_is_told_in_its_cell_and_the_good_ones_are_saved(
    college: College, open_as: OpenAs, java_script_enabled: bool
):
    sheet = college.sheet(candidates=3)
    page = open_as(college.ben, sheet.url, java_script_enabled=java_script_enabled)
    for number, mark in {"0001": "71", "0002": "12", "0003": "x"}.items():
        control(page, "Mark", number).fill(mark)
        control(page, "Mark", number).blur()
    if not java_script_enabled:
        press_save(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(row(page, "0001")).to_contain_text("70")
    expect(row(page, "0002")).to_contain_text("Saved")
    assert marks_shown(page) == {"0001": "71", "0002": "12", "0003": "x"}
    assert sheet.marks(college.by) == {"0001": "", "0002": "12", "0003": ""}


def test_a_form_cut_off_on_its_way_is_refused_whole(
    college: College, open_as: OpenAs, new_browser: Callable[..., BrowserContext]
):
    sheet = college.sheet(candidates=3)
    page = open_as(college.ben, sheet.url, java_script_enabled=False)
    control(page, "Mark", "0001").fill("58")

    def cut_off(route: Route) -> None:
        sent = route.request.post_data or ""
        route.continue_(post_data=sent[: sent.index("m0003")] if route.request.method == "POST" else None)

    page.route(f"**{sheet.url}", cut_off)
    press_save(page)
    expect(page.get_by_text(re.compile("Part of the page did not reach us"))).to_be_visible()
    assert set(sheet.marks(college.by).values()) == {""}
