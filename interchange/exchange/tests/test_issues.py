"""Base data goes out under numbers: what was issued stays as it was, and centres are told of the next."""

import io
import zipfile

import pytest
from django.urls import reverse

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.catalogue.models import Component
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.exchange.models import BaseDataIssue
from interchange.exchange.services.issuing import issue_base_data
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(db):
    make_option(make_component("J277/03", title="Project"), code="A")
    return make_series("2027-06")


@pytest.fixture
def officer(db):
    return make_actor("Eve Hart", Role.ENTRIES)


def contents(answer) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_is_issued_is_what_centres_fetch_until_the_next_issue(series, ann, officer, signed_in):
    desk, browser = signed_in(officer), signed_in(ann)
    fetch, where = (
        reverse("exchange:base-data-file", args=["2027-06"]),
        reverse("exchange:desk-issue", args=["2027-06"]),
    )
    assert "Not issued yet" in browser.get(reverse("exchange:base-data")).content.decode()
    assert "S6A27_01.X01" in contents(browser.get(fetch))
    assert "Give out as issue 01" in desk.get(where).content.decode()
    assert desk.post(where, {"shown": "1", "note": "First of the year"}).status_code == 302
    told = Notice.objects.get(person_id=ann.person_id, kind=Kind.BASE_DATA_ISSUED.value)
    assert ("issue 01" in told.title, "First of the year" in told.body) == (True, True)
    assert "Centres have what the catalogue says now." in desk.get(where).content.decode()
    Component.objects.update(title="Programming project")
    assert b"PROGRAMMING" not in contents(browser.get(fetch))["C6A27_01.X01"].upper()
    page = desk.get(where).content.decode()
    assert "1: J27703" in page
    assert desk.post(where, {"shown": "2", "note": ""}).status_code == 302
    now = contents(browser.get(fetch))
    assert b"PROGRAMMING" in now["C6A27_01.X02"].upper()
    assert b'"issue": 2' in now["basedata-2027-06.json"]
    first = reverse("exchange:base-data-issue", args=["2027-06", 1])
    assert "C6A27_01.X01" in contents(browser.get(first))
    page = browser.get(reverse("exchange:base-data")).content.decode()
    assert ("02, " in page, first in page) == (True, True)
    assert browser.get(reverse("exchange:base-data-issue", args=["2027-06", 3])).status_code == 404
    with tenancy.for_staff():
        [one, two] = EventRecord.unscoped.filter(name=Event.BASE_DATA_ISSUED.value).order_by("at")
    assert (one.data["issue"], two.data["issue"], two.data["changes"]) == (1, 2, {"components": [0, 1, 0]})
    assert "02" in desk.get(reverse("exchange:desk-issues")).content.decode()


@pytest.mark.parametrize(
    ("shown", "note", "said"),
    [
        ("2", "", "Nothing has changed since the last issue"),
        ("1", "", "Issue 01 was made meanwhile"),
        ("x", "", "was made meanwhile"),
    ],
)
def test_nothing_is_issued_twice(series, officer, signed_in, shown, note, said):
    issue_base_data("2027-06", shown="1", note="", by=officer)
    answer = signed_in(officer).post(
        reverse("exchange:desk-issue", args=["2027-06"]), {"shown": shown, "note": note}
    )
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert BaseDataIssue.objects.count() == 1


def test_an_issue_is_refused_with_a_note_that_is_too_long_where_there_is_nothing_and_after_the_last(
    series, officer
):
    with pytest.raises(Refused, match="501 characters"):
        issue_base_data("2027-06", shown="1", note="x" * 501, by=officer)
    BaseDataIssue.objects.create(
        series=series, number=99, name="Z", kept="none", size=1, issued_by="Eve Hart"
    )
    with pytest.raises(Refused, match="Issue 99 was the last"):
        issue_base_data("2027-06", shown="100", note="", by=officer)
