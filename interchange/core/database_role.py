"""Whether a database role is as powerless as the application's must be: what keeps centres apart hangs on it."""

from psycopg import Connection

STAFF = "interchange_staff"

TOO_MUCH = """
    SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole,
           EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema)'
                     AND pg_has_role(r.oid, c.relowner, 'MEMBER')),
           EXISTS (SELECT FROM pg_roles s WHERE s.rolname = %s AND pg_has_role(r.oid, s.oid, 'USAGE'))
    FROM pg_roles r WHERE r.rolname = session_user
"""
REASONS = [
    "it is a superuser, for whom the rules that keep centres apart do not hold",
    "it has BYPASSRLS, for which the rules that keep centres apart do not hold",
    "it may create roles, and so give itself any other",
    "it owns tables, or may become their owner, and could change the rules that keep centres apart",
    f"it inherits {STAFF}, and so sees every centre at all times",
]


def why_unsafe(connection: Connection) -> str | None:
    """Why the application may not serve on this connection, or nothing when it may."""
    found = connection.execute(TOO_MUCH, [STAFF]).fetchone() or [True]
    for is_so, reason in zip(found, REASONS, strict=False):
        if is_so:
            return f"the database role {connection.info.user} has too much power: {reason}."
    return None
