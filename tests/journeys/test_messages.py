"""A message with files: their progress, and an upload that breaks off and loses nothing (B10)."""

import re

from playwright.sync_api import Page, Route, expect

from tests.journeys.axe import faults_in_every_light
from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import a_file, end_session, press, says, sign_in, tab_to, type_into

SEND = re.compile("^Send to")
NEW = "**/messages/new/"


def written(page: Page, *files: str) -> None:
    """A message with these files, ready to be sent."""
    page.get_by_label("Choose files").set_input_files([a_file(name, b"Words.\n") for name in files])
    type_into(page, "Subject", "Two lists")
    type_into(page, "Your message", "Both are of 11A.")


def press_and_stay(page: Page, name: str | re.Pattern[str]) -> None:
    """A button by the keyboard, which does something on the page."""
    tab_to(page, page.get_by_role("main").get_by_role("button", name=name))
    page.keyboard.press("Enter")


def keeps_the_words(page: Page) -> None:
    expect(page.get_by_label("Subject")).to_have_value("Two lists")
    expect(page.get_by_label("Your message")).to_have_value("Both are of 11A.")


def test_an_upload_tells_how_far_it_is_and_goes_on_where_it_broke_off(college: College, open_as: OpenAs):
    page, held = open_as(college.ben, "/messages/new/"), list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    written(page, "one.txt", "two.txt")
    page.route(NEW, hold)
    press_and_stay(page, SEND)
    bar = page.get_by_role("progressbar", name="Uploading one.txt, 1 of 2")
    expect(bar).to_be_visible()
    expect(page.locator("#announcements")).to_have_text("Uploading one.txt, 1 of 2")
    held.pop().continue_()
    expect(page.get_by_role("progressbar", name="Uploading two.txt, 2 of 2")).to_be_visible()
    held.pop().abort()
    says(
        page,
        "The connection broke off. 1 file is not uploaded yet, from two.txt on. What you wrote is still here.",
    )
    expect(page.get_by_role("group", name="Files", exact=True)).to_be_focused()
    expect(page.get_by_label("one.txt")).to_be_checked()
    keeps_the_words(page)
    assert faults_in_every_light(page) == []
    page.unroute(NEW)
    press(page, "Try again")
    says(page, "Sent. Your message has the number")
    for name in ("one.txt", "two.txt"):
        expect(page.get_by_role("link", name=name)).to_be_visible()


def test_a_session_that_ended_during_the_upload_loses_no_words(college: College, open_as: OpenAs):
    page = open_as(college.ben, "/messages/new/")
    written(page, "one.txt")
    end_session(page)
    press_and_stay(page, SEND)
    says(page, "You have been signed out. Sign in again in another tab.")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").press("Enter")
    sign_in(opened.value, college.ben)
    expect(opened.value.get_by_role("heading", level=1, name="Welcome")).to_be_visible()
    keeps_the_words(page)
    press(page, "Try again")
    says(page, "Sent. Your message has the number")
    expect(page.get_by_role("link", name="one.txt")).to_be_visible()


def test_without_scripts_files_go_up_by_the_form(college: College, open_as: OpenAs):
    page = open_as(college.ben, "/messages/new/", java_script_enabled=False)
    written(page, "one.txt", "two.txt")
    press(page, "Upload, and go on writing")
    says(page, "2 uploaded, not sent yet.")
    keeps_the_words(page)
    press(page, SEND)
    says(page, "Sent. Your message has the number")
