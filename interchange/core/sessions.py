"""What the server keeps of a browser's session: Django's own table, read and written by one statement each time."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, UpdateError
from django.contrib.sessions.models import Session
from django.db import connections, router
from django.utils import timezone
from django.utils.crypto import get_random_string

from interchange.core.prepared import Prepared, given

MAKE = """
    INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""
CHANGE = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"
FOUND = Prepared(
    lambda: Session.objects.filter(session_key=given("key"), expire_date__gt=given("now")).order_by()
)


class SessionStore(db.SessionStore):
    """As Django keeps sessions; a key is not looked for before it is used, since an insert says whether it was free."""

    def _get_session_from_db(self) -> Session | None:
        found = FOUND.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found

    def _get_new_session_key(self) -> str:
        return get_random_string(32, VALID_KEY_CHARS)

    def save(self, must_create: bool = False) -> None:
        """One statement; CreateError where the key is taken, UpdateError where the session has gone meanwhile."""
        if self.session_key is None:
            self.create()
            return
        kept = self.create_model_instance(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        sql = MAKE if must_create else CHANGE
        values: list[Any] = [kept.session_key, kept.session_data, kept.expire_date]
        with connections[router.db_for_write(Session)].cursor() as cursor:
            cursor.execute(sql, values if must_create else [*values[1:], values[0]])
            done = cursor.rowcount
        if not done:
            raise CreateError if must_create else UpdateError
