"""Wrong tries as they are kept: against an account, from an address, and in an hour (5.2.2).

An account's row is locked while its password is compared, so that a thousand tries at once are a thousand tries one
after the other. An address's row never is: a school has one address, and nobody waits there for a neighbour.
"""

import hashlib
from dataclasses import asdict
from datetime import datetime
from ipaddress import ip_address, ip_network
from uuid import UUID

from django.db import connection

from interchange.accounts.models import KnownBrowser, SignInTries
from interchange.accounts.rules import tries as rules
from interchange.accounts.rules.tries import Tries

HOLD = """
    INSERT INTO accounts_signintries (key, failures) VALUES (%s, 0)
    ON CONFLICT (key) DO UPDATE SET key = excluded.key
    RETURNING failures, since, blocked_until, locked_at
"""
COUNT_HOUR = """
    INSERT INTO accounts_signinhour (hour, failures, successes) VALUES (%s, 1, 0)
    ON CONFLICT (hour) DO UPDATE SET failures = accounts_signinhour.failures + 1
"""


def key_of_account(login_id: str, username: str) -> str:
    """Of a Login ID and username, whether or not such a person exists."""
    return _key(login_id, username)


def key_of_factor(person_id: UUID) -> str:
    """Of one person's second factor."""
    return _key("factor", str(person_id))


def key_of_browser(known: KnownBrowser) -> str:
    """Of one person in a browser that is known, which counts for itself (5.2.4)."""
    return _key("browser", str(known.pk))


def key_of_address(address: str) -> str:
    """Of a network address; of the newer kind a household has a whole network, which counts as one."""
    number = ip_address(address)
    return _key("address", str(ip_network((number, 64), strict=False)) if number.version > 4 else address)


def key_of_links(*parts: str) -> str:
    """Of links to a new password asked for, for one account or from one address."""
    return _key("links", *parts)


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def hold(key: str) -> Tries:
    """What was tried under a key, which until the end of the transaction nobody else can change."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [key])
        return Tries(*cursor.fetchone())


def look(key: str) -> Tries:
    """What was tried under a key, at this moment."""
    parts = ("failures", "since", "blocked_until", "locked_at")
    found = SignInTries.objects.filter(key=key).values_list(*parts).first()
    return Tries(*found) if found else Tries()


def keep(key: str, tries: Tries) -> None:
    """What is known of a key from now on."""
    SignInTries.objects.filter(key=key).update(**asdict(tries))


def forgive(*keys: str) -> bool:
    """Forget what was tried under these keys, which ends delays and locks (5.2.5); whether there was anything."""
    return bool(SignInTries.objects.filter(key__in=keys).delete()[0])


def address_waits(address: str | None, *, at: datetime) -> bool:
    """Whether the next try from an address has to wait."""
    return address is not None and rules.is_blocked(look(key_of_address(address)), at=at)


def count_failure(address: str | None, *, at: datetime) -> None:
    """One more failed sign-in, from this address and in this hour."""
    if address is not None:
        key = key_of_address(address)
        keep(key, rules.after_failure_from_address(hold(key), at=at))
    with connection.cursor() as cursor:
        cursor.execute(COUNT_HOUR, [at.replace(minute=0, second=0, microsecond=0)])
