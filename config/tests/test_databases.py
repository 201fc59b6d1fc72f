"""The tests themselves work as the application does: through a role that owns nothing."""

import pytest
from django.db import ProgrammingError, connection, connections

from interchange.core.database_role import why_unsafe

BOTH = ["default", "owner"]


def asked(alias, question):
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


@pytest.mark.django_db(databases=BOTH)
def test_both_roles_look_at_the_same_test_database():
    served, by = asked("default", "SELECT current_database(), session_user")
    owned, owner = asked("owner", "SELECT current_database(), session_user")
    assert served == owned
    assert served.startswith("test_")
    assert by == "interchange_app" != owner


@pytest.mark.django_db
def test_the_application_cannot_change_the_schema():
    with pytest.raises(ProgrammingError, match="permission denied"):
        asked("default", "CREATE TABLE mine (id int)")


@pytest.mark.django_db(databases=BOTH)
def test_the_application_may_serve_on_its_connection_and_not_on_the_owners():
    connection.ensure_connection()
    assert why_unsafe(connection.connection) is None
    connections["owner"].ensure_connection()
    assert "too much power" in (why_unsafe(connections["owner"].connection) or "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_committed_test_wrote_is_gone_before_the_next(turn, django_user_model):
    assert asked("default", "SELECT count(*) FROM django_session") == (0,)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('key', 'data', now())")
