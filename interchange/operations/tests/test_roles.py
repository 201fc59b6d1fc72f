"""The application's role may sign in and see one centre; what would let it see more is found and named."""

import os
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from interchange.core.database_role import STAFF, why_unsafe
from interchange.operations.roles import APP, as_user, may_create_roles, prepare_roles

OWNER_URL, APP_URL = os.environ["DATABASE_OWNER_URL"], os.environ["DATABASE_URL"]
APP_PASSWORD = str(conninfo_to_dict(APP_URL)["password"])


@pytest.fixture
def owner():
    """A connection of the owner; whatever it makes is undone."""
    with psycopg.connect(OWNER_URL) as connection:
        yield connection
        connection.rollback()


def as_role(owner, definition, *more):
    """Why a role so defined may not serve."""
    owner.execute(f"CREATE ROLE someone LOGIN {definition}")
    for step in more:
        owner.execute(step)
    owner.execute("SET LOCAL SESSION AUTHORIZATION someone")
    return why_unsafe(owner)


def test_preparing_twice_and_two_at_a_time_changes_nothing():
    with ThreadPoolExecutor(4) as pool:
        addresses = set(pool.map(lambda _: prepare_roles(OWNER_URL, APP_PASSWORD), range(4)))
    assert len(addresses) == 1
    with psycopg.connect(addresses.pop()) as connection:
        assert why_unsafe(connection) is None


def test_the_application_enters_staff_and_does_not_inherit_it():
    with psycopg.connect(APP_URL) as connection:
        assert connection.execute("SELECT pg_has_role(%s, 'USAGE')", [STAFF]).fetchone() == (False,)
        connection.execute(f"SET LOCAL ROLE {STAFF}")
        assert connection.execute("SELECT current_user, session_user").fetchone() == (STAFF, APP)


def test_the_application_can_neither_make_roles_nor_bypass_anything():
    assert not may_create_roles(APP_URL)
    assert may_create_roles(OWNER_URL)


def test_a_plain_role_is_safe(owner):
    assert as_role(owner, "") is None


@pytest.mark.parametrize(
    ("definition", "reason"),
    [("SUPERUSER", "superuser"), ("BYPASSRLS", "BYPASSRLS"), ("CREATEROLE", "may create roles"),
     (f"IN ROLE {STAFF}", f"inherits {STAFF}"), ("IN ROLE owner", "may become their owner")],
)  # fmt: skip
def test_a_role_with_too_much_power_is_named_with_its_power(owner, definition, reason):
    owner.execute("CREATE TABLE something (id int)")
    assert reason in (as_role(owner, definition) or "")


def test_a_role_that_owns_a_table_is_unsafe(owner):
    made = ["CREATE TABLE mine (id int)", "ALTER TABLE mine OWNER TO someone"]
    assert "owns tables" in (as_role(owner, "", *made) or "")


def test_another_user_at_the_same_address_keeps_socket_and_database():
    moved = conninfo_to_dict(
        as_user("postgresql://a:b@/c%20d?host=%2Frun%2Fx+y&sslmode=disable", "é/@", "p:w")
    )
    assert moved == {
        "user": "é/@",
        "password": "p:w",
        "dbname": "c d",
        "host": "/run/x+y",
        "sslmode": "disable",
    }
