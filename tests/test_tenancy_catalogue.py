"""What the database itself promises about centres, read from its own catalogue: no model is asked."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction

from interchange.core import tenancy
from interchange.core.database_role import why_unsafe

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

NOT_FENCED = {
    "centres_link": "says which centre a link is of, and so is read before any centre is known",
    "accounts_approval": "what staff ask each other for, about a centre or none; no page of a centre reads it",
    "accounts_review": "of memberships, which are national; each query names the centre of who asks",
    "notifications_notice": "told to a person, who may be of several centres; read by person",
    "accounts_membership": "says which centre a person is of, and so is read before any centre is known",
}
OWN = "(centre_id = (NULLIF(current_setting('app.centre'::text, true), ''::text))::integer)"
POLICIES = {
    ("own_centre", "PERMISSIVE", "{interchange_app}", "ALL", OWN, OWN),
    ("every_centre", "PERMISSIVE", "{interchange_staff}", "ALL", "true", "true"),
}
TRAIL = ["audit_eventrecord", "audit_link"]
KEEPER = ("keeper", "PERMISSIVE", "{interchange_keeper}", "ALL", "true", "true")
"""Of the trail alone, for the functions that let go of what is no longer kept; a role that nobody enters."""
ROLES = ["NONE", tenancy.STAFF_ROLE]

TABLES = """
    SELECT c.oid, c.relname, c.relkind, c.relrowsecurity AND c.relforcerowsecurity,
           EXISTS (SELECT FROM pg_attribute i WHERE i.attrelid = c.oid AND i.attname = 'id')
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'centre_id'
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 2
"""
POLICIES_OF = """
    SELECT policyname, permissive, roles::text, cmd, qual, with_check
    FROM pg_policies WHERE schemaname = 'public' AND tablename = %s
"""
UNIQUE_OF = """
    SELECT i.indexrelid::regclass::text,
           ARRAY(SELECT coalesce(a.attname::text, '(expression)')
                 FROM unnest(i.indkey::int[]) WITH ORDINALITY AS k (number, place)
                 LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number > 0
                 WHERE k.place <= i.indnkeyatts ORDER BY k.place)
    FROM pg_index i WHERE i.indrelid = %s AND i.indisunique AND NOT i.indisprimary
"""
COLUMNS = """ARRAY(SELECT a.attname::text FROM unnest({keys}) WITH ORDINALITY AS k (number, place)
             JOIN pg_attribute a ON a.attrelid = {table} AND a.attnum = k.number ORDER BY k.place)"""
KEYS_TO = f"""
    SELECT conrelid::regclass::text, conname, {COLUMNS.format(keys="conkey", table="conrelid")},
           {COLUMNS.format(keys="confkey", table="confrelid")}
    FROM pg_constraint WHERE contype = 'f' AND confrelid = %s
"""
POWERS = """
    SELECT rolname FROM pg_roles WHERE rolname LIKE 'interchange\\_%%'
    AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
"""
TRIGGERS_OF = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s AND NOT tgisinternal"


def asked(question: str, *values: Any) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def trespasses() -> Iterator[str]:
    """Everything in the catalogue by which one centre could reach another's rows, or that hinders distribution."""
    for oid, name, kind, fenced, has_id in asked(TABLES):
        if name in NOT_FENCED:
            continue
        if kind not in "rp":
            yield f"{name} shows centres' rows and is no table"
            continue
        yield from _fence(name, fenced=fenced)
        yield from _uniqueness(oid, name, has_id=has_id)
        yield from _keys_to(oid, name)
        yield from (f"{name} has the trigger {trigger}" for (trigger,) in asked(TRIGGERS_OF, oid))


def _fence(name: str, *, fenced: bool) -> Iterator[str]:
    if not fenced:
        yield f"{name} has row-level security not enabled and forced"
    found = set(asked(POLICIES_OF, name)) - ({KEEPER} if name in TRAIL else set())
    yield from (f"{name} has the policy {policy}" for policy in found - POLICIES)
    yield from (f"{name} lacks the policy {policy[0]}" for policy in POLICIES - found)


def _uniqueness(oid: int, name: str, *, has_id: bool) -> Iterator[str]:
    unique = asked(UNIQUE_OF, oid)
    yield from (
        f"{name}: {index} is unique without the centre" for index, names in unique if "centre_id" not in names
    )
    if has_id and ["centre_id", "id"] not in [names for _, names in unique]:
        yield f"{name} lacks UNIQUE (centre_id, id)"


def _keys_to(oid: int, name: str) -> Iterator[str]:
    for table, key, columns, targets in asked(KEYS_TO, oid):
        if columns[:1] != ["centre_id"] or targets != ["centre_id", "id"]:
            yield f"{table}: {key} refers to {name} without the centre"


def test_no_table_lets_one_centre_reach_another():
    assert list(trespasses()) == []


def test_the_tables_of_centres_are_those_of_the_models():
    fenced = {name for _, name, *_ in asked(TABLES)} - set(NOT_FENCED)
    assert fenced == {model._meta.db_table for model in owned_models()}


def test_every_key_of_a_model_to_a_row_of_the_same_centre_is_kept_by_the_database():
    missing = [
        f"{model.__name__}.{field.name}"
        for model in owned_models()
        for field in model._meta.local_fields
        if isinstance(field, tenancy.CentreKey)
        if field.column
        not in {column for *_, columns, _ in asked(KEYS_FROM, model._meta.db_table) for column in columns}
    ]
    assert missing == []


KEYS_FROM = KEYS_TO.replace("confrelid = %s", "conrelid = %s::regclass")


def owned_models() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, tenancy.CentreOwned)]


GOOD = f"""
    CREATE TABLE bad (id uuid PRIMARY KEY, centre_id int, entry_id uuid, word text, UNIQUE (centre_id, id),
                      FOREIGN KEY (centre_id, entry_id) REFERENCES entries_entry (centre_id, id));
    ALTER TABLE bad ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY own_centre ON bad TO interchange_app USING {OWN} WITH CHECK {OWN};
    CREATE POLICY every_centre ON bad TO interchange_staff USING (true) WITH CHECK (true);
"""
SPOILT = {
    "ALTER TABLE bad NO FORCE ROW LEVEL SECURITY": "bad has row-level security not enabled and forced",
    "ALTER TABLE bad DISABLE ROW LEVEL SECURITY": "bad has row-level security not enabled and forced",
    "DROP POLICY own_centre ON bad": "bad lacks the policy own_centre",
    "ALTER POLICY own_centre ON bad USING (true)": "bad lacks the policy own_centre",
    "ALTER POLICY every_centre ON bad TO interchange_app": "bad lacks the policy every_centre",
    "CREATE POLICY more ON bad USING (centre_id > 0)": "bad has the policy ('more', ",
    "ALTER TABLE bad DROP CONSTRAINT bad_centre_id_id_key": "bad lacks UNIQUE (centre_id, id)",
    "ALTER TABLE bad ADD UNIQUE (word)": "bad: bad_word_key is unique without the centre",
    "CREATE UNIQUE INDEX one ON bad (lower(word)) WHERE word <> ''": "bad: one is unique without the centre",
    "ALTER TABLE bad ADD x uuid REFERENCES entries_entry": "bad: bad_x_fkey refers to entries_entry without the centre",
    "CREATE TABLE boards (y uuid REFERENCES bad)": "boards: boards_y_fkey refers to bad without the centre",
    "CREATE TRIGGER t BEFORE UPDATE ON bad FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()":
        "bad has the trigger t",
    "CREATE VIEW all_of_them AS SELECT * FROM bad": "all_of_them shows centres' rows and is no table",
}  # fmt: skip


@pytest.mark.parametrize(("statement", "told"), SPOILT.items())
def test_a_table_that_would_leak_is_told(statement: str, told: str):
    with connections["owner"].cursor() as cursor:
        cursor.execute(GOOD)
        assert list(trespasses()) == []
        cursor.execute(statement)
    assert any(line.startswith(told) for line in trespasses())


def test_the_application_s_role_has_no_power_over_the_rules():
    connection.ensure_connection()
    assert why_unsafe(connection.connection) is None
    mighty = asked(POWERS)
    owning = asked("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) LIKE 'interchange\\_%%'")
    inherits = asked("SELECT pg_has_role('interchange_app', 'interchange_staff', 'USAGE')")
    enters = asked(
        "SELECT rolname FROM pg_roles WHERE rolname IN ('interchange_app', 'interchange_staff') "
        "AND pg_has_role(oid, 'interchange_keeper', 'MEMBER')"
    )
    assert (mighty, owning, inherits, enters) == ([], [], [(False,)], [])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", [*TRAIL, "audit_root"])
@pytest.mark.parametrize("change", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_trail_cannot_be_altered_by_either_role(role: str, table: str, change: str):
    assert "permission denied" in refused(role, change.format(table))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "attempt",
    [
        "ALTER TABLE entries_entry DISABLE ROW LEVEL SECURITY",
        "ALTER POLICY own_centre ON entries_entry USING (true)",
        "GRANT interchange_staff TO interchange_app WITH INHERIT TRUE",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DELETE FROM audit_chainend",
        "SET ROLE owner",
        "SET ROLE interchange_keeper",
    ],
)
def test_neither_role_can_change_what_it_may_do(role: str, attempt: str):
    assert any(word in refused(role, attempt) for word in ("must be owner", "permission denied"))


def refused(role: str, attempt: str) -> str:
    """What the database says to an attempt by the application in one of its roles."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}; {attempt}")
    return str(error.value)


def test_switching_the_rules_off_shows_nothing_but_an_error():
    assert "row-level security" in refused(
        "NONE", "SET LOCAL row_security = off; SELECT * FROM entries_entry"
    )
