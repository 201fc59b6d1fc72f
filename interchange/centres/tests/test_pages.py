"""The pages of joining, of a centre's own paperwork and of the desk: one way through each, and many rows."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.centres.factories import ANSWERS, begin_application, make_centre, make_paperwork
from interchange.centres.models import Application, Centre
from interchange.centres.services import agreements, applying, approvals
from interchange.centres.steps.doors import Visitor
from interchange.centres.tests.conftest import nominations, token_of
from interchange.core import clock
from interchange.core.actor import Actor

HEAD: dict[str, Any] = {"head_name": "Hera Newton", "head_email": "h.newton@new.example", "head_phone": "01632 960 500",
        "head_source": "National register"}  # fmt: skip
NOMINEE = {"name": "Agnes Newby", "capacity": "Exams officer", "who": "me", "first_name": "Agnes",
           "last_name": "Newby", "email": "a.newby@new.example", "scopes": ["GQ"], "accept": "yes"}  # fmt: skip


def test_from_an_unknown_school_to_an_administrator_by_its_pages(
    april: Actor, leo: Actor, text: str, signed_in: Any
):
    visitor, desk, lead = Client(), signed_in(april), signed_in(leo)
    begun = visitor.post("/apply/", {"contact_name": "Agnes Newby", "contact_email": "a.newby@new.example"})
    assert visitor.get(begun["Location"])["Location"].endswith("/place/")
    for step, typed in ANSWERS.items():
        assert visitor.post(f"{begun['Location']}{step}/", typed).status_code == 302
    check = f"{begun['Location']}check/"
    assert b"Nothing has been sent yet" in visitor.get(check).content
    assert visitor.post(check)["Location"] == "/thanks/sent/"
    one = Application.objects.get()
    listed = desk.get("/desk/applications/").content.decode()
    assert one.reference in listed
    made = desk.post(f"/desk/applications/{one.pk}/approve/", {"number": "33333", "gq": "yes", **HEAD})
    assert made["Location"] == "/desk/centres/33333/"
    assert b"Send the Agreement" in desk.get("/desk/centres/33333/").content
    assert desk.post("/desk/centres/33333/send-agreement/", {"to": "a.newby@new.example"}).status_code == 302
    link = f"/agreement/{token_of('agreement-sent')}/"
    assert text in visitor.get(link).content.decode()
    assert visitor.post(link, {**NOMINEE, "shown": text})["Location"] == "/thanks/returned/"
    link = f"/confirm/{token_of('head-asked')}/"
    page = visitor.get(link).content.decode()
    for part in ("Agnes Newby", "a.newby@new.example", "general qualifications (GQ)", "33333 New School"):
        assert part in page
    assert visitor.post(link, {"is_head": "yes", "verb": "confirm"})["Location"] == "/thanks/confirmed/"
    assert lead.post(f"/desk/nominations/{nominations()[0].pk}/appoint/").status_code == 302
    assert b"agnesnewby" in visitor.get(f"/activate/{token_of('administrator-invited')}/").content


def test_a_page_of_the_application_that_is_wrong_keeps_what_was_typed(db: None):
    token = begin_application()
    answer = Client().post(
        f"/apply/{token}/contact/", {"contact_job": "Officer <b>", "contact_phone": "ring me"}
    )
    assert answer.status_code == 422
    for part in (b"There is a problem", b"Officer &lt;b&gt;", b"ring me", b"<title>Error: "):
        assert part in answer.content
    assert Application.objects.get().contact_phone == ANSWERS["contact"]["contact_phone"]


def test_what_is_wrong_on_the_agreement_stands_beside_its_field(april: Actor, text: str):
    centre = applying.approve_application(
        applying.send_application(begin_application(), visitor=Visitor()).pk,
        applying.Decision(number="33333", **HEAD, gq=True), by=april,
    )  # fmt: skip
    from_desk = f"/agreement/{_sent(centre, april)}/"
    answer = Client().post(from_desk, {**NOMINEE, "email": "agnes@gmail.com", "shown": text})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#email"' in page
    assert 'id="email-error"' in page
    assert 'value="agnes@gmail.com"' in page
    assert Client().post(from_desk, {**NOMINEE, "who": "x", "shown": text}).status_code == 422


def _sent(centre: Centre, april: Actor) -> str:
    agreements.send_agreement(centre.number, to="a.newby@new.example", by=april)
    return token_of("agreement-sent")


@pytest.mark.parametrize("path", ["agreement", "confirm", "agree", "apply"])
def test_a_link_that_does_not_work_says_so_and_no_more(db: None, path: str):
    answer = Client().get(f"/{path}/{'x' * 32}/")
    assert answer.status_code == 409
    assert b"This link has been used, has run out" in answer.content


def test_your_centre_shows_everything_and_another_s_nothing(
    open_centre: Centre, ann: Actor, cal: Actor, april: Actor, signed_in: Any
):
    page = signed_in(ann).get("/your-centre/").content.decode()
    for part in (
        "10001 ",
        "All general qualifications (GQ)",
        "Hana Novák",
        "…100",
        "only one Centre Administrator",
    ):
        assert part in page
    assert "01632 960 100" not in page
    assert "Hana" not in signed_in(cal).get("/your-centre/").content.decode()


def test_a_centre_without_paperwork_has_a_page(elsewhere: Centre, cal: Actor, signed_in: Any):
    page = signed_in(cal).get("/your-centre/").content.decode()
    assert "We hold no head of centre yet" in page


def test_what_is_wrong_at_the_desk_stands_beside_its_form(open_centre: Centre, april: Actor, signed_in: Any):
    answer = signed_in(april).post(
        "/desk/centres/10001/waive/", {"rule": "1.9", "about": "x", "reason": "Because <b>"}
    )
    assert answer.status_code == 422
    assert b"Enter an e-mail address" in answer.content
    assert b"Because &lt;b&gt;" in answer.content


def test_the_list_of_centres_takes_as_many_statements_for_many_as_for_few(april: Actor, signed_in: Any):
    few: list[str] = []
    many: list[str] = []
    for found, number in ((few, 3), (many, 130)):
        for at in range(number):
            make_centre(f"{40000 + len(few) * 1000 + at}", f"School {at}")
        browser = signed_in(april)
        with CaptureQueriesContext(connection) as seen:
            answer = browser.get("/desk/centres/")
        assert answer.status_code == 200
        found += [one["sql"] for one in seen.captured_queries]
    assert len(many) <= len(few), "the first visit also reads what is then remembered"
    assert b"Page 1 of 2" in answer.content


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=10001", ["10001"]), ("q=100", ["10001"]), ("q=hill", ["20002"]), ("q=school+hill", ["20002"]),
     ("q=nothing", []), ("state=closed", []), ("state=live", ["10001", "20002"]), ("state=odd", ["10001", "20002"]),
     ("q=%25", []), ("page=99", ["10001", "20002"])],
)  # fmt: skip
def test_centres_are_found_by_number_name_and_state(
    db: None, april: Actor, signed_in: Any, query: str, found: list[str]
):
    make_centre("10001", "Long Road College")
    make_centre("20002", "Hillside School")
    page = signed_in(april).get(f"/desk/centres/?{query}").content.decode()
    assert [number for number in ("10001", "20002") if f"/desk/centres/{number}/" in page] == found


def test_the_queues_take_as_many_statements_for_many_as_for_few(
    text: str, april: Actor, leo: Actor, sue: Actor, signed_in: Any
):
    everything = make_actor("Every Body", *(role for role in Role if role.is_staff))
    took: list[list[int]] = []
    for numbers in (["10001"], ["10002", "10003", "10004"]):
        for number in numbers:
            centre = make_centre(number)
            make_paperwork(number, make_actor("Ann Lee", Role.CAG, centre=centre), everything)
        browser = signed_in(everything)
        counts = []
        for page in ("agreements", "nominations", "no-administrator", "lapsing", "applications"):
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(f"/desk/{page}/").status_code == 200
            counts.append(len(seen.captured_queries))
        took.append(counts)
    assert all(later <= first for first, later in zip(*took, strict=True))


def test_a_long_queue_has_pages(april: Actor, signed_in: Any):
    Application.objects.bulk_create(
        Application(
            reference=f"A-{at}", name=f"School {at}", state="applied", sent_at=clock.now(), kind="school"
        )
        for at in range(60)
    )
    browser = signed_in(april)
    first, second = (
        browser.get("/desk/applications/", {"page": page}).content.decode() for page in ("1", "2")
    )
    assert "60 applications" in first
    assert "Page 1 of 2" in first
    listed = [number for page in (first, second) for number in re.findall(r">A-(\d+)<", page)]
    assert sorted(map(int, listed)) == list(range(60))


def test_centres_without_an_administrator_are_listed_with_the_days(
    open_centre: Centre, april: Actor, sue: Actor, signed_in: Any
):
    approvals.grant_approval("10001", "VQ", qualification="601/0010/7", title="Digital Skills", by=april)
    page = signed_in(sue).get("/desk/no-administrator/").content.decode()
    assert page.count("/desk/centres/10001/") == 2
    make_actor("Ann Lee", Role.CAG, Role.CAV, centre=open_centre)
    assert "/desk/centres/10001/" not in signed_in(sue).get("/desk/no-administrator/").content.decode()


def test_the_list_can_be_taken_away_as_a_file(centre: Centre, april: Actor, signed_in: Any):
    answer = signed_in(april).get("/desk/centres/export.csv?q=10001")
    assert "10001" in answer.content.decode()
    assert 'filename="centres.csv"' in answer["Content-Disposition"]
