"""Passkeys and security keys: set up, shown, counted, of one site and one person (5.3.2, 5.3.8)."""

import pytest
from django.test import Client

from interchange.accounts.models import (
    Factor,
    SignedIn,
)
from interchange.accounts.tests.a_key import SoftKey
from interchange.accounts.tests.at_stages import (
    CODE,
    SET_UP,
    newcomer,
    options_in,
    password,
    with_passkey,
)
from interchange.audit.events import Event

pytestmark = pytest.mark.django_db


def test_a_passkey_is_set_up_and_signs_in(visitor, ann, key, told):
    with_passkey(visitor, ann, key)
    password(visitor, ann)
    assert (
        visitor.post(CODE, {"passkey": key.proved(options_in(visitor.get(CODE)))})["Location"] == "/welcome/"
    )
    assert told(Event.SIGNED_IN)[-1] == {"how": "passkey"}
    assert SignedIn.objects.filter(ended_at=None).get().factor == "passkey"


def broken(answer: str) -> list[str]:
    return ["", "[]", "null", "{", "x" * 30_000, answer.replace("signature", "sig"), answer[:-40] + '"}}']


def test_no_other_answer_proves_a_passkey(visitor, ann, key):
    with_passkey(visitor, ann, key)
    password(visitor, ann)
    used = options_in(visitor.get(CODE))
    stranger = SoftKey(name=key.name)
    for answer in (stranger.proved(used), key.proved(used.replace("challenge", "challenge"))[:-9]):
        assert visitor.post(CODE, {"passkey": answer}).status_code == 422
        used = options_in(visitor.get(CODE))
    for number, answer in enumerate(broken(key.proved(used))):
        if number % 3 == 0:
            password(visitor, ann)
        visitor.get(CODE)
        assert visitor.post(CODE, {"passkey": answer}).status_code == 422


def test_an_answer_counts_once_and_a_copied_key_not_at_all(visitor, ann, key):
    with_passkey(visitor, ann, key)
    password(visitor, ann)
    answer = key.proved(options_in(visitor.get(CODE)))
    assert visitor.post(CODE, {"passkey": answer}).status_code == 302
    password(visitor, ann)
    visitor.get(CODE)
    assert visitor.post(CODE, {"passkey": answer}).status_code == 422
    key.counter = 0
    copied = key.proved(options_in(visitor.get(CODE)))
    assert visitor.post(CODE, {"passkey": copied}).status_code == 422


def test_a_passkey_of_another_site_is_no_use_here(visitor, ann):
    password(visitor, newcomer(ann))
    elsewhere = SoftKey(origin="https://evil.example", host="evil.example")
    assert (
        visitor.post(SET_UP, {"passkey": elsewhere.made(options_in(visitor.get(SET_UP)))}).status_code == 422
    )
    assert not Factor.objects.filter(person=ann.person_id).exists()


def test_a_passkey_is_one_person_s(visitor, ann, ben, key):
    with_passkey(visitor, ann, key)
    password(visitor, newcomer(ben))
    answer = visitor.post(SET_UP, {"passkey": key.made(options_in(visitor.get(SET_UP)))})
    assert answer.status_code == 422
    assert b"in use already" in answer.content


def test_where_the_site_has_no_name_no_passkey_is_offered(ann):
    visitor = Client(SERVER_NAME="127.0.0.1")
    password(visitor, newcomer(ann))
    page = visitor.get(SET_UP).content
    assert b"data-options" not in page
    assert b"Use an authenticator app" in page
