"""The check of pages and states finds what is wrong, also in what looks like something that was seen before."""

import pytest
from playwright.sync_api import Page

from tests.journeys.axe import Judge, faults, have_axe
from tests.journeys.conftest import College, NewBrowser, OpenAs
from tests.journeys.steps import menu


@pytest.fixture
def page_of_words(new_browser: NewBrowser) -> Page:
    """The page to sign in, ready to be looked at."""
    page = new_browser().new_page()
    page.goto("/sign-in/")
    have_axe(page)
    return page


def test_the_check_bites(page_of_words: Page):
    page = page_of_words
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


def test_of_rows_alike_four_are_left_and_all_that_differ(page_of_words: Page):
    page = page_of_words
    page.evaluate(LIKE_AND_UNLIKE)
    page.evaluate("looking.leaveFewAlike(looking.ROWS, 4)")
    left = page.get_by_role("main").get_by_role("listitem")
    assert left.evaluate_all("all => all.map(each => each.className).join('')") == "aaaabbaaa"


def test_words_in_a_shade_that_was_good_before_are_not_judged_again(page_of_words: Page):
    judge = Judge()
    assert judge.contrast(page_of_words) == []
    assert set(page_of_words.evaluate("looking.shades()")) == judge.good


PAINTED = {
    "other words": "document.querySelector('h1').style.color = '#ddd'",
    "another ground": "document.querySelector('main').style.backgroundColor = '#444'",
    "fainter": "document.querySelector('form').style.opacity = '0.3'",
    "smaller": "document.querySelector('h1').style.cssText = 'color: #8a8a8a; font: 16px sans-serif'",
}


@pytest.mark.parametrize("paint", PAINTED.values(), ids=PAINTED)
def test_words_in_another_shade_are_judged_though_they_were_good_before(page_of_words: Page, paint: str):
    judge = Judge()
    assert judge.contrast(page_of_words) == []
    page_of_words.evaluate(paint)
    assert "color-contrast:" in " ".join(judge.contrast(page_of_words))
    assert "color-contrast:" in " ".join(judge.contrast(page_of_words))


def test_a_menu_is_looked_at_whole_the_first_time(college: College, open_as: OpenAs):
    page, judge = open_as(college.ann), Judge()
    whole = menu(page).get_by_role("link").count()
    have_axe(page)
    assert judge.at_the_desk(page) == []
    assert menu(page).get_by_role("link").count() == whole
    page.goto("/notices/")
    have_axe(page)
    assert judge.at_the_desk(page) == []
    assert 5 < menu(page).get_by_role("link").count() < whole / 2
