"""The server's part of a browser's session: as Django's own, by one statement each time."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends import base
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.models import Session
from django.utils import timezone

from interchange.core.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(**words):
    store = SessionStore()
    store.update(words)
    store.save()
    return store


def test_what_was_kept_is_there_again():
    assert dict(SessionStore(kept(name="Ann").session_key).items()) == {"name": "Ann"}


def test_keeping_it_again_changes_it(django_assert_num_queries):
    store = kept(name="Ann")
    store["name"] = "Ben"
    with django_assert_num_queries(1):
        store.save()
    assert SessionStore(store.session_key)["name"] == "Ben"
    assert Session.objects.count() == 1


def test_a_new_one_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        kept(name="Ann")


def test_a_key_that_is_taken_is_not_used_twice(monkeypatch):
    first = kept(name="Ann")
    keys = iter([first.session_key, "another0another0another0another0"])
    monkeypatch.setattr(SessionStore, "_get_new_session_key", lambda self: next(keys))
    assert kept(name="Ben").session_key == "another0another0another0another0"
    assert SessionStore(first.session_key)["name"] == "Ann"
    second = SessionStore(first.session_key)
    with pytest.raises(CreateError):
        second.save(must_create=True)


def test_one_that_has_gone_meanwhile_does_not_come_back():
    store = kept(name="Ann")
    SessionStore(store.session_key).delete()
    store["name"] = "Ben"
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()


def test_one_that_has_run_out_is_empty_and_its_key_is_not_used_again():
    store = kept(name="Ann")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    late = SessionStore(store.session_key)
    assert dict(late.items()) == {}
    late["name"] = "Eve"
    late.save()
    assert late.session_key != store.session_key


@pytest.mark.parametrize("key", ["", "short", "x" * 5000, "'; DROP TABLE django_session; --"])
def test_a_key_that_nobody_was_given_opens_nothing(key):
    kept(name="Ann")
    store = SessionStore(key)
    assert dict(store.items()) == {}
    assert store.session_key is None


def test_a_new_key_leaves_the_old_one_empty():
    store = kept(name="Ann")
    old = store.session_key
    store.cycle_key()
    assert dict(SessionStore(store.session_key).items()) == {"name": "Ann"}
    assert dict(SessionStore(old).items()) == {}
    store.flush()
    assert not Session.objects.exists()


def test_keys_are_as_long_and_as_chancy_as_django_makes_them():
    keys = {SessionStore()._get_new_session_key() for _ in range(200)}
    assert len(keys) == 200
    assert {len(key) for key in keys} == {32}
    assert set("".join(keys)) == set(base.VALID_KEY_CHARS)


def test_one_that_may_be_lost_is_kept_like_any_other_but_not_waited_for(django_assert_num_queries):
    first = kept(name="Ann")
    store = SessionStore()
    store["name"], store.may_be_lost = "Ben", True
    with django_assert_num_queries(1) as asked:
        store.save()
    assert "synchronous_commit" in asked[0]["sql"]
    assert SessionStore(store.session_key)["name"] == "Ben"
    store._session_key = first.session_key
    with pytest.raises(CreateError):
        store.save(must_create=True)
    assert SessionStore(first.session_key)["name"] == "Ann"
    store["name"] = "Cal"
    with django_assert_num_queries(1) as asked:
        store.save()
    assert "synchronous_commit" not in asked[0]["sql"]
