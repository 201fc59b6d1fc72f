"""The pages of those who sit elsewhere: what is typed stays, who reads why, and lists that cost the same when long."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.core import tenancy
from interchange.entries.models import Entry
from interchange.transfers.factories import accept, make_arrival, make_site, make_sitter, make_transfer, send
from interchange.transfers.models import HostRequest, Transfer
from interchange.transfers.queries.waiting import arrivals_to_decide, sites_to_decide, transfers_to_decide

HOSTILE = "\"'><u x>=cmd|' /C calc'!A0"


def test_what_was_typed_stays_beside_what_is_wrong(signed_in, ann, candidate, paper):
    browser = signed_in(ann)
    where = f"/transfers/new/{candidate.pk}/"
    sent = {
        "ground": "wedding",
        "details": HOSTILE,
        "papers": [str(paper.pk)],
        "host": "12",
        "key": str(uuid4()),
    }
    answer = browser.post(where, sent)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert body.count("Weddings, holidays and school trips are not accepted.") >= 2
    assert "Enter the number of the host centre: five digits." in body
    assert f'value="{paper.pk}" checked' in body
    assert sent["key"] in body
    assert "<u x>" not in body
    for typed in ("site", "arrival"):
        empty = browser.post(
            {"site": "/transfers/sites/new/", "arrival": "/transfers/late-arrivals/new/"}[typed], {}
        )
        assert empty.status_code == 422
        assert "There is a problem" in empty.content.decode()


def test_a_transfer_is_sent_from_its_page_at_the_fee_that_is_shown(signed_in, ann, cal, candidate, paper):
    case = make_transfer(ann, candidate, paper, cal.centre_number)
    browser, where = signed_in(ann), f"/transfers/{case.pk}/"
    assert "£15.00" in browser.get(where).content.decode()
    stale = browser.post(f"{where}send/", {"shown": "1"})
    assert (stale.status_code, "Look again, then send" in stale.content.decode()) == (422, True)
    assert browser.post(f"{where}send/", {"shown": "1500"}).status_code == 302
    assert browser.post(f"{where}cancel/", {"why": ""}).status_code == 422
    host = signed_in(cal)
    with tenancy.for_staff():
        hosting = f"/transfers/hosted/{HostRequest.unscoped.get().pk}/"
    assert hosting in host.get("/transfers/hosted/").content.decode()
    assert host.post(f"{hosting}answer/", {"verb": "refuse", "words": ""}).status_code == 422
    assert host.post(f"{hosting}answer/", {"verb": "nonsense"}).status_code == 422
    assert host.get(f"{hosting}sheet.pdf").content.startswith(b"%PDF")
    assert host.post(f"{hosting}answer/", {"verb": "accept"}).status_code == 302


def test_why_is_read_by_who_makes_entries_and_by_nobody_else(
    signed_in, ann, cal, enzo, centre, candidate, paper
):
    case = make_transfer(ann, candidate, paper, cal.centre_number, words="In Leeds hospital")
    accept(send(case, by=ann), by=cal)
    arrival = make_arrival(ann, candidate, paper, words="In Leeds hospital")
    reader = make_actor("Rosa Read", Role.ERO, centre=centre)
    for where in (f"/transfers/{case.pk}/", f"/transfers/late-arrivals/{arrival.pk}/"):
        assert b"In Leeds hospital" in signed_in(ann).get(where).content
        assert b"In Leeds hospital" not in signed_in(reader).get(where).content
    assert b"In Leeds hospital" in signed_in(enzo).get(f"/desk/transfers/{case.pk}/").content
    files = {
        "/transfers/export/csv/": ann, "/desk/transfers/export/csv/?state=all": enzo,
        "/transfers/late-arrivals/export/csv/": ann, "/transfers/hosted/export/csv/": cal,
    }  # fmt: skip
    for where, who in files.items():
        body = signed_in(who).get(where).content
        assert candidate.number.encode() in body
        assert b"Leeds" not in body


def test_what_waits_stands_on_the_welcome_page(signed_in, ann, cal, enzo, candidate, paper):
    asked = send(make_transfer(ann, candidate, paper, cal.centre_number), by=ann)
    assert b"1 other centre asks you to host a candidate" in signed_in(cal).get("/welcome/").content
    accept(asked, by=cal)
    make_site(ann, paper)
    assert b"you to host a candidate" not in signed_in(cal).get("/welcome/").content
    with tenancy.reading(enzo):
        counts = [
            decide(enzo).count() for decide in (transfers_to_decide, sites_to_decide, arrivals_to_decide)
        ]
    assert counts == [1, 1, 0]
    assert b"Transfers of candidates" in signed_in(enzo).get("/welcome/").content


def test_what_was_not_sent_is_not_on_the_desk(signed_in, ann, cal, enzo, candidate, paper):
    case = make_transfer(ann, candidate, paper, cal.centre_number)
    desk = signed_in(enzo)
    assert case.reference.encode() not in desk.get("/desk/transfers/?state=all").content
    assert desk.post(f"/desk/transfers/{case.pk}/decide/", {"verb": "approve"}).status_code == 404


def test_private_candidates_are_listed_with_their_entries(signed_in, ann, candidate):
    browser = signed_in(ann)
    assert b"No private candidate fits" in browser.get("/transfers/private-candidates/").content
    with tenancy.for_staff():
        Entry.unscoped.get().candidate.__class__.unscoped.update(status="P")
    assert candidate.uci.encode() in browser.get("/transfers/private-candidates/?q=0001").content
    for kind, status in (("csv", 200), ("xlsx", 200), ("ods", 200), ("exe", 404)):
        assert browser.get(f"/transfers/private-candidates/export/{kind}/").status_code == status


LISTS = ("/transfers/", "/transfers/sites/", "/transfers/late-arrivals/", "/transfers/private-candidates/")
DESK = ("/desk/transfers/?state=all", "/desk/sites/", "/desk/sites/to-inspect/", "/desk/late-arrivals/")


@pytest.mark.usefixtures("_lists_of_each_length")
def test_long_lists_cost_what_short_ones_do(counted: dict[str, list[int]]):
    assert {where: short - long for where, (short, long) in counted.items()} == dict.fromkeys(counted, 0)


@pytest.fixture
def counted() -> dict[str, list[int]]:
    return {where: [] for where in (*LISTS, *DESK, "/transfers/hosted/")}


@pytest.fixture
def _lists_of_each_length(
    signed_in: Any, ann: Any, cal: Any, enzo: Any, centre: Any, paper: Any, counted: dict[str, list[int]]
) -> None:
    looking = dict.fromkeys(LISTS, signed_in(ann)) | dict.fromkeys(DESK, signed_in(enzo))
    looking["/transfers/hosted/"] = signed_in(cal)
    for _ in range(2):
        for _ in range(2):
            sitter = make_sitter(centre, paper)
            send(make_transfer(ann, sitter, paper, cal.centre_number), by=ann)
            make_site(ann, paper)
            make_arrival(ann, sitter, paper)
        for where, browser in looking.items():
            cache.clear()
            browser.get(where)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert browser.get(where).status_code == 200
            counted[where].append(len(seen))
    with tenancy.for_staff():
        assert Transfer.unscoped.count() == 4
