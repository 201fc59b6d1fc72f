"""What the server keeps of a browser's session: Django's own table, read and written by one statement each time."""

import secrets

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, UpdateError
from django.contrib.sessions.models import Session
from django.db import router
from django.utils import timezone

from interchange.core import prepared
from interchange.core.prepared import Prepared, given

KEY_SIGNS = 32

MAKE = """
    INSERT INTO django_session (session_data, expire_date, session_key) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""
MAKE_SOON = """
    WITH soon AS (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO django_session (session_data, expire_date, session_key) SELECT %s, %s, %s FROM soon
    ON CONFLICT DO NOTHING
"""
"""The same, answered before it is safe on disk: seen by everybody at once, and gone if the server falls that moment."""
CHANGE = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"
FOUND = Prepared(
    lambda: Session.objects.filter(session_key=given("key"), expire_date__gt=given("now")).order_by()
)


class SessionStore(db.SessionStore):
    """As Django keeps sessions; a key is not looked for before it is used, since an insert says whether it was free."""

    may_be_lost = False
    """Set for this request where nothing is lost with a new session but a step that can be taken again."""

    def _get_session_from_db(self) -> Session | None:
        found = FOUND.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found

    def _get_new_session_key(self) -> str:
        """32 signs, each as likely as any other, from one random number: Django asks for 32."""
        number, signs = secrets.randbelow(len(VALID_KEY_CHARS) ** KEY_SIGNS), []
        for _ in range(KEY_SIGNS):
            number, place = divmod(number, len(VALID_KEY_CHARS))
            signs.append(VALID_KEY_CHARS[place])
        return "".join(signs)

    def save(self, must_create: bool = False) -> None:
        """One statement; CreateError where the key is taken, UpdateError where the session has gone meanwhile."""
        if self.session_key is None:
            self.create()
            return
        kept = self.encode(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        make = MAKE_SOON if self.may_be_lost else MAKE
        with prepared.cursor(router.db_for_write(Session)) as line:
            line.execute(make if must_create else CHANGE, (kept, self.get_expiry_date(), self.session_key))
            done = line.rowcount
        if not done:
            raise CreateError if must_create else UpdateError
