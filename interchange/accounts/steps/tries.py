"""Wrong tries as they are kept: against an account, from an address, and in an hour (5.2.2).

Whoever tries an account holds it, by a lock that writes nothing, while the password is compared: a thousand tries at
once are a thousand tries one after the other. An address is never held so long: a school has one address, and nobody
waits there for a neighbour.
"""

import hashlib
from datetime import datetime
from ipaddress import ip_address, ip_network
from uuid import UUID

from interchange.accounts.models import KnownBrowser, SignInTries
from interchange.accounts.rules import tries as rules
from interchange.accounts.rules.tries import Tries
from interchange.core import prepared

HOLD = "SELECT pg_advisory_xact_lock(%s)"
LOOK = "SELECT key, failures, since, blocked_until, locked_at FROM accounts_signintries WHERE key = ANY(%s)"
KEEP = """
    INSERT INTO accounts_signintries (key, failures, since, blocked_until, locked_at) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, since = excluded.since,
        blocked_until = excluded.blocked_until, locked_at = excluded.locked_at
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
    """What was tried under a key, which until the end of the transaction nobody else can hold."""
    return hold_with_address(key, None)[0]


def hold_with_address(key: str, address: str | None) -> tuple[Tries, Tries]:
    """The same, and beside it what was tried from an address, which is not held."""
    beside = key_of_address(address) if address else ""
    _, rows = prepared.together((HOLD, [int(key[:15], 16)]), (LOOK, [[key, beside]]))
    found = {each: Tries(*tries) for each, *tries in rows}
    return found.get(key, Tries()), found.get(beside, Tries())


def keep(key: str, tries: Tries, *, was: Tries | None = None) -> None:
    """What is known of a key from now on; nothing is written where it is what it `was`."""
    if tries != was:
        with prepared.cursor() as cursor:
            cursor.execute(KEEP, [key, tries.failures, tries.since, tries.blocked_until, tries.locked_at])


def forgive(*keys: str) -> bool:
    """Forget what was tried under these keys, which ends delays and locks (5.2.5); whether there was anything."""
    return bool(SignInTries.objects.filter(key__in=keys).delete()[0])


def count_failure(address: str | None, *, looked_at: bool = True, at: datetime) -> None:
    """One more failed sign-in, in this hour, and from this address unless it had to wait anyway.

    A try that was not `looked_at` takes as long, and does not make the neighbours wait longer.
    """
    if address is not None:
        key = key_of_address(address)
        before = hold(key)
        keep(key, rules.after_failure_from_address(before, at=at) if looked_at else before)
    with prepared.cursor() as cursor:
        cursor.execute(COUNT_HOUR, [at.replace(minute=0, second=0, microsecond=0)])
