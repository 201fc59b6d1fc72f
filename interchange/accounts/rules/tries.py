"""How wrong tries slow people down: against one account, from one address, and all together (5.2.2 to 5.2.5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from statistics import fmean

FREE_TRIES = 3
LONGEST_DELAY = timedelta(seconds=16)
LOCK_AT = 10
LOCK_WINDOW = timedelta(minutes=15)
FIRST_LOCK, SECOND_LOCK = timedelta(minutes=15), timedelta(minutes=60)
SECOND_LOCK_WITHIN = timedelta(hours=24)
KEPT_FOR = timedelta(hours=48)
"""After this long nothing follows from a wrong try any more."""

FREE_FROM_ADDRESS = 30
ADDRESS_WINDOW = timedelta(minutes=10)
LONGEST_DELAY_OF_ADDRESS = timedelta(seconds=4)
"""Short, because a school has one address: it slows everybody there, and keeps nobody out."""

LINKS_AN_HOUR, LINKS_FROM_ADDRESS = 3, 30
HOUR = timedelta(hours=1)

ALARM_FACTOR = 10
LEAST_NORM = 5.0
DAYS_OF_NORM = 28


@dataclass(frozen=True)
class Tries:
    """Wrong tries against one Login ID and username, whether or not such a person exists (5.2.2)."""

    failures: int = 0
    since: datetime | None = None
    blocked_until: datetime | None = None
    locked_at: datetime | None = None


def is_blocked(tries: Tries, *, at: datetime) -> bool:
    """Whether a try at this moment is refused before the password is looked at."""
    return tries.blocked_until is not None and at < tries.blocked_until


def after_failure(tries: Tries, *, at: datetime) -> Tries:
    """One more wrong try: from the fourth a growing delay, at the tenth within 15 minutes a lock (5.2.2)."""
    failures, since = _counted(tries, LOCK_WINDOW, at)
    if failures >= LOCK_AT:
        again = tries.locked_at is not None and at - tries.locked_at <= SECOND_LOCK_WITHIN
        return Tries(0, None, at + (SECOND_LOCK if again else FIRST_LOCK), at)
    blocked_until = _delayed(failures - FREE_TRIES, LONGEST_DELAY, at)
    return replace(tries, failures=failures, since=since, blocked_until=blocked_until)


def after_failure_from_address(tries: Tries, *, at: datetime) -> Tries:
    """One more from one network address: after 30 within 10 minutes a short delay, and never a lock (5.2.2, 5.2.4)."""
    failures, since = _counted(tries, ADDRESS_WINDOW, at)
    blocked_until = _delayed(failures - FREE_FROM_ADDRESS, LONGEST_DELAY_OF_ADDRESS, at)
    return Tries(failures, since, blocked_until)


def after_link(tries: Tries, *, at: datetime) -> Tries:
    """One more link to a new password asked for; they are counted by the hour."""
    failures, since = _counted(tries, HOUR, at)
    return Tries(failures, since)


def _counted(tries: Tries, window: timedelta, at: datetime) -> tuple[int, datetime]:
    """The number of this failure within its window, and the first of them."""
    if tries.since is None or at - tries.since > window:
        return 1, at
    return tries.failures + 1, tries.since


def _delayed(over: int, longest: timedelta, at: datetime) -> datetime | None:
    """1, 2, 4, ... seconds for the first, second, third try over the limit."""
    return at + min(timedelta(seconds=2 ** min(over - 1, 10)), longest) if over > 0 else None


def norm_of(hours: Collection[int]) -> float:
    """How many failures an hour of the day usually has: the mean of the last four weeks, an hour without any as 0."""
    return max(fmean([*hours, *[0] * (DAYS_OF_NORM - len(hours))]), LEAST_NORM)


def is_alarming(failures: int, hours: Collection[int]) -> bool:
    """Whether failures exceed ten times the hour's norm (5.2.2); `hours` are the same hour of the last four weeks."""
    return failures > ALARM_FACTOR * norm_of(hours)


def network_of(address: str | None) -> str:
    """The rough place of an address: the network it is in, not the machine; empty where it is none (5.2.5)."""
    if not address:
        return ""
    try:
        number = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((number, 24 if number.version == 4 else 48), strict=False))


def rough_place(address: str | None, used_before: Sequence[str | None]) -> str:
    """Where a try came from, as the person is told: their own network or another (5.2.5)."""
    network = network_of(address)
    if not network:
        return "a place that we do not know"
    before = network in {network_of(one) for one in used_before}
    return f"{'a' if before else 'no'} network that you have signed in from before ({network})"
