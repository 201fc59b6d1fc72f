"""Many rows into a table by COPY. They pass through a temporary table: COPY itself knows no row-level security."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from psycopg import sql


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Add the rows in the open transaction; how many there were. Columns left out get the database's default."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    parts = {"table": sql.Identifier(table), "names": names}
    statement = sql.SQL
    with connection.cursor() as cursor:
        cursor.execute(
            statement(
                "CREATE TEMP TABLE given ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA"
            ).format(**parts)
        )
        with cursor.copy(statement("COPY given ({names}) FROM STDIN").format(**parts)) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(statement("INSERT INTO {table} ({names}) SELECT {names} FROM given").format(**parts))
        added: int = cursor.rowcount
        cursor.execute("DROP TABLE given")
    return added
