"""The sheet's page without script: shown, typed into, sent, and answered (D1 to D4; C1, C6 to C8, B2)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from interchange.assessment.queries.outcomes import How
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.desk import reopen_sheet
from interchange.assessment.services.marks import save_marks
from interchange.assessment.tests.a_browser import FORM, Page, found, numbers, opened, saved
from interchange.assessment.tests.conftest import counting
from interchange.core import clock, tenancy
from interchange.entries.models import Candidate

# ---------------------------------------------------------------- saving


def test_marks_typed_into_the_page_are_stored(sheet, bens_browser, ben):
    page = opened(bens_browser, sheet.url).type(m0001="54", m0002="0", a0003="on")
    answer = saved(bens_browser, sheet.url, page)
    assert answer.response.status_code == 302
    assert sheet.marks(ben) == {"0001": "54", "0002": "0", "0003": "Absent"}


def test_the_page_says_how_many_rows_were_saved_and_that_nothing_is_submitted(sheet, bens_browser):
    saved(bens_browser, sheet.url, opened(bens_browser, sheet.url).type(m0001="54"))
    assert "1 row saved. Nothing has been submitted yet." in opened(bens_browser, sheet.url).text


def test_a_page_sent_as_it_was_opened_changes_nothing(sheet, bens_browser, ben):
    sheet.fill(ben)
    before = sheet.rows(ben)
    saved(bens_browser, sheet.url, opened(bens_browser, sheet.url))
    assert sheet.rows(ben) == before


def test_a_problem_comes_back_as_it_was_typed_with_its_sentence_and_the_good_rows_are_kept(
    sheet, bens_browser, ben
):
    answer = saved(
        bens_browser, sheet.url, opened(bens_browser, sheet.url).type(m0001="54", m0002="5 5 5 <b>")
    )
    assert answer.response.status_code == 422
    assert ("m0002", "5 5 5 <b>") in answer.fields
    assert "0002 Brown, Ada: Enter a whole number from 0 to 70." in answer.text
    assert "<title>Error: " in answer.html
    assert "#r0002" in answer.links
    assert sheet.marks(ben) == {"0001": "54", "0002": "", "0003": ""}


def test_the_page_that_comes_back_can_be_put_right_and_sent(sheet, bens_browser, ben):
    again = saved(bens_browser, sheet.url, opened(bens_browser, sheet.url).type(m0001="54", m0002="71"))
    answer = saved(bens_browser, sheet.url, again.type(m0002="70"))
    assert answer.response.status_code == 302
    assert sheet.marks(ben)["0002"] == "70"


def test_a_conflict_shows_both_values_and_saving_again_keeps_ones_own(sheet, bens_browser, ben, ann):
    page = opened(bens_browser, sheet.url).type(m0001="54")
    sheet.give(ann, "0001", "60")
    answer = saved(bens_browser, sheet.url, page)
    assert "two people changed this row" in answer.text
    assert "You typed 54 Ann Lee saved at" in answer.text
    assert sheet.marks(ben)["0001"] == "60"
    saved(bens_browser, sheet.url, answer)
    assert sheet.marks(ben)["0001"] == "54"


def test_a_stale_page_leaves_what_others_saved_in_rows_that_were_not_touched(sheet, bens_browser, ben, ann):
    page = opened(bens_browser, sheet.url).type(m0001="54")
    sheet.give(ann, "0002", "60", checked=True)
    answer = saved(bens_browser, sheet.url, page)
    assert answer.response.status_code == 302
    row = sheet.row(ben, "0002")
    assert (row.value.words, row.checked) == ("60", True)


def test_check_all_shown_checks_every_row_that_has_a_value(sheet, bens_browser, ben):
    saved(bens_browser, sheet.url, opened(bens_browser, sheet.url).type(m0001="54", a0002="on"), "check-all")
    assert [(row.number, row.checked) for row in sheet.rows(ben)] == [
        ("0001", True),
        ("0002", True),
        ("0003", False),
    ]


def test_a_changed_mark_loses_its_tick_though_the_box_was_still_ticked(sheet, bens_browser, ben):
    sheet.give(ben, "0001", "54", checked=True)
    page = opened(bens_browser, sheet.url).type(m0001="56")
    assert ("c0001", "on") in page.fields
    saved(bens_browser, sheet.url, page)
    assert not sheet.row(ben, "0001").checked


def test_a_zero_is_asked_for_its_reason_which_can_then_be_given(sheet, bens_browser, ben):
    saved(bens_browser, sheet.url, opened(bens_browser, sheet.url).type(m0001="0"))
    page = opened(bens_browser, sheet.url)
    assert "Say why this mark is 0." in page.text
    saved(bens_browser, sheet.url, page.type(z0001="nothing-provided", c0001="on"))
    row = sheet.row(ben, "0001")
    assert (row.value.reason, row.checked) == ("nothing-provided", True)


def test_grades_are_chosen_from_a_list_and_absent_is_not_offered(a_sheet, bens_browser, ben):
    sheet = a_sheet("J351/03", graded=True)
    page = opened(bens_browser, sheet.url)
    assert "a0001" not in dict(page.fields)
    saved(bens_browser, sheet.url, page.type(g0001="NC"))
    assert sheet.marks(ben)["0001"] == "NC"


def test_parts_are_typed_beside_the_mark(a_sheet, bens_browser, ben):
    sheet = a_sheet(parts=[{"name": "Plan", "max": 10}, {"name": "Product", "max": 60}])
    answer = saved(
        bens_browser, sheet.url, opened(bens_browser, sheet.url).type(q0001_1="6", q0001_2="20", m0001="27")
    )
    assert "The parts add to 26; the total is 27." in answer.text
    saved(bens_browser, sheet.url, answer.type(m0001="26"))
    assert sheet.marks(ben)["0001"] == "26"


def test_a_candidate_withdrawn_while_the_page_was_open_is_told_and_the_others_are_saved(
    sheet, bens_browser, ben
):
    sheet.give(ben, "0002", "9")
    page = opened(bens_browser, sheet.url).type(m0001="54", m0002="60")
    sheet.withdraw("0002")
    answer = saved(bens_browser, sheet.url, page)
    assert "was withdrawn on" in answer.text
    assert sheet.marks(ben)["0001"] == "54"


# ---------------------------------------------------------------- which rows, in which order: A7, C10


def test_the_filter_shows_some_rows_and_saves_exactly_those(sheet, bens_browser, ben):
    sheet.give(ben, "0001", "54", checked=True)
    page = opened(bens_browser, f"{sheet.url}?show=incomplete")
    assert list(numbers(page)) == ["0002", "0003"]
    answer = saved(bens_browser, f"{sheet.url}?show=incomplete", page.type(m0002="9"))
    assert answer.response["Location"].endswith("?show=incomplete")
    assert sheet.marks(ben) == {"0001": "54", "0002": "9", "0003": ""}


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("sort=mark", ["0002", "0001", "0003"]),
        ("sort=name", ["0001", "0002", "0003"]),
        ("sort=number", ["0001", "0002", "0003"]),
        ("sort=shoe-size", ["0001", "0002", "0003"]),
        ("find=BROWN", ["0002"]),
        ("find=0003", ["0003"]),
        ("group=11A", ["0001", "0002", "0003"]),
        ("group=11B", []),
        ("show=problems", []),
        ("show=all&find=%25", []),
    ],
)
def test_the_address_says_which_rows_are_shown_in_which_order(sheet, bens_browser, ben, query, order):
    sheet.give(ben, "0001", "30")
    sheet.give(ben, "0002", "60")
    assert list(numbers(opened(bens_browser, f"{sheet.url}?{query}"))) == order


def test_a_filter_that_fits_nobody_says_so(sheet, bens_browser):
    assert "No candidate fits this filter." in opened(bens_browser, f"{sheet.url}?find=Zz").text


# ---------------------------------------------------------------- when nothing may be typed


@pytest.mark.parametrize("days", [{"opened": -2}, {"closes": -1}])
def test_outside_its_time_the_sheet_is_read_only_and_says_why(a_sheet, bens_browser, days):
    sheet = a_sheet(**days)
    page = opened(bens_browser, sheet.url)
    assert page.fields == []
    assert re.search(r"Marks can be entered from|The time for H446/03 ended", page.text)


def test_a_page_that_was_open_when_the_time_ended_is_refused_with_a_sentence(a_sheet, bens_browser, ben):
    sheet = a_sheet()
    page = opened(bens_browser, sheet.url).type(m0001="54")
    sheet.component.mark_windows.update(closes_on=clock.today() - timedelta(days=1))
    answer = saved(bens_browser, sheet.url, page)
    assert answer.response.status_code == 409
    assert "What you typed has not been saved." in answer.text


def test_a_submitted_sheet_shows_the_marks_and_no_form(sheet, ann, signed_in):
    sheet.fill(ann)
    sent = sheet.submit(ann)
    page = opened(signed_in(ann), sheet.url)
    assert page.fields == []
    assert sent.receipt in page.text
    assert f"{sheet.url}change/?number=0001" in page.links


def test_a_reopened_sheet_shows_the_reason_and_takes_marks(sheet, ann, olu, signed_in):
    sheet.fill(ann)
    sheet.submit(ann)
    reopen_sheet(sheet.at_board, reason="0001 & 0002 look <swapped>.", by=olu)
    page = opened(signed_in(ann), sheet.url)
    assert "0001 & 0002 look <swapped>." in page.text
    assert "m0001" in dict(page.fields)


def test_a_sheet_without_candidates_says_when_they_will_appear(a_sheet, bens_browser):
    assert "No candidate of your centre is entered" in opened(bens_browser, a_sheet(candidates=0).url).text


@pytest.mark.parametrize(
    "url", ["/coursework/2027-06/H446-99/", "/coursework/1999-01/H446-03/", "/coursework/x/%20/"]
)
def test_a_sheet_that_does_not_exist_is_not_found(sheet, bens_browser, url):
    assert bens_browser.get(url).status_code == 404


# ---------------------------------------------------------------- how heavy the page is (architecture 4)


def test_the_page_takes_the_same_few_statements_for_30_rows_and_for_1000(a_sheet, bens_browser, ben):
    counts = []
    for code, number in (("H446/03", 30), ("J277/03", 1000)):
        sheet = a_sheet(code, candidates=number)
        sheet.fill(ben)
        opened(bens_browser, sheet.url)
        with counting() as statements:
            bens_browser.get(sheet.url)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12


def test_a_row_of_the_page_is_at_most_400_bytes(a_sheet, bens_browser, ben):
    small, large = a_sheet(candidates=100), a_sheet("J277/03", candidates=1100)
    sizes = []
    for sheet in (small, large):
        sheet.fill(ben)
        sizes.append(len(bens_browser.get(sheet.url).content))
    assert (sizes[1] - sizes[0]) / 1000 <= 400


# ---------------------------------------------------------------- who may, and whose it is


def test_signed_out_the_page_leads_to_sign_in_and_the_form_is_kept(sheet, bens_browser, client, ben):
    page = opened(bens_browser, sheet.url).type(m0001="54")
    assert client.get(sheet.url)["Location"].startswith("/sign-in/?next=/coursework/")
    kept = Page(client.post(sheet.url, page.body(), content_type=FORM))
    assert kept.response.status_code == 401
    assert "m0001=54" in kept.html
    assert sheet.marks(ben)["0001"] == ""


def test_another_centres_candidates_are_not_on_the_page(sheet, ann, cal, signed_in):
    sheet.fill(ann)
    text = opened(signed_in(cal), sheet.url).text
    assert "Adeyemi" not in text
    assert "0 of 0 entered" in text


def test_another_centre_cannot_post_into_it(sheet, bens_browser, signed_in, cal, ben):
    page = opened(bens_browser, sheet.url).type(m0001="54")
    answer = saved(signed_in(cal), sheet.url, page)
    assert "There is no candidate 0001" in answer.text
    assert sheet.marks(ben)["0001"] == ""


def test_every_address_below_the_sheet_is_closed_to_those_without_a_role(sheet, signed_in, olu, cal):
    browser = signed_in(olu)
    for below in (
        "",
        "cells/",
        "history/",
        "history/0001/",
        "review/",
        "submit/",
        "print/",
        "import/",
        "second/",
        "file/csv/",
    ):
        assert browser.get(sheet.url + below).status_code == 403


def test_the_candidate_is_called_what_the_entry_says_now(sheet, ann, signed_in):
    with tenancy.for_centre(sheet.centre.pk):
        Candidate.unscoped.filter(number="0001").update(surname="Mbeki")
    assert "Mbeki, Ada" in opened(signed_in(ann), sheet.url).text


def test_the_declarations_are_made_on_the_page(sheet, ann, signed_in):
    browser = signed_in(ann)
    browser.post(f"{sheet.url}declarations/", {"kind": ["review-closed"]})
    assert "Ann Lee" in opened(browser, sheet.url).text


def test_the_key_of_unsent_work_is_one_persons_own(sheet, ann, ben, signed_in):
    pages = [opened(signed_in(person), sheet.url).html for person in (ann, ben)]
    assert len({found(r'data-key="([0-9a-f]+)"', page) for page in pages}) == 2


def test_a_second_keying_without_script_leads_to_the_differences(sheet, ann, ben, signed_in):
    sheet.fill(ben, "40", checked=False)
    browser = signed_in(ann)
    rows = {
        "rows": "3",
        "versions": "0001:0 0002:0 0003:0",
        "end": "1",
        "m0001": "40",
        "m0002": "41",
        "m0003": "",
    }
    answer = browser.post(f"{sheet.url}second/", rows)
    page = opened(browser, answer["Location"])
    assert "2 rows keyed a second time, 1 difference." in page.text
    assert "41 Ann Lee" in page.text


def test_a_save_that_was_sent_with_the_key_of_no_sheet_is_missing(bens_browser, db):
    assert bens_browser.post(f"/coursework/2027-06/{uuid4()}/", {"end": "1"}).status_code == 404


def test_saving_is_refused_while_the_page_shows_an_older_kind_of_row(sheet, bens_browser, ben):
    save_marks(sheet.address, [Typed("0001", 0, "54")], how=How.TYPING, by=ben)
    page = opened(bens_browser, sheet.url).type(m0001="60", versions="0001:0 0002:0 0003:0")
    answer = saved(bens_browser, sheet.url, page)
    assert "two people changed this row" in answer.text
    assert sheet.marks(ben)["0001"] == "54"
