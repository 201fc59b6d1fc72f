"""Asking for access tells nothing about who is registered (1.3)."""

import re
import statistics
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.centres.models import AccessRequest, Centre
from interchange.centres.services import applying
from interchange.centres.steps.doors import Visitor
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications.models import Notice

FORM = {"name": "Tom Teacher", "email": "t.teacher@c10001.example"}
HERE = Visitor("192.0.2.9")
KNOWN, UNKNOWN = "10001", "99999"


def ask(number: str) -> tuple[Any, list[str]]:
    """The whole of what a visitor gets, and the statements it took, without the values."""
    browser = Client()
    with CaptureQueriesContext(connection) as seen:
        answer = browser.post("/get-access/", {"number": number, **FORM}, follow=True)
    return answer, [re.sub(r"'[^']*'|[0-9]+", "?", one["sql"]) for one in seen.captured_queries]


def pass_all_on() -> None:
    for one in AccessRequest.objects.filter(outcome=""):
        applying.pass_access_request_on(one.pk, by=Actor.system("Interchange"))


def test_the_answer_is_the_same_to_the_byte_and_takes_the_same_statements(ann: Actor):
    ask("77777")  # what every page asks now and then is remembered after the first
    (known, statements), (unknown, others) = ask(KNOWN), ask(UNKNOWN)
    bodies = [re.sub(rb'nonce="[^"]*"', b"", answer.content) for answer in (known, unknown)]
    assert bodies[0] == bodies[1]
    assert (known.status_code, known.redirect_chain) == (unknown.status_code, unknown.redirect_chain)
    assert statements == others
    assert b"If this centre is registered, its administrator has been told." in known.content
    assert b"Ann" not in known.content


def test_it_takes_the_same_time(ann: Actor):
    """The work that differs is done by the worker; what is left is noise, of which the median knows little."""
    took: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    for turn in range(16):
        number = (KNOWN, UNKNOWN)[turn % 2]
        began = time.perf_counter()
        applying.ask_for_access(number, **FORM, visitor=Visitor(f"192.0.2.{turn}"))
        took[number].append(time.perf_counter() - began)
    medians = [statistics.median(found) for found in took.values()]
    assert abs(medians[0] - medians[1]) < max(medians)


def test_the_administrators_are_told_once_a_day_however_often_it_is_asked(ann: Actor, ben: Actor):
    for _ in range(3):
        applying.ask_for_access(KNOWN, **FORM, visitor=HERE)
    pass_all_on()
    assert sorted(one.outcome for one in AccessRequest.objects.all()) == [
        "told",
        "told before",
        "told before",
    ]
    [told] = Notice.objects.all()
    assert told.person_id == ann.person_id
    assert "t.teacher@c10001.example" in told.body


def test_nobody_is_told_of_a_centre_that_does_not_exist_or_has_no_administrator(centre: Centre):
    applying.ask_for_access(UNKNOWN, **FORM, visitor=HERE)
    applying.ask_for_access(KNOWN, **FORM, visitor=HERE)
    pass_all_on()
    assert sorted(one.outcome for one in AccessRequest.objects.all()) == ["nobody", "unknown"]
    assert not Notice.objects.exists()


def test_passing_on_twice_tells_once(ann: Actor):
    applying.ask_for_access(KNOWN, **FORM, visitor=HERE)
    one = AccessRequest.objects.get()
    for _ in range(2):
        assert applying.pass_access_request_on(one.pk, by=Actor.system("Interchange")) == "told"
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("number", [KNOWN, UNKNOWN])
def test_who_asks_too_often_has_to_wait_whatever_the_number(ann: Actor, number: str, caplog: Any):
    for _ in range(20):
        applying.ask_for_access(number, **FORM, visitor=HERE)
    answer = Client(REMOTE_ADDR="192.0.2.9").post("/get-access/", {"number": number, **FORM})
    assert answer.status_code == 422
    assert b"too often" in answer.content
    assert "Held back: access asked for too often" in caplog.messages
    with pytest.raises(Refused):
        applying.ask_for_access(number, **FORM, visitor=HERE)
    applying.ask_for_access(number, **FORM, visitor=Visitor("192.0.2.10"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "1234"}, b"five digits"),
        ({"number": "<script>"}, b"&lt;script&gt;"),
        ({"email": "nobody"}, b"Enter an e-mail address"),
        ({"name": ""}, b"Enter your name"),
        ({"email": "a@b.example\nBcc: all@x.example"}, b"Enter an e-mail address"),
    ],
)
def test_what_cannot_be_read_comes_back_with_a_sentence_and_as_typed(
    db: None, wrong: dict[str, str], said: bytes
):
    sent = {"number": KNOWN, **FORM, **wrong}
    answer = Client().post("/get-access/", sent)
    assert answer.status_code == 422
    assert said in answer.content
    assert b"There is a problem" in answer.content
    assert b"Tom Teacher" in answer.content or "name" in wrong
    assert not AccessRequest.objects.exists()


def test_an_administrator_who_asks_gets_the_same_answer(ann: Actor, signed_in: Any):
    make_actor("Una Byrne", Role.CAG, centre=Centre.objects.get())
    answer = signed_in(ann).post("/get-access/", {"number": KNOWN, **FORM}, follow=True)
    assert b"If this centre is registered" in answer.content
