from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import PASSWORD, code_for, make_actor
from interchange.accounts.models import Membership, Person
from interchange.accounts.roles import Role
from interchange.accounts.services.passwords import set_password
from interchange.accounts.tests.conftest import Door, without_what_changes
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor

pytestmark = pytest.mark.django_db

WRONG = "wrong horse wrong battery"


def left(actor: Any) -> None:
    Membership.objects.filter(person_id=actor.person_id).update(ended_at="2027-01-01T00:00Z")


def closed(actor: Any) -> None:
    Person.objects.filter(pk=actor.person_id).update(is_active=False)


def suspended(actor: Any) -> None:
    Membership.objects.filter(person_id=actor.person_id).update(
        suspended_at=clock.now(), suspended_why="Holiday"
    )


def dormant(actor: Any) -> None:
    Membership.objects.filter(person_id=actor.person_id).update(dormant_at=clock.now())


def past(actor: Any) -> None:
    Membership.objects.filter(person_id=actor.person_id).update(ends_on="2026-07-31")


def on_hold(actor: Any) -> None:
    apps.get_model("centres", "Centre").objects.filter(pk=actor.centre_id).update(
        state="security_hold", admits=False
    )


def invited(actor: Any) -> None:
    Person.objects.filter(pk=actor.person_id).update(password="!never set")


NOT_ADMITTED = {
    "wrong password": ({"password": WRONG}, None, "password"),
    "wrong username": ({"username": "annlie"}, None, "unknown"),
    "wrong login id": ({"login_id": "99999"}, None, "unknown"),
    "another centre's login id": ({"login_id": "20002"}, None, "unknown"),
    "left": ({}, left, "left"),
    "closed": ({}, closed, "closed"),
    "suspended": ({}, suspended, "suspended"),
    "dormant": ({}, dormant, "dormant"),
    "its last day is over": ({}, past, "left"),
    "centre on hold": ({}, on_hold, "centre on hold"),
    "not yet activated": ({}, invited, "password"),
    "nothing typed": ({"login_id": "", "username": "", "password": ""}, None, "unknown"),
    "one letter more": ({"password": PASSWORD + "s"}, None, "password"),
}


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every hash that a password was compared with."""
    seen: list[str] = []
    verify = MD5PasswordHasher.verify

    def count(self: Any, password: str, encoded: str) -> bool:
        seen.append(encoded)
        return verify(self, password, encoded)

    monkeypatch.setattr(MD5PasswordHasher, "verify", count)
    return seen


def test_the_three_parts_let_a_person_in(door, ann, told):
    answer = door.sign_in(ann)
    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")
    assert door.is_in()
    assert told(Event.SIGNED_IN) == [{"how": "totp"}]


def test_the_parts_are_forgiving_about_spaces_and_capitals(door, ann):
    assert door.sign_in(ann, login_id=" 10 001", username="Ann Lee").status_code == 302


def test_the_same_username_in_two_centres_is_two_people(door, another_door, centre, elsewhere):
    here, there = (make_actor("Jo Bell", Role.CAG, centre=place) for place in (centre, elsewhere))
    assert here.username == there.username
    assert b"Long Road College" in door.browser.get(door.sign_in(here)["Location"]).content
    assert (
        b"Long Road College" not in another_door.browser.get(another_door.sign_in(there)["Location"]).content
    )


@pytest.mark.parametrize("case", NOT_ADMITTED)
def test_every_refusal_is_one_refusal(case, door, another_door, ann, elsewhere, compared, told):
    """The same page and the same work; the reason stands in the trail alone."""
    parts, before, why = NOT_ADMITTED[case]
    if before is not None:
        before(ann)
    answer = door.sign_in(ann, **parts)
    first_work = len(compared)
    plain = another_door.sign_in(ann, password=WRONG)
    typed: dict[str, str] = {name: parts[name] for name in ("login_id", "username") if name in parts}
    shown = without_what_changes(answer.content)
    for name, usual in {"login_id": ann.centre_number, "username": ann.username}.items():
        shown = shown.replace(f'value="{typed.get(name, usual)}"'.encode(), f'value="{usual}"'.encode())
    assert (answer.status_code, plain.status_code) == (422, 422)
    if "" not in typed.values():
        assert shown == without_what_changes(plain.content)
    assert (first_work, len(compared)) == (1, 2)
    assert {"why": why} in told(Event.SIGN_IN_REFUSED)
    assert not door.is_in()


def test_a_refusal_repeats_what_was_typed_but_the_password(door, ann):
    page = door.sign_in(ann, password=WRONG).content.decode()
    assert 'value="annlee"' in page
    assert WRONG not in page


def test_nothing_typed_is_markup(door, ann):
    page = door.sign_in(ann, username='"><script>alert(1)</script>', login_id="<b>").content
    assert b"<script>alert" not in page
    assert b"<b>" not in page


def test_after_four_wrong_tries_even_the_right_password_waits_a_second(door, ann, told):
    for _ in range(4):
        door.sign_in(ann, password=WRONG)
    assert door.sign_in(ann).status_code == 422
    assert told(Event.SIGN_IN_REFUSED)[-1] == {"why": "waiting"}
    assert door.wait(seconds=1).sign_in(ann).status_code == 302


def wrong_tries(door: Door, actor: Actor, count: int) -> None:
    """So many wrong tries, each after its delay."""
    for _ in range(count):
        door.wait(seconds=20).sign_in(actor, password=WRONG)


def test_the_tenth_wrong_try_locks_for_fifteen_minutes(door, ann, told):
    wrong_tries(door, ann, 9)
    assert told(Event.SIGN_IN_LOCKED) == []
    wrong_tries(door, ann, 1)
    assert len(told(Event.SIGN_IN_LOCKED)) == 1
    assert door.wait(minutes=14, seconds=59).sign_in(ann).status_code == 422
    assert door.wait(seconds=1).sign_in(ann).status_code == 302


def test_a_second_lock_within_a_day_lasts_an_hour(door, ann):
    wrong_tries(door, ann, 10)
    assert door.wait(minutes=15).sign_in(ann).status_code == 302
    door.browser.cookies.clear()
    wrong_tries(door, ann, 10)
    assert door.wait(minutes=59, seconds=59).sign_in(ann).status_code == 422
    assert door.wait(seconds=1).sign_in(ann).status_code == 302


def test_tries_while_waiting_do_not_prolong_the_wait(door, ann):
    wrong_tries(door, ann, 10)
    for _ in range(5):
        door.wait(minutes=2).sign_in(ann, password=WRONG)
    assert door.wait(minutes=5).sign_in(ann).status_code == 302


def test_a_lock_is_one_person_s(door, another_door, ann, ben):
    wrong_tries(door, ann, 10)
    another_door.now = door.now
    assert another_door.sign_in(ben).status_code == 302


def test_who_does_not_exist_is_slowed_and_locked_all_the_same(door, ann, told):
    for _ in range(10):
        door.wait(seconds=20).sign_in(ann, username="nobody")
    assert len(told(Event.SIGN_IN_LOCKED)) == 1


def test_a_right_password_starts_the_count_again(door, ann):
    wrong_tries(door, ann, 9)
    assert door.wait(seconds=20).sign_in(ann).status_code == 302
    wrong_tries(door, ann, 3)
    assert door.sign_in(ann).status_code == 302


FOREIGN = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "\\\\evil.example",
    "evil",
]


@pytest.mark.parametrize("foreign", FOREIGN)
def test_nobody_is_sent_to_another_site(door, ann, foreign):
    assert door.sign_in(ann, next=foreign)["Location"] == "/welcome/"


def test_who_asked_for_a_page_is_sent_there(door, ann):
    asked = door.browser.get("/history/?kind=x")
    assert asked["Location"] == "/sign-in/?next=/history/%3Fkind%3Dx"
    assert door.sign_in(ann, next="/history/?kind=x")["Location"] == "/history/?kind=x"


def test_a_password_is_never_cut_off(door, ann):
    long = "correct horse battery staple " * 4 + "0123456789ab"
    assert len(long) == 128
    set_password(Person.objects.get(pk=ann.person_id), long)
    assert door.sign_in(ann, password=long + "x").status_code == 422
    assert door.sign_in(ann, password=long).status_code == 302


def test_an_accent_in_a_password_may_come_from_any_keyboard(door, ann):
    set_password(Person.objects.get(pk=ann.person_id), "deux cafe\u0301s noirs")
    assert door.sign_in(ann, password="deux caf\u00e9s noirs").status_code == 302


def test_a_role_of_the_other_side_gives_nothing(door, ann):
    Membership.objects.filter(person_id=ann.person_id).update(roles=["acm", "ab-assessment", "rector"])
    door.sign_in(ann)
    assert door.browser.get("/coursework/enter/").status_code == 200
    assert door.browser.get("/desk/sheets/").status_code == 403


def test_a_login_id_stays_on_the_computer_only_where_that_was_ticked(door, ann):
    assert b" checked" not in door.browser.get("/sign-in/").content
    door.sign_in(ann, remember_login_id="1")
    door.browser.post("/sign-out/")
    page = door.browser.get("/sign-in/").content
    assert b'name="login_id" type="text" value="10001"' in page
    assert ann.username.encode() not in page
    door.sign_in(ann)
    door.browser.post("/sign-out/")
    assert b'value="10001"' not in door.browser.get("/sign-in/").content


@pytest.mark.parametrize("held", ["", "mark=12"])
def test_a_sign_in_just_begun_may_be_begun_again_but_work_that_was_held_is_safe(door, ann, held):
    work = {"held": held, "held_path": "/marks/"} if held else {}
    with CaptureQueriesContext(connection) as asked:
        door.browser.post(
            "/sign-in/",
            {"login_id": ann.centre_number, "username": ann.username, "password": PASSWORD, **work},
        )
    [made] = [one["sql"] for one in asked if "INSERT INTO django_session" in one["sql"]]
    assert ("synchronous_commit" in made) is (held == "")
    assert door.browser.session["pending"]
    with CaptureQueriesContext(connection) as asked:
        door.browser.post("/sign-in/code/", {"code": code_for(ann.person_id)})
    [made] = [one["sql"] for one in asked if "INSERT INTO django_session" in one["sql"]]
    assert "synchronous_commit" not in made
    assert door.browser.session["signed_in"]
