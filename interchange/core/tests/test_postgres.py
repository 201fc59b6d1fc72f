"""A line to the database that was just used is not asked whether it is up, unless there is a sign that it is not."""

from typing import Any

import pytest
from django.db import connections

from interchange.core.postgres import base


@pytest.fixture
def line():
    """A connection of its own, as a thread of the server has one, that was used in the request before this one."""
    own: Any = connections.create_connection("default")
    own.settings_dict = {
        **connections["default"].settings_dict,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
    own.health_check_enabled = True
    ask(own)
    end_request(own)
    yield own
    own.close()


def ask(own: Any) -> int:
    with own.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def end_request(own: Any) -> None:
    own.close_if_unusable_or_obsolete()
    own.close_if_unusable_or_obsolete()  # and the next begins


def looks_of(own: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    looks: list[str] = []
    real = own.is_usable

    def look() -> bool:
        looks.append("look")
        return bool(real())

    monkeypatch.setattr(own, "is_usable", look)
    return looks


@pytest.mark.django_db(transaction=True)
def test_a_line_used_just_now_is_not_asked(line, monkeypatch):
    looks = looks_of(line, monkeypatch)
    for _ in range(3):
        ask(line)
        end_request(line)
    assert looks == []


@pytest.mark.django_db(transaction=True)
def test_a_line_that_was_not_used_for_a_while_is_asked(line, monkeypatch):
    looks = looks_of(line, monkeypatch)
    line.used_at -= base.QUIET_FOR
    ask(line)
    ask(line)
    assert looks == ["look"]
    end_request(line)
    end_request(line)  # in between nothing was asked
    line.used_at -= base.QUIET_FOR
    ask(line)
    assert looks == ["look", "look"]


@pytest.mark.django_db(transaction=True)
def test_a_line_that_the_server_ended_is_replaced_before_it_is_used(line):
    before = ask(line)
    end_request(line)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
        assert cursor.fetchone() == (True,)
    assert ask(line) != before
