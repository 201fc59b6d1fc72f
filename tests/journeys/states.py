"""What the files of states share: a state is a page as somebody has it before them, made by its own few steps."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import College, OpenAs

State = Callable[[College, OpenAs], Page]


class States(dict[str, State]):
    """The states of one file, each by the words of its name; used as the decorator of those that make them."""

    def __call__(self, make: State) -> State:
        self[make.__name__.replace("_", " ")] = make
        return make


def wrong(page: Page) -> Page:
    """The page says that something is wrong."""
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    return page


def click(page: Page, name: str | re.Pattern[str]) -> None:
    """A button of the page itself."""
    page.get_by_role("main").get_by_role("button", name=name).click()


def unscripted(open_as: OpenAs, college: College, where: str) -> Page:
    """The page as it is without its scripts; axe itself needs a browser that runs some."""
    page = open_as(college.ben, "/welcome/")
    page.route("**/static/js/**", lambda route: route.abort())
    page.goto(where)
    return page
