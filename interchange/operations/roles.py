"""The roles the application works with. They own no table, so the database itself keeps centres apart.

`interchange_app` signs in and sees one centre at a time. `interchange_staff` sees all of them; it is never
inherited, only entered for one transaction (SET LOCAL ROLE). `interchange_keeper` owns the two functions that let go
of what the trail no longer keeps, and nobody enters it. The owner of the tables is somebody else.
"""

from urllib.parse import quote, urlencode

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict

from interchange.core.database_role import STAFF

APP, KEEPER = "interchange_app", "interchange_keeper"
ONE_AT_A_TIME = 7_403_127
GRANT_CHOOSES_INHERITANCE = 160000


def prepare_roles(owner_url: str, app_password: str) -> str:
    """Make the roles, or mend them; the application's address. Safe to repeat, and two at a time."""
    with psycopg.connect(owner_url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        _have_role(connection, STAFF, sql.SQL("NOLOGIN"))
        _have_role(connection, APP, sql.SQL("LOGIN PASSWORD {}").format(app_password))
        _let_app_enter_staff(connection)
        _have_role(connection, KEEPER, sql.SQL("NOLOGIN"))
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(KEEPER)))
    return as_user(owner_url, APP, app_password)


def _have_role(connection: Connection, name: str, options: sql.Composable) -> None:
    there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = sql.SQL("ALTER" if there else "CREATE")
    connection.execute(sql.SQL("{} ROLE {} {}").format(verb, sql.Identifier(name), options))


def _let_app_enter_staff(connection: Connection) -> None:
    """As a member that does not inherit: otherwise what is allowed to staff is allowed to everybody."""
    app, staff = sql.Identifier(APP), sql.Identifier(STAFF)
    if connection.info.server_version >= GRANT_CHOOSES_INHERITANCE:
        connection.execute(sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(staff, app))
    else:
        connection.execute(sql.SQL("ALTER ROLE {} NOINHERIT").format(app))
        connection.execute(sql.SQL("GRANT {} TO {}").format(staff, app))


def may_create_roles(url: str) -> bool:
    """May the role of this address prepare the application's?"""
    with psycopg.connect(url) as connection:
        asked = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = session_user"
        return bool((connection.execute(asked).fetchone() or [False])[0])


def as_user(url: str, user: str, password: str) -> str:
    """The same address for another user."""
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    database = quote(parts.pop("dbname", ""), safe="")
    elsewhere = {name: value for name, value in parts.items() if name not in {"user", "password"}}
    who = f"{quote(user, safe='')}:{quote(password, safe='')}"
    return f"postgresql://{who}@/{database}?{urlencode(elsewhere, quote_via=quote)}"
