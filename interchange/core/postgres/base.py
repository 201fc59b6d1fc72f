"""Django finds its `DatabaseWrapper` here, by the name of this module."""

import select
import time
from typing import Any

from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper

QUIET_FOR = 30.0
"""So many seconds after it was last used, a line on which nothing has arrived is taken to be up."""


class DatabaseOperations(operations.DatabaseOperations):
    """As Django has them."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> Any:
        """The statement with its values, for whoever counts them; of one that binds in the server, as it would read."""
        said: str | None = super().last_executed_query(cursor, sql, params)
        return self.compose_sql(sql, params) if said is None else said


class DatabaseWrapper(base.DatabaseWrapper):
    """With `PREPARES` among the options, `prepared_cursor` has the server plan each statement once for a connection."""

    ops_class = DatabaseOperations
    health_check_done: bool
    used_at = -QUIET_FOR

    def get_connection_params(self) -> dict[str, Any]:
        """What psycopg is told; `PREPARES` is for us."""
        params: dict[str, Any] = super().get_connection_params()
        params.pop("PREPARES", None)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A new line. Only cursors that bind in the server prepare, and `prepared_cursor` makes the only ones."""
        line = super().get_new_connection(conn_params)
        line.prepare_threshold = 0 if self.settings_dict["OPTIONS"].get("PREPARES") else None
        return line

    def prepared_cursor(self) -> CursorWrapper:
        """A cursor for statements that are asked again and again; where nothing may be prepared, one like any other."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        line: Any = self.connection
        if line.prepare_threshold is None:
            return self.cursor()
        with self.wrap_database_errors:
            return self._prepare_cursor(base.ServerBindingCursor(line))  # type: ignore[attr-defined,no-any-return,call-arg]

    def close_if_unusable_or_obsolete(self) -> None:
        """At the end of a request, as Django does it; a line that was used in it is known to have been up."""
        if self.health_check_done:
            self.used_at = time.monotonic()
        super().close_if_unusable_or_obsolete()

    def close_if_health_check_failed(self) -> None:
        """Once a request, and without asking the server where the line was used just now and nothing came since.

        A server that ends a connection says so, or its machine hangs up: either can be read from the line.
        """
        if not self.health_check_done and self.connection is not None and self._is_quiet():
            self.health_check_done = True
        super().close_if_health_check_failed()

    def _is_quiet(self) -> bool:
        if time.monotonic() - self.used_at >= QUIET_FOR or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0)
