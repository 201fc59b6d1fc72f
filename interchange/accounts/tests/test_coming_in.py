"""The end of a sign-in: terms, centres, sessions (1.15, 2.7, 4.11, 5.4)."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client

from interchange.accounts.factories import sign_in_by_form
from interchange.accounts.models import (
    Membership,
    SharingFlag,
)
from interchange.accounts.tests.at_stages import (
    FIREFOX,
    PHONE,
    TERMS,
    is_in,
    session_of,
)
from interchange.audit.events import Event
from interchange.core import clock

pytestmark = pytest.mark.django_db


def test_the_terms_are_accepted_once_and_again_when_they_change(visitor, ann, settings, told):
    settings.TERMS_VERSION = "2"
    assert sign_in_by_form(visitor, ann)["Location"] == TERMS
    assert b"have changed" in visitor.get(TERMS).content
    assert visitor.post(TERMS, {"version": "2"}).status_code == 422
    assert visitor.post(TERMS, {"version": "1", "accept": "1"}).status_code == 422
    assert visitor.post(TERMS, {"version": "2", "accept": "1"})["Location"] == "/welcome/"
    assert told(Event.TERMS_ACCEPTED) == [{"version": "2"}]
    visitor.post("/sign-out/")
    assert sign_in_by_form(visitor, ann)["Location"] == "/welcome/"


@pytest.fixture
def of_two(ann, elsewhere):
    """Ann works at a second centre as well."""
    Membership.objects.create(person_id=ann.person_id, centre=elsewhere, roles=["acm"])
    return ann


def test_who_works_at_two_centres_chooses_one_and_changes_later(visitor, of_two, elsewhere, told):
    assert sign_in_by_form(visitor, of_two)["Location"] == "/sign-in/centre/"
    page = visitor.get("/sign-in/centre/").content.decode()
    assert "10001 Long Road College" in page
    there = Membership.objects.get(person=of_two.person_id, centre=elsewhere)
    assert visitor.post("/sign-in/centre/", {"membership": str(there.pk)})["Location"] == "/welcome/"
    assert b"20002" in visitor.get("/welcome/").content
    before = session_of(visitor)
    assert (
        visitor.post("/change-centre/", {"membership": str(of_two.membership_id)})["Location"] == "/welcome/"
    )
    assert b"10001" in visitor.get("/welcome/").content
    assert session_of(visitor) != before
    assert told(Event.MEMBERSHIP_CHOSEN) == [{"centre": "10001"}]


def test_nobody_chooses_a_centre_that_is_not_theirs(visitor, of_two, ben):
    sign_in_by_form(visitor, of_two)
    for other in (str(ben.membership_id), "", "nonsense"):
        assert visitor.post("/sign-in/centre/", {"membership": other}).status_code == 422
    assert not is_in(visitor)


def test_where_one_of_two_centres_is_on_hold_the_other_is_left(visitor, of_two, elsewhere):
    apps.get_model("centres", "Centre").objects.filter(pk=elsewhere.pk).update(
        state="security_hold", admits=False
    )
    assert sign_in_by_form(visitor, of_two)["Location"] == "/welcome/"


def test_a_fourth_session_asks_which_to_end(ann, told):
    browsers = [Client(HTTP_USER_AGENT=FIREFOX) for _ in range(4)]
    answers = [sign_in_by_form(visitor, ann)["Location"] for visitor in browsers]
    assert answers == ["/welcome/"] * 3 + ["/sign-in/sessions/"]
    page = browsers[3].get("/sign-in/sessions/").content.decode()
    keys = re.findall(r'name="session" value="([^"]+)"', page)
    assert len(keys) == 3
    assert browsers[3].post("/sign-in/sessions/", {"session": "nonsense"}).status_code == 422
    assert browsers[3].post("/sign-in/sessions/", {"session": keys[-1]})["Location"] == "/welcome/"
    assert [is_in(visitor) for visitor in browsers] == [False, True, True, True]
    assert told(Event.SHARING_SUSPECTED) == [{"signs": ["more than three sessions at once"]}]


def test_sessions_that_were_left_do_not_count(ann, told):
    browsers = [Client() for _ in range(4)]
    for visitor in browsers[:3]:
        sign_in_by_form(visitor, ann)
    with clock.pretend(clock.now() + timedelta(minutes=31)):
        assert sign_in_by_form(browsers[3], ann)["Location"] == "/welcome/"
    assert told(Event.SESSION_EXPIRED) == [{"why": "not used"}] * 3


def test_two_kinds_of_device_within_an_hour_are_noted_once(ann, told):
    for device in (FIREFOX, PHONE):
        assert sign_in_by_form(Client(HTTP_USER_AGENT=device), ann)["Location"] == "/welcome/"
    assert told(Event.SHARING_SUSPECTED) == [{"signs": ["two kinds of device within an hour"]}]
    assert [flag.signs for flag in SharingFlag.objects.filter(membership=ann.membership_id)] == [["devices"]]
    page = Client()
    sign_in_by_form(page, ann)
    answer = page.get(f"/users/{ann.membership_id}/access/")
    assert b"This account may be shared" in answer.content
