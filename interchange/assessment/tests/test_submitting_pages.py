"""From Review Incomplete to the receipt and the iMS1, page by page (D5 to D8; R-RI-1, R-SUB-1, R-IMS-1, B5, B6)."""

import re
import subprocess
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from interchange.assessment.models import Submission
from interchange.assessment.queries.submissions import lines_of
from interchange.assessment.services.desk import reopen_sheet
from interchange.assessment.tasks import receive
from interchange.assessment.tests.a_browser import Page, ask, found, opened
from interchange.audit.events import Event
from interchange.core import clock, tenancy


def submit(browser, sheet, **changed):
    page = opened(browser, f"{sheet.url}submit/", "submit-form")
    parts = {name: value for name, value in page.fields if name in ("key", "shown")}
    return browser.post(f"{sheet.url}submit/", parts | changed)


def sent(sheet, ann):
    with tenancy.reading(ann):
        return Submission.objects.visible_to(ann).order_by("-version")[0]


def text_of(pdf):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)  # noqa: S607
    return done.stdout.decode()


# ---------------------------------------------------------------- Review Incomplete


def test_review_incomplete_leads_to_each_gap_with_its_reason(sheet, anns, ann):
    sheet.give(ann, "0001", "54")
    sheet.give(ann, "0002", "0")
    page = opened(anns, f"{sheet.url}review/")
    for number, said in {
        "0001": "Not checked yet",
        "0002": "Say why this mark is 0.",
        "0003": "No mark, grade or absent yet",
    }.items():
        assert f"{sheet.url}#r{number}" in page.links
        assert said in page.text
    assert f"{sheet.url}?show=incomplete" in page.links


def test_the_submit_page_of_an_incomplete_sheet_is_review_incomplete(sheet, anns):
    assert anns.get(f"{sheet.url}submit/")["Location"] == f"{sheet.url}review/"


def test_the_sheet_offers_submit_only_when_it_is_complete(sheet, anns, ann):
    assert "Review Incomplete" in opened(anns, sheet.url).text
    sheet.fill(ann)
    assert "Review Incomplete" not in opened(anns, sheet.url).text
    assert "Nothing is missing." in opened(anns, f"{sheet.url}review/").text


def test_who_may_not_submit_is_not_offered_it(ready, signed_in, ben):
    browser = signed_in(ben)
    assert f"{ready.url}submit/" not in opened(browser, ready.url).links
    assert browser.get(f"{ready.url}submit/").status_code == 403


# ---------------------------------------------------------------- checking and sending


def test_the_check_page_shows_what_will_be_sent_and_that_nothing_has_been(ready, anns):
    page = opened(anns, f"{ready.url}submit/", "submit-form")
    assert "Nothing has been sent yet." in page.text
    assert "Submit 3 candidates for H446/03" in page.text
    assert re.search(r"0002 Brown, Ada 11A 2 Ann Lee", page.text)


def test_sending_leads_to_the_receipt(ready, anns, ann):
    answer = submit(anns, ready)
    page = opened(anns, answer["Location"])
    receipt = sent(ready, ann)
    assert answer["Location"] == f"/submissions/{receipt.pk}/"
    assert all(
        said in page.text for said in (receipt.receipt, receipt.check_code, "Ann Lee", "What happens next")
    )


def test_pressing_the_button_twice_sends_once(ready, anns):
    page = opened(anns, f"{ready.url}submit/", "submit-form")
    parts = dict(page.fields)
    first, second = (anns.post(f"{ready.url}submit/", parts) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert len(ready.events(Event.SHEET_SUBMITTED)) == 1


def test_a_check_page_that_is_out_of_date_is_refused_and_shown_anew(ready, anns, ann):
    page = opened(anns, f"{ready.url}submit/", "submit-form")
    ready.give(ann, "0001", "60", checked=True)
    answer = Page(anns.post(f"{ready.url}submit/", dict(page.fields)), "submit-form")
    assert answer.response.status_code == 409
    assert "A mark has changed since you opened this page." in answer.text
    assert anns.post(f"{ready.url}submit/", dict(answer.fields)).status_code == 302


@pytest.mark.parametrize("key", ["", "x", "1" * 5000, "\ud83d\ude00"])
def test_a_submission_without_a_key_of_ours_is_refused(ready, anns, key):
    assert submit(anns, ready, key=key.encode("utf-16", "surrogatepass").decode("utf-16")).status_code == 409
    assert ready.stored().state == "open"


def test_a_submitted_sheet_offers_its_receipt_in_place_of_the_button(ready, anns, ann):
    receipt = ready.submit(ann)
    page = opened(anns, f"{ready.url}submit/", "submit-form")
    assert receipt.receipt in page.text
    assert page.fields == []


def test_the_receipt_says_sending_until_it_is_received(ready, anns, ann):
    on_its_way = ready.submit(ann, receive=False)
    url = f"/submissions/{on_its_way.pk}/"
    assert "Sending to Demonstration Awarding Body" in opened(anns, url).text
    receive(str(on_its_way.pk), ready.centre.pk)
    assert "Received by Demonstration Awarding Body" in opened(anns, url).text


def test_the_receipt_of_each_version_stands(ready, anns, ann, olu):
    first = ready.submit(ann)
    reopen_sheet(ready.at_board, reason="0001 was swapped.", by=olu)
    ready.give(ann, "0001", "60", checked=True)
    second = ready.submit(ann)
    assert "0001 Adeyemi, Ada 11A 1" in opened(anns, f"/submissions/{first.pk}/").text
    page = opened(anns, f"/submissions/{second.pk}/")
    assert "0001 Adeyemi, Ada 11A 60 changed from 1" in page.text
    assert "Why again 0001 was swapped." in page.text
    assert f"/submissions/{first.pk}/" in page.links


@pytest.mark.parametrize("below", ["", "ims1/", "ims1.pdf"])
def test_another_centres_receipt_is_not_found(ready, ann, cal, signed_in, below):
    receipt = ready.submit(ann)
    assert signed_in(cal).get(f"/submissions/{receipt.pk}/{below}").status_code == 404
    assert signed_in(cal).get(f"/submissions/{uuid4()}/{below}").status_code == 404


# ---------------------------------------------------------------- the iMS1


def test_the_printed_page_of_an_unsubmitted_sheet_says_so(ready, anns):
    text = opened(anns, f"{ready.url}print/").text
    assert "These marks have not been submitted." in text


def test_print_leads_to_the_ims1_once_the_sheet_is_submitted(ready, anns, ann):
    receipt = ready.submit(ann)
    assert anns.get(f"{ready.url}print/")["Location"] == f"/submissions/{receipt.pk}/ims1/"


def test_the_ims1_shows_what_was_submitted_and_never_later_edits(ready, anns, ann, olu):
    receipt = ready.submit(ann)
    reopen_sheet(ready.at_board, reason="Again.", by=olu)
    ready.give(ann, "0001", "60", checked=True)
    text = opened(anns, f"/submissions/{receipt.pk}/ims1/").text
    row = found(r" 0001 Adeyemi, Ada .*? 0002 ", text)  # not from the centre's number, past the receipt
    assert "60" not in row


def test_the_ims1_tells_zeros_absences_and_words(ready, anns, ann):
    ready.give(ann, "0001", absent=True, checked=True)
    ready.give(ann, "0002", "0", reason="not-authenticated", checked=True)
    ready.give(ann, "0003", "54", checked=True)
    receipt = ready.submit(ann)
    text = opened(anns, f"/submissions/{receipt.pk}/ims1/").text
    pdf = text_of(anns.get(f"/submissions/{receipt.pk}/ims1.pdf").content)
    for said in ("The work could not be authenticated", "fifty-four", receipt.receipt, receipt.check_code):
        assert said.casefold() in " ".join(text.split()).casefold()
        assert said.casefold() in " ".join(pdf.split()).casefold()


@pytest.mark.parametrize("number", [1000, 5000])
def test_page_and_pdf_hold_every_mark_that_the_database_holds(a_large_sheet, anns, ann, number):
    sheet = a_large_sheet(number)
    sheet.fill(ann)
    receipt = sheet.submit(ann)
    with tenancy.reading(ann):
        stored = {line.number: int(line.mark or 0) for line in lines_of(ann, receipt)}
    page = opened(anns, f"/submissions/{receipt.pk}/ims1/").text
    pdf = text_of(anns.get(f"/submissions/{receipt.pk}/ims1.pdf").content)
    on_paper = re.findall(r"(?m)^\s*(\d{4})\s+\S.*?\b11A\s+(\d+)\b", pdf)
    on_page = re.findall(r"\b(\d{4}) \w+, \w+ \w+ 11A (\d+)\b", page)
    assert len(stored) == number
    assert {one: int(mark) for one, mark in on_paper} == stored
    assert {one: int(mark) for one, mark in on_page} == stored
    assert sum(stored.values()) == sum(Decimal(place % 70 + 1) for place in range(number))


def test_printing_is_in_the_trail(ready, anns, ann):
    receipt = ready.submit(ann)
    anns.get(f"/submissions/{receipt.pk}/ims1.pdf")
    assert ready.events(Event.FORM_PRINTED)[0].data == {"submission_id": str(receipt.pk)}


# ---------------------------------------------------------------- lists of sheets


def test_typing_a_code_leads_straight_to_the_sheet(sheet, anns):
    assert anns.get("/coursework/enter/?series=2027-06&code=h446 03")["Location"] == sheet.url


def test_a_code_that_leads_nowhere_is_told_beside_the_box(sheet, anns):
    page = opened(anns, "/coursework/enter/?code=Z999/99")
    assert page.response.status_code == 422
    assert "There is no assessment Z999/99." in page.text


@pytest.mark.parametrize(
    "query", ["", "?series=1999-01", "?series=x", "?family=none", "?code=%F0%9F%98%80", "?qualification=%22"]
)
@pytest.mark.parametrize(
    "url", ["/coursework/enter/", "/coursework/submit/", "/coursework/submitted/", "/coursework/requests/"]
)
def test_lists_are_shown_whatever_the_address_asks(sheet, anns, url, query):
    assert anns.get(url + query).status_code in (200, 422)


def test_the_list_to_submit_from_offers_review_or_submit(sheet, anns, ann):
    assert "Review Incomplete" in opened(anns, "/coursework/submit/").text
    sheet.fill(ann)
    assert f"{sheet.url}submit/" in opened(anns, "/coursework/submit/").links


def test_submitted_sheets_are_listed_with_their_ims1(ready, anns, ann):
    assert "No marks have been submitted yet" in opened(anns, "/coursework/submitted/").text
    receipt = ready.submit(ann)
    assert f"/submissions/{receipt.pk}/ims1/" in opened(anns, "/coursework/submitted/").links


# ---------------------------------------------------------------- asking for a change and for more time


def test_a_change_asked_for_on_the_page_is_applied_before_moderation(ready, anns, ann):
    ready.submit(ann)
    assert "Adeyemi, Ada" in opened(anns, f"{ready.url}change/?number=0001").text
    ask(anns, f"{ready.url}change/", number="0001", mark="60", why="Added up wrongly")
    assert ready.marks(ann)["0001"] == "60"
    assert "Applied" in opened(anns, "/coursework/requests/").text


@pytest.mark.parametrize(
    "parts", [{"mark": "60"}, {"mark": "71", "why": "x"}, {"why": "x"}, {"mark": "60", "why": " "}]
)
def test_a_change_that_lacks_something_comes_back_as_it_was_typed(ready, anns, ann, parts):
    ready.submit(ann)
    answer = ask(anns, f"{ready.url}change/", number="0001", **parts)
    assert answer.response.status_code == 422
    assert parts.get("mark", "") in answer.html
    assert ready.marks(ann)["0001"] == "1"


def test_more_time_may_be_asked_for_with_numbers_as_people_write_them(a_sheet, anns, ann):
    sheet = a_sheet(closes=-1)
    until = (clock.today() + timedelta(days=3)).isoformat()
    ask(anns, f"{sheet.url}extension/", until=until, numbers="1, 0002; 3", why="Flood")
    assert sheet.events(Event.EXTENSION_REQUESTED)[0].data["numbers"] == ["0001", "0002", "0003"]


@pytest.mark.parametrize("until", ["", "tomorrow", "2027-02-30", "31/12/2026", "9" * 500])
def test_a_day_that_is_none_comes_back_with_a_sentence(a_sheet, anns, until):
    answer = ask(anns, f"{a_sheet(closes=-1).url}extension/", until=until, why="Flood")
    assert answer.response.status_code == 422


# ---------------------------------------------------------------- putting a sheet back


@pytest.mark.parametrize("link", ["0", "1", "99999999999999999999999"])
def test_going_back_to_a_point_that_never_was_is_answered(ready, anns, link):
    assert anns.get(f"{ready.url}history/back-to/{link}/").status_code in (200, 404, 405, 409)
