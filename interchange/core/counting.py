"""After a load: the database counts what came in, so that it plans the next page by what is there.

By itself PostgreSQL counts within a minute. Until then it believes the table to be as it was last, or knows nothing of
it, and a join of thousands of rows is planned as one of a few: a page of the demo once waited for minutes.
"""

from collections.abc import Mapping

from django.db import connection

MANY = 500
"""Fewer rows than this are counted in time by the database itself."""
COUNT = """
    SELECT interchange_count(relname) FROM pg_class
    WHERE oid = to_regclass('public.' || quote_ident(%s)) AND reltuples < 2 * %s::bigint
"""
EVERY_ROW = 1 << 30
"""More than any table is believed to have."""


def count_again(added: Mapping[str, int]) -> None:
    """Have those of the tables counted that have grown by a third or more, with what the open transaction added."""
    with connection.cursor() as cursor:
        for table, rows in added.items():
            if rows >= MANY:
                cursor.execute(COUNT, [table, rows])


def count_now(*tables: str) -> None:
    """Have these tables counted, however much they have grown: at the end of a load in many pieces."""
    count_again(dict.fromkeys(tables, EVERY_ROW))
