"""The awarding body's desk, page by page: received sheets, requests, receipts and exports (D5 to D8, 3.3)."""

import re
from datetime import timedelta

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.assessment.tests.a_browser import ask, found, opened
from interchange.audit import queries as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy


@pytest.fixture
def olus(signed_in, olu):
    """Olu's browser, at the awarding body."""
    return signed_in(olu)


DESK = "/desk/sheets/10001/2027-06/H446-03/"


def test_staff_find_a_received_sheet_and_see_its_marks(ready, olus, ann):
    receipt = ready.submit(ann)
    assert DESK in opened(olus, "/desk/sheets/?series=2027-06").links
    text = opened(olus, DESK).text
    assert receipt.receipt in text
    assert "as they were submitted" in text
    assert re.search(r"0003 \w+, \w+", text)


def test_support_sees_which_sheets_are_in_and_no_mark(ready, signed_in, ann):
    ready.submit(ann)
    browser = signed_in(make_actor("Sue Porter", Role.SUPPORT))
    page = opened(browser, "/desk/sheets/?series=2027-06")
    assert "H446/03" in page.text
    assert DESK not in page.links
    assert browser.get(DESK).status_code == 403


def test_staff_see_no_mark_of_a_draft(ready, olus):
    text = opened(olus, DESK).text
    assert "Nothing has been submitted. 3 of 3 candidates have a mark" in text
    assert "Adeyemi" not in text


def test_looking_at_a_sheet_is_itself_in_the_trail(ready, olus, olu):
    olus.get(DESK)
    with tenancy.reading(olu):
        assert audit.events_of(olu, name=Event.SHEET_SEEN)[0].data["centre"] == "10001"


def test_reopening_needs_a_reason_and_the_centre_reads_it(ready, olus, anns, ann):
    ready.submit(ann)
    assert olus.post(f"{DESK}reopen/", {"reason": " "}).status_code == 409
    assert olus.post(f"{DESK}reopen/", {"reason": "0001 looks swapped."}).status_code == 302
    assert "0001 looks swapped." in opened(anns, ready.url).text


def test_a_change_is_signed_by_a_colleague_and_decided_at_the_desk(ready, olus, anns, signed_in, ann, sam):
    ready.submit(ann)
    olus.post(f"{DESK}moderate/")
    ask(anns, f"{ready.url}change/", number="0001", mark="60", why="Slip")
    asked = signed_in(sam).get("/coursework/requests/").content.decode()
    signed_in(sam).post(found(r"/coursework/requests/[0-9a-f-]+/sign/", asked))
    decide = found(r"/desk/changes/[0-9a-f-]+/", olus.get("/desk/changes/").content.decode())
    assert olus.post(decide, {"verb": "dance", "decision": "x"}).status_code == 409
    assert olus.post(decide, {"verb": "accept", "decision": "Seen."}).status_code == 302
    assert ready.marks(ann)["0001"] == "60"


def test_more_time_is_granted_at_the_desk(a_sheet, olus, anns, ann):
    sheet = a_sheet(closes=-1)
    ask(anns, f"{sheet.url}extension/", until=(clock.today() + timedelta(3)).isoformat(), why="Flood")
    decide = found(r"/desk/extensions/[0-9a-f-]+/", olus.get("/desk/extensions/").content.decode())
    assert olus.post(decide, {"verb": "grant", "decision": "Yes.", "until": "30 February"}).status_code == 409
    assert olus.post(decide, {"verb": "grant", "decision": "Yes."}).status_code == 302
    assert sheet.give(ann, "0001", "54").kept


def test_a_printed_form_is_verified_by_its_numbers(ready, olus, ann):
    receipt = ready.submit(ann)
    right = olus.post("/desk/verify/", {"receipt": receipt.receipt, "code": receipt.check_code})
    wrong = olus.post("/desk/verify/", {"receipt": receipt.receipt, "code": "0000-0000"})
    assert "Genuine." in right.content.decode()
    assert "Not genuine, or mistyped." in wrong.content.decode()


@pytest.mark.parametrize("receipt", ["", "x" * 5000, "😀", "10001/x/y", "///"])
def test_anything_typed_for_a_receipt_is_answered(ready, olus, receipt):
    assert olus.post("/desk/verify/", {"receipt": receipt, "code": "?"}).status_code == 200


def test_sheets_that_are_overdue_are_listed_for_staff(a_sheet, olus):
    a_sheet(closes=-1)
    assert "10001" in opened(olus, "/desk/overdue/").text


@pytest.mark.parametrize(
    "url", [DESK, "/desk/sheets/99999/2027-06/H446-03/", "/desk/sheets/10001/2027-06/X/"]
)
def test_the_desk_is_closed_to_centres_and_empty_beyond_what_exists(ready, anns, olus, url):
    assert anns.get(url).status_code == 403
    assert olus.get(url).status_code == (200 if url == DESK else 404)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_staff_export_what_they_see(ready, olus, ann, kind):
    ready.submit(ann)
    answer = olus.get(f"/desk/sheets/export/{kind}/?series=2027-06&what=marks")
    assert answer.status_code == 200
    assert f".{kind}" in answer["Content-Disposition"]
