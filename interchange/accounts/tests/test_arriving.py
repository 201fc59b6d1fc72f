"""Links that are mailed to people: joining another centre, confirming an address (1.15, 4.10)."""

import pytest
from django.test import Client

from interchange.accounts.models import Membership, Person
from interchange.accounts.roles import Role
from interchange.accounts.services import users

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _known_token(monkeypatch):
    """The token of the next link, which nobody but the person would know."""
    monkeypatch.setattr("interchange.accounts.steps.links.secrets.token_urlsafe", lambda _: "the-token")


def email_of(who) -> str:
    return Person.objects.get(pk=who.person_id).email


def test_somebody_joins_another_centre_by_the_page(ann, cal, signed_in):
    Person.objects.filter(pk=cal.person_id).update(email="cal@school.example")
    users.add_user("Cal", "Reid", "cal@school.example", [Role.TUT], by=ann)
    browser = signed_in(cal)
    assert "Join 10001" in browser.get("/join/the-token/").content.decode()
    assert "You have joined 10001" in browser.post("/join/the-token/", follow=True).content.decode()
    assert Membership.objects.filter(person_id=cal.person_id, ended_at=None).count() == 2


def test_who_is_not_signed_in_signs_in_first(ann):
    assert Client().get("/join/the-token/")["Location"].startswith("/sign-in/?next=/join/")


def test_somebody_else_is_told_why_not(ann, ben, cal, signed_in):
    Person.objects.filter(pk=cal.person_id).update(email="cal@school.example")
    users.add_user("Cal", "Reid", "cal@school.example", [Role.TUT], by=ann)
    answer = signed_in(ben).post("/join/the-token/")
    assert answer.status_code == 422
    assert "another e-mail address" in answer.content.decode()


def test_one_changes_the_own_address_and_it_counts_when_confirmed(ben, signed_in):
    browser = signed_in(ben)
    assert "New work e-mail" in browser.get("/account/email/").content.decode()
    assert browser.post("/account/email/", {"email": "nonsense"}).status_code == 422
    browser.post("/account/email/", {"email": "ben@school.example"})
    assert email_of(ben) == ""
    stranger = Client()
    assert "ben@school.example" in stranger.get("/confirm-email/the-token/").content.decode()
    assert email_of(ben) == ""
    assert "From now on we write to" in stranger.post("/confirm-email/the-token/").content.decode()
    assert email_of(ben) == "ben@school.example"
    assert stranger.post("/confirm-email/the-token/").status_code == 409


def test_a_link_of_somebody_who_left_confirms_nothing(ann, ben):
    Person.objects.filter(pk=ben.person_id).update(email="ben@school.example")
    users.change_email(ben.membership_id, "new@school.example", by=ann)
    users.remove_user(ben.membership_id, by=ann)
    assert Client().post("/confirm-email/the-token/").status_code == 409
    assert email_of(ben) == "ben@school.example"
