from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from interchange.accounts.factories import PASSWORD
from interchange.accounts.models import Membership, Person
from interchange.audit.events import Event
from interchange.core import clock

pytestmark = pytest.mark.django_db

NEW = "a wholly other password"


def key_of(browser: Client) -> str:
    cookie = browser.cookies.get("sessionid")
    return cookie.value if cookie else ""


def change_password(door, new: str = NEW, current: str = PASSWORD):
    with clock.pretend(door.now):
        return door.browser.post("/change-password/", {"current": current, "new": new})


def test_signing_in_makes_a_session_of_its_own(door, ann, ben):
    door.sign_in(ann)
    planted = key_of(door.browser)
    door.sign_in(ben)
    assert key_of(door.browser) != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_a_session_key_that_somebody_made_up_is_not_taken(door, ann):
    door.browser.cookies["sessionid"] = "plantedplantedplantedplantedplan"
    door.sign_in(ann)
    assert key_of(door.browser) != "plantedplantedplantedplantedplan"
    assert not Session.objects.filter(session_key="plantedplantedplantedplantedplan").exists()


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(door, ann):
    cookie = door.sign_in(ann).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_thirty_minutes_without_use_end_a_session(door, ann, told):
    door.sign_in(ann)
    assert door.wait(minutes=30).is_in()
    assert not door.wait(minutes=30, seconds=1).is_in()
    assert told(Event.SESSION_EXPIRED) == [{"why": "not used"}]
    assert not Session.objects.exists() or key_of(door.browser) == ""


def test_use_keeps_a_session(door, ann):
    door.sign_in(ann)
    assert all(door.wait(minutes=25).is_in() for _ in range(6))


def test_a_page_that_asks_by_itself_does_not_keep_a_session(door, ann):
    door.sign_in(ann)
    for _ in range(4):
        with clock.pretend(door.wait(minutes=9).now):
            door.browser.get("/welcome/?since=2027-05-04T12:00:00Z")
    assert not door.is_in()


def test_choosing_to_stay_keeps_a_session(door, ann):
    door.sign_in(ann)
    with clock.pretend(door.wait(minutes=29).now):
        assert door.browser.get("/still-here/").status_code == 204
    assert door.wait(minutes=29).is_in()


@pytest.mark.parametrize(("who", "hours"), [("ann", 12), ("olu", 8)])
def test_no_session_outlives_the_working_day(who, hours, door, request, monkeypatch):
    door.sign_in(request.getfixturevalue(who))
    began = clock.real()
    monkeypatch.setattr(clock, "real", lambda: began + timedelta(hours=hours, seconds=-5))
    assert door.is_in()
    monkeypatch.setattr(clock, "real", lambda: began + timedelta(hours=hours, seconds=5))
    assert not door.is_in()


def test_a_new_password_ends_every_other_session_and_keeps_this_one(door, another_door, ann, told):
    door.sign_in(ann)
    another_door.sign_in(ann)
    before = key_of(door.browser)
    assert change_password(door).status_code == 302
    assert door.is_in()
    assert key_of(door.browser) != before
    assert not another_door.is_in()
    assert len(told(Event.PASSWORD_CHANGED)) == 1
    assert another_door.sign_in(ann, password=PASSWORD).status_code == 422
    assert another_door.sign_in(ann, password=NEW).status_code == 302


def test_a_session_ends_when_the_person_leaves(door, ann):
    door.sign_in(ann)
    Membership.objects.filter(person_id=ann.person_id).update(ended_at=clock.now())
    assert not door.is_in()


def test_a_session_ends_when_the_account_is_closed(door, ann):
    door.sign_in(ann)
    Person.objects.filter(pk=ann.person_id).update(is_active=False)
    assert not door.is_in()


def test_a_role_taken_away_is_gone_at_the_next_request(door, ann):
    door.sign_in(ann)
    assert door.browser.get("/coursework/enter/").status_code == 200
    Membership.objects.filter(person_id=ann.person_id).update(roles=["finance"])
    assert door.browser.get("/coursework/enter/").status_code == 403


def test_signing_out_ends_the_session_and_clears_the_browser(door, ann, told):
    door.sign_in(ann)
    stolen = key_of(door.browser)
    with clock.pretend(door.now):
        answer = door.browser.post("/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert '"storage"' in answer["Clear-Site-Data"]
    assert len(told(Event.SIGNED_OUT)) == 1
    door.browser.cookies["sessionid"] = stolen
    assert not door.is_in()


def test_nobody_is_signed_out_by_a_link(door, ann):
    door.sign_in(ann)
    with clock.pretend(door.now):
        assert door.browser.get("/sign-out/").status_code == 405
    assert door.is_in()


BAD = {
    "short": "eleven char",
    "long": "correct horse battery staple " * 5,
    "own name": "i am annlee of course",
    "centre": "long road college rocks",
    "login id": "my centre is 10001",
    "product": "welcome to interchange",
    "few letters": "aaaabbbbcccc",
    "composed it is short": "cafe\u0301 cafe\u0301",
}


@pytest.mark.parametrize("new", BAD.values(), ids=BAD)
def test_a_weak_password_is_refused_with_a_sentence_and_the_old_one_stays(door, ann, new):
    door.sign_in(ann)
    answer = change_password(door, new)
    assert answer.status_code == 422
    assert b'href="#new"' in answer.content
    assert new.encode() not in answer.content
    assert door.sign_in(ann).status_code == 302


def test_one_s_own_password_is_not_changed_without_the_present_one(door, ann):
    door.sign_in(ann)
    answer = change_password(door, current="wrong horse wrong battery")
    assert answer.status_code == 422
    assert b'href="#current"' in answer.content
    assert door.sign_in(ann).status_code == 302
