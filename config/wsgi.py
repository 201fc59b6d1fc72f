"""What gunicorn serves. It refuses to start on a database connection that could see or change too much."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

from interchange.core.database_role import why_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()


def refuse_an_unsafe_connection() -> None:
    connection.ensure_connection()
    reason = why_unsafe(connection.connection)
    connection.close()
    if reason:
        raise SystemExit(f"Not serving: {reason}")


refuse_an_unsafe_connection()
