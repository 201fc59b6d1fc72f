"""A new person, with a name to sign in with that nobody of the same Login ID has or had (2.3)."""

from django.contrib.auth.hashers import make_password
from django.db import connection

from interchange.accounts.models import Person
from interchange.accounts.rules.names import username_for
from interchange.core import clock

HOLD_LOGIN_ID = "SELECT pg_advisory_xact_lock(hashtext('usernames of ' || %s))"


def new_person(login_id: str, first_name: str, last_name: str, email: str = "") -> Person:
    """Somebody without a password yet; usernames of one Login ID are given out one at a time."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD_LOGIN_ID, [login_id])
    taken = frozenset(Person.objects.filter(login_id=login_id).values_list("username", flat=True))
    return Person.objects.create(
        login_id=login_id, username=username_for(first_name, last_name, taken=taken), first_name=first_name,
        last_name=last_name, email=email, added_at=clock.now(), password=make_password(None),
    )  # fmt: skip
