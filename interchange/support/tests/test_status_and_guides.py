"""The status page and its banner, guides to download, and for whom each is."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.centres.models import Centre
from interchange.core import clock, tenancy
from interchange.core.errors import Refused
from interchange.core.uploads import GUIDE, check
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind as NoticeKind
from interchange.support.factories import A_PDF, sent_file
from interchange.support.models import Guide
from interchange.support.queries import guides
from interchange.support.queries.status import banner, forget_banner
from interchange.support.rules.status import Kind
from interchange.support.services.guides import NewGuide, publish_guide, withdraw_guide
from interchange.support.services.status import NewNotice, end_notice, post_notice, update_notice

pytestmark = pytest.mark.django_db(transaction=True)
POSTED = {"kind": "problem", "title": "Marks cannot be saved", "text": "We are on it.", "parts": ["marks"]}


def shown() -> str:
    found = banner()
    return found.title if found else ""


def a_problem(by, **values):
    new: dict[str, Any] = {"kind": Kind.PROBLEM, "title": "Marks cannot be saved", "text": "On it.", "parts": ["marks"],
           "from_at": clock.now()}  # fmt: skip
    return post_notice(NewNotice(**new | values), by=by)


def test_a_problem_is_on_every_page_and_in_the_feed_until_it_is_solved(leo, ben, client, signed_in):
    assert "We know of no problem" in client.get("/status/").content.decode()
    assert signed_in(leo).post("/desk/status/", POSTED)["Location"] == "/desk/status/"
    for page in (client.get("/sign-in/"), client.get("/status/"), signed_in(ben).get("/welcome/")):
        assert page.content.decode().count('class="ic-strip ic-strip--problem"') == 1
    feed = client.get("/status/feed.json").json()
    assert (feed["status"], feed["notices"][0]["affects"]) == ("problem", "Entering and submitting marks")
    notice_id = feed["notices"][0]["id"]
    update = {"text": "Found the cause.", "do": "update"}
    signed_in(leo).post(f"/desk/status/{notice_id}/", update)
    assert "Found the cause." in client.get("/status/").content.decode()
    signed_in(leo).post(f"/desk/status/{notice_id}/", {"text": "Solved.", "do": "end"})
    page = client.get("/status/").content.decode()
    assert "ic-strip" not in page.replace('ic-strip"', "")
    assert "Solved." in page
    again = signed_in(leo).post(f"/desk/status/{notice_id}/", {"text": "And now?"})
    assert again.status_code == 422
    assert "This is over." in again.content.decode()


def test_the_banner_costs_one_statement_in_half_a_minute(leo):
    a_problem(leo)
    with CaptureQueriesContext(connection) as captured:
        found = [banner() for _ in range(5)]
    assert len(captured) == 1
    assert {one.title for one in found if one} == {"Marks cannot be saved"}


def test_a_problem_comes_before_planned_work_and_work_ends_by_itself(leo, client):
    now = clock.now()
    work = {"kind": Kind.WORK, "title": "New servers", "from_at": now + timedelta(hours=2)}
    a_problem(leo, **work, until_at=now + timedelta(hours=3))
    assert shown() == "New servers"
    problem = a_problem(leo)
    assert shown() == "Marks cannot be saved"
    end_notice(problem.pk, "Solved", by=leo)
    assert shown() == "New servers"
    with clock.pretend(now + timedelta(hours=4)):
        assert "Done" in client.get("/status/").content.decode()
    with clock.pretend(now + timedelta(days=95)):
        forget_banner()  # as after half a minute
        page = client.get("/status/").content.decode()
    assert "New servers" not in page
    assert "Nothing in the last 90 days." in page


def test_everybody_is_told_where_that_is_wished(leo, ben, cal):
    a_problem(leo, tells_everybody=True)
    told = Notice.objects.filter(kind=NoticeKind.SERVICE_NOTICE.value).values_list("person_id", flat=True)
    assert set(told) == {leo.person_id, ben.person_id, cal.person_id}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": " "}, "Enter a title."), ({"text": ""}, "Enter what to tell."),
        ({"parts": []}, "Choose at least one"),
        ({"kind": "work"}, "Enter when the work will be over."), ({"from_on": "soon"}, "was not understood"),
        ({"until_on": "01/01/2020"}, "The end is before the beginning."),
        ({"from_on": "1/5/2099", "from_at": "noon"}, "Enter the time of day as 14:30."),
        ({"from_at": "14:30"}, "Enter the day."), ({"kind": "party"}, "Choose what it is."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_post_is_said(leo, signed_in, sent, said):
    answer = signed_in(leo).post("/desk/status/", POSTED | sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert banner() is None


def test_planned_work_is_posted_with_its_times(leo, signed_in, client):
    times = {
        "from_on": "1/5/2099",
        "from_at": "22.00",
        "until_on": "2/5/2099",
        "until_at": "01:30",
        "everybody": "yes",
    }
    assert signed_in(leo).post("/desk/status/", POSTED | times | {"kind": "work"}).status_code == 302
    assert "1 May 2099, 10:00pm until 2 May 2099, 1:30am" in client.get("/status/").content.decode()
    with pytest.raises(Refused):
        post_notice(NewNotice(Kind.WORK, "t", "t", ["nothing"], clock.now()), by=leo)


def test_more_notices_need_no_more_statements(leo, client):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            client.get("/status/")
        return len(captured)

    first = a_problem(leo)
    client.get("/status/")
    few = statements()
    for _ in range(3):
        a_problem(leo)
        update_notice(first.pk, "Still", by=leo)
    client.get("/status/")
    assert statements() == few


# ---------------------------------------------------------------- guides


def a_guide(by, title="How to enter marks", **values):
    return publish_guide(
        NewGuide(title, "2027", **values), check(sent_file("guide.pdf", A_PDF), GUIDE), by=by
    )


def offered_to(actor):
    with tenancy.reading(actor):
        return {one.title for one in guides.guides_for(actor)}


def test_a_guide_is_published_downloaded_replaced_and_withdrawn(leo, ben, signed_in):
    typed = {"title": "How to enter marks", "version": "1", "audience": "all"}
    file = SimpleUploadedFile("Zoë's guide.pdf", A_PDF)
    assert signed_in(leo).post("/desk/guides/", typed | {"file": file}).status_code == 302
    page = signed_in(ben).get("/guides/?q=marks").content.decode()
    assert "How to enter marks" in page
    assert f"PDF, {len(A_PDF)} bytes" in page
    guide = Guide.objects.get()
    answer = signed_in(ben).get(f"/guides/{guide.pk}/file/")
    assert (answer.content, answer["Content-Disposition"]) == (
        A_PDF,
        'attachment; filename="Zoe-s-guide.pdf"',
    )
    newer = a_guide(leo)
    assert signed_in(ben).get(f"/guides/{guide.pk}/file/").status_code == 404
    withdraw_guide(newer.pk, by=leo)
    assert "No guides yet." in signed_in(ben).get("/guides/").content.decode()
    assert "Withdrawn" in signed_in(leo).get("/desk/guides/?state=withdrawn").content.decode()
    with pytest.raises(Refused):
        withdraw_guide(newer.pk, by=leo)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": ""}, "Enter a title."), ({"version": ""}, "Enter a version"),
        ({"audience": "roles"}, "Choose at least one"), ({"audience": "centre", "centre": "99999"}, "no such centre"),
        ({"file": SimpleUploadedFile("a.png", b"x")}, "Files of this kind are not taken."),
    ],
)  # fmt: skip
def test_a_guide_that_is_not_whole_is_not_published(leo, signed_in, sent, said):
    typed = {"title": "A", "version": "1", "audience": "all", "file": SimpleUploadedFile("a.pdf", A_PDF)}
    answer = signed_in(leo).post("/desk/guides/", typed | sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Guide.objects.exists()


def test_each_guide_is_for_its_audience(leo, centre, ann, ben, cal):
    Centre.objects.filter(pk=centre.pk).update(kind="school")
    vera = make_actor("Vera Moss", Role.ROV, centre=centre)
    a_guide(leo, "Everybody")
    a_guide(leo, "Administrators", audience="roles", values=["cag"])
    a_guide(leo, "Vocational", audience="scopes", values=["VQ"])
    a_guide(leo, "Schools", audience="kinds", values=["school"])
    a_guide(leo, "This centre", audience="centre", values=["10001"])
    assert offered_to(ann) == {"Everybody", "Administrators", "Schools", "This centre"}
    assert offered_to(ben) == {"Everybody", "Schools", "This centre"}
    assert offered_to(vera) == {"Everybody", "Vocational", "Schools", "This centre"}
    assert offered_to(cal) == {"Everybody", "Administrators"}
