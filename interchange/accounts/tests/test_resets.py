"""A forgotten password (5.1.11): one answer for all; one link, for one browser and one use; then the second factor."""

import json
from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from interchange.accounts.factories import PASSWORD, make_actor
from interchange.accounts.models import Membership, OneUseLink, Person, SignedIn
from interchange.accounts.roles import Role
from interchange.accounts.services import resets
from interchange.accounts.tests.conftest import Door, without_what_changes
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.sealed import seal, unseal
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind

pytestmark = pytest.mark.django_db

NEW = "nine otters by the weir"


def ask(door: Door, actor: Actor, **instead: str) -> Any:
    parts = {"login_id": actor.centre_number or "AB1", "username": actor.username}
    with clock.pretend(door.now):
        return door.browser.post("/forgotten-password/", parts | instead)


def work() -> int:
    """What the worker does with the questions that wait; how many links went out."""
    asked = ProcrastinateJob.objects.filter(task_name="accounts.send_link").order_by("id")
    for job in asked:
        resets.send_link(job.args["asked"])
    return Notice.objects.filter(kind=Kind.PASSWORD_LINK.value).count()


@pytest.fixture
def link(door, ann, sealed_link) -> str:
    """Ann has asked for a link in this browser, and has it."""
    ask(door, ann)
    work()
    return str(sealed_link(Kind.PASSWORD_LINK))


def test_a_forgotten_password_is_set_by_a_link_and_then_the_sign_in_asks_for_everything(
    door, ann, link, told
):
    page = door.browser.get(link).content
    assert b"annlee" in page
    assert b'autocomplete="new-password"' in page
    with clock.pretend(door.now):
        there = door.browser.post(link, {"new": NEW})["Location"]
    assert not door.is_in()
    assert b"Sign in with the new one" in door.browser.get(there).content
    first = door.browser.post("/sign-in/", {"login_id": "10001", "username": ann.username, "password": NEW})
    assert first["Location"] == "/sign-in/code/"
    assert (len(told(Event.PASSWORD_RESET_REQUESTED)), len(told(Event.PASSWORD_RESET_USED))) == (1, 1)
    assert Notice.objects.filter(person=ann.person_id, kind=Kind.PASSWORD_CHANGED.value).exists()


def left(actor: Actor) -> None:
    Membership.objects.filter(person=actor.person_id).update(ended_at=clock.now())


def never_set(actor: Actor) -> None:
    Person.objects.filter(pk=str(actor.person_id)).update(password="!never")


@pytest.mark.parametrize(
    ("instead", "before"),
    [({"username": "nobody"}, None), ({"login_id": "99999"}, None), ({"login_id": "", "username": ""}, None),
     ({}, left), ({}, never_set)],
    ids=["username", "login id", "nothing", "left", "invited"],
)  # fmt: skip
def test_the_answer_is_the_same_for_who_is_not_there(door, another_door, ann, ben, instead, before):
    if before:
        before(ann)
    here, there = ask(door, ann, **instead), ask(another_door, ben)
    assert here.status_code == there.status_code == 200
    assert without_what_changes(here.content) == without_what_changes(there.content)
    assert ProcrastinateJob.objects.filter(task_name="accounts.send_link").count() == 2
    assert work() == 1


def test_it_asks_the_database_the_same_whoever_is_asked_for(door, ann, django_assert_max_num_queries):
    counts = []
    for name in (ann.username, "nobodyatall"):
        with django_assert_max_num_queries(40) as captured:
            ask(door, ann, username=name)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_what_was_asked_waits_sealed(door, ann):
    ask(door, ann)
    job = ProcrastinateJob.objects.get(task_name="accounts.send_link")
    assert ann.username not in json.dumps(job.args)
    assert json.loads(unseal(job.args["asked"]))["username"] == ann.username


def test_a_question_that_nobody_sealed_is_dropped():
    resets.send_link("not sealed by us")
    assert not Notice.objects.exists()


# ---------------------------------------------------------------- the link


@pytest.mark.parametrize("use", ["get", "post"])
def test_it_works_in_no_other_browser(door, another_door, ann, link, use):
    answer = getattr(another_door.browser, use)(link, {"new": NEW})
    assert (answer.status_code, b"only in the browser in which it was asked for" in answer.content) == (
        409,
        True,
    )
    assert Person.objects.get(pk=str(ann.person_id)).check_password(PASSWORD)


def test_who_asked_for_another_person_s_link_cannot_use_one_s_own(
    door, another_door, ann, ben, link, sealed_link
):
    """Ben has asked too, in his browser: his cookie does not open Ann's link."""
    ask(another_door, ben)
    work()
    assert another_door.browser.post(link, {"new": NEW}).status_code == 409


def test_it_works_once(door, ann, link):
    with clock.pretend(door.now):
        door.browser.post(link, {"new": NEW})
        assert door.browser.post(link, {"new": "eleven otters by the weir"}).status_code == 409


def test_it_works_for_thirty_minutes(door, ann, link):
    with clock.pretend(door.now + timedelta(minutes=30)):
        assert door.browser.get(link).status_code == 200
    with clock.pretend(door.now + timedelta(minutes=30, seconds=1)):
        late = door.browser.post(link, {"new": NEW})
    assert (late.status_code, b"has run out" in late.content) == (409, True)


def test_a_newer_link_ends_the_older_one(door, ann, link, sealed_link):
    ask(door, ann)
    assert work() > 1
    assert door.browser.get(link).status_code == 409
    assert door.browser.get(sealed_link(Kind.PASSWORD_LINK)).status_code == 200


def test_a_weak_password_does_not_use_it_up(door, ann, link):
    with clock.pretend(door.now):
        refused = door.browser.post(link, {"new": "short"})
        assert (refused.status_code, b"at least 12 characters" in refused.content) == (422, True)
        assert door.browser.post(link, {"new": NEW}).status_code == 302


def test_it_ends_sessions_and_a_lock(door, another_door, ann, link):
    another_door.now = door.now
    another_door.sign_in(ann)
    for _ in range(10):
        door.wait(seconds=1).browser.cookies.pop("interchange_browser", None)
        door.wait(seconds=20).sign_in(ann, password="a wrong one of ann")
    assert door.sign_in(ann).status_code == 422
    with clock.pretend(door.now):
        door.browser.post(link, {"new": NEW})
    assert not SignedIn.objects.filter(ended_at=None).exists()
    assert not another_door.is_in()
    assert door.sign_in(ann, password=NEW)["Location"] == "/welcome/"


def test_an_administrator_s_link_is_bound_to_no_browser_and_nobody_else_s_works(door, ann, ben, link):
    token = link.rstrip("/").rpartition("/")[2]
    kept = OneUseLink.objects.get(purpose=OneUseLink.Purpose.RESET, ended_at=None)
    assert token not in (kept.token_hash, kept.browser)
    assert kept.browser
    assert door.browser.get(f"/activate/{token}/").status_code == 409


def test_whoever_has_left_meanwhile_has_no_use_for_it(door, ann, link):
    left(ann)
    assert door.browser.get(link).status_code == 409


# ---------------------------------------------------------------- too often


def test_more_than_three_an_hour_for_one_account_are_not_sent_and_nobody_can_tell(door, ann):
    answers = {without_what_changes(ask(door, ann).content) for _ in range(5)}
    assert len(answers) == 1
    assert ProcrastinateJob.objects.filter(task_name="accounts.send_link").count() == 3
    door.wait(minutes=61)
    ask(door, ann)
    assert ProcrastinateJob.objects.filter(task_name="accounts.send_link").count() == 4


def test_many_questions_from_one_address_are_not_sent(door, centre, ann, caplog):
    for number in range(35):
        resets.ask_for_link(
            "10001", f"user{number}", token="t", address="192.0.2.7", request_id="", browser=""
        )
    assert ProcrastinateJob.objects.filter(task_name="accounts.send_link").count() == 30
    assert caplog.messages.count("Held back: links asked for too often") == 5


def test_somebody_of_the_awarding_body_asks_as_everybody_does(door, sealed_link):
    olu = make_actor("Olu Ade", Role.SUPPORT)
    ask(door, olu)
    assert work() == 1
    assert door.browser.get(sealed_link(Kind.PASSWORD_LINK)).status_code == 200
    assert seal("") == ""
