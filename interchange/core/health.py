"""Whether this process could serve a page now: asked by whatever sends it visitors."""

import functools

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor

from interchange.core.database_role import why_unsafe


class MigrationsWaiting(Exception):
    """The schema is older than the program."""


def why_not_ready() -> str:
    """Why no page can be served now; empty when one can. A role with too much power counts as not ready."""
    try:
        connection.ensure_connection()
        _check_schema()
        return why_unsafe(connection.connection) or ""
    except MigrationsWaiting:
        return "migrations are waiting"
    except (DatabaseError, InterfaceError):
        return "the database does not answer"


@functools.cache
def _check_schema() -> None:
    """Passes once for good: a running process knows of no migration that came after it."""
    if migrations_waiting():
        raise MigrationsWaiting


def migrations_waiting() -> list[str]:
    """What the program expects of the schema and the database does not have yet, in order: `core.0001_privileges`."""
    executor = MigrationExecutor(connection)
    return [
        f"{one.app_label}.{one.name}"
        for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())
    ]
