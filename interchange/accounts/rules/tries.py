"""How wrong tries slow a person down."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FREE_TRIES = 3
LONGEST_DELAY = timedelta(seconds=16)
LOCK_AT = 10
LOCK_WINDOW = timedelta(minutes=15)
FIRST_LOCK, SECOND_LOCK = timedelta(minutes=15), timedelta(minutes=60)
SECOND_LOCK_WITHIN = timedelta(hours=24)


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
    recent = tries.since is not None and at - tries.since <= LOCK_WINDOW
    failures = tries.failures + 1 if recent else 1
    since = tries.since if recent else at
    if failures >= LOCK_AT:
        again = tries.locked_at is not None and at - tries.locked_at <= SECOND_LOCK_WITHIN
        return Tries(0, None, at + (SECOND_LOCK if again else FIRST_LOCK), at)
    return replace(tries, failures=failures, since=since, blocked_until=_delayed(failures, at))


def _delayed(failures: int, at: datetime) -> datetime | None:
    if failures <= FREE_TRIES:
        return None
    return at + min(timedelta(seconds=2 ** (failures - FREE_TRIES - 1)), LONGEST_DELAY)
