"""A prepared query finds what its queryset finds, whatever is given, however often and on whichever thread."""

import threading
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import DataError, connection, transaction
from django.db.models import Exists, OuterRef
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from interchange.core import clock
from interchange.core.prepared import Prepared, given, together

KEYS = [f"key {number}" for number in range(6)]


def make() -> None:
    Session.objects.bulk_create(
        Session(session_key=key, session_data=str(place % 3), expire_date=clock.real())
        for place, key in enumerate(KEYS)
    )


def asked(data: Any, above: Any) -> Any:
    return Session.objects.filter(session_data=data, session_key__gt=above).order_by("session_key")


WHOLE = Prepared(lambda: asked(given("data"), given("above")))
WORDS = Prepared(lambda: asked(given("data"), given("above")).values_list("session_key", flat=True))
CUT = Prepared(lambda: asked(given("data"), given("above"))[:1])
anything = st.sampled_from([*KEYS, "", "0", "1", "2", "'; DROP TABLE django_session; --", "%s"])


class SameAsTheQueryset(TestCase):
    @settings(max_examples=40)
    @for_all(data=anything, above=anything)
    def test_it_finds_what_the_queryset_finds(self, data: str, above: str) -> None:
        make()
        expected = asked(data, above)
        assert list(WHOLE(data=data, above=above)) == list(expected)
        assert WORDS(data=data, above=above) == list(expected.values_list("session_key", flat=True))
        assert CUT.first(data=data, above=above) == expected.first()


@pytest.mark.django_db
def test_a_row_is_a_model_with_all_that_was_asked_for_beside_it():
    make()
    twin = Session.objects.filter(session_data=OuterRef("session_data")).exclude(pk=OuterRef("pk"))
    ask = Prepared(lambda: Session.objects.filter(pk=given("key")).annotate(has_twin=Exists(twin)))
    (found,) = ask(key="key 1")
    assert (found.session_data, found.has_twin, found.pk) == ("1", True, "key 1")
    assert ask(key="none such") == []


@pytest.mark.django_db
def test_its_sql_is_made_once(monkeypatch):
    built = []

    def build():
        built.append(1)
        return Session.objects.filter(session_data=given("data"))

    ask = Prepared(build)
    make()
    assert [len(ask(data=data)) for data in ("0", "1", "none")] == [2, 2, 0]
    assert built == [1]


@pytest.mark.django_db
def test_a_value_that_is_missing_is_an_error():
    with pytest.raises(KeyError, match="above"):
        WHOLE(data="1")


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection():
    make()
    found: dict[str, list[str]] = {}

    def ask(data: str) -> None:
        try:
            found[data] = WORDS(data=data, above="")
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[data]) for data in "012"]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == {"0": ["key 0", "key 3"], "1": ["key 1", "key 4"], "2": ["key 2", "key 5"]}


@pytest.mark.django_db
def test_what_never_differs_is_part_of_the_text():
    odd = "50% of it's %s"
    Session.objects.create(session_key="odd", session_data=odd, expire_date=clock.real())
    ask = Prepared(lambda: Session.objects.filter(session_data=odd, session_key=given("key")))
    assert [found.session_data for found in ask(key="odd")] == [odd]
    assert ask(key="even") == []


@pytest.mark.django_db
def test_the_server_plans_a_question_once_for_a_connection():
    make()
    for place in range(3):
        WORDS(data=str(place), above="")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%session_data% > %'"
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_nothing_is_prepared_where_a_pool_would_not_keep_it(monkeypatch):
    make()
    monkeypatch.setattr(connection.connection, "prepare_threshold", None)
    kept = "SELECT count(*) FROM pg_prepared_statements"
    with connection.cursor() as cursor:
        before = cursor.execute(kept) or cursor.fetchone()
        assert WORDS(data="1", above="key 3") == ["key 4"]
        assert together(("SELECT %s", ["a"])) == [[("a",)]]
        assert before == (cursor.execute(kept) or cursor.fetchone())


@pytest.mark.django_db
def test_statements_sent_together_are_run_one_after_the_other():
    make()
    gone = "DELETE FROM django_session WHERE session_key = %s RETURNING session_key"
    left = "SELECT count(*) FROM django_session WHERE session_key = ANY(%s)"
    assert together((gone, ["key 0"]), (left, [["key 0", "key 1"]])) == [[("key 0",)], [(1,)]]


@pytest.mark.django_db
def test_one_of_them_that_fails_is_djangos_error():
    with pytest.raises(DataError), transaction.atomic():
        together(("SELECT 1", []), ("SELECT 1 / %s", [0]))
    assert together(("SELECT 1", [])) == [[(1,)]]
