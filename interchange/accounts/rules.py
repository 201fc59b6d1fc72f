"""Names people sign in with, and how wrong tries slow a person down."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

LOGIN_ID = re.compile(r"([0-9]{5}|[A-Z0-9]{2,10})\Z")

FREE_TRIES = 3
LONGEST_DELAY = timedelta(seconds=16)
LOCK_AT = 10
LOCK_WINDOW = timedelta(minutes=15)
FIRST_LOCK, SECOND_LOCK = timedelta(minutes=15), timedelta(minutes=60)
SECOND_LOCK_WITHIN = timedelta(hours=24)


def tidy_login_id(typed: str) -> str:
    """A Login ID as we keep it: no spaces and nothing unprintable, capitals, leading zeros kept (2.2)."""
    return "".join(letter for letter in typed if letter.isprintable() and not letter.isspace()).upper()


def is_login_id(text: str) -> bool:
    """Five digits, or an ID of up to ten letters and digits issued by the awarding body (2.2)."""
    return bool(LOGIN_ID.match(text))


def tidy_username(typed: str) -> str:
    """A username as we keep it: lower case, no separators (2.3)."""
    return re.sub(r"[^a-z0-9]", "", _ascii(typed).lower())


def tidy_password(typed: str) -> str:
    """A password as it is hashed: accents composed, whatever keyboard typed them, and nothing cut off (5.1.8)."""
    return unicodedata.normalize("NFC", typed)


def username_for(first_name: str, last_name: str, *, taken: frozenset[str] = frozenset()) -> str:
    """First name and surname in plain letters, with a number where it is taken in this Login ID (2.3)."""
    base = tidy_username(first_name + last_name)[:60] or "user"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}{number}"
    return name


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


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


BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
DEVICES = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "CrOS": "Chromebook", "Windows": "Windows", "Mac": "Mac",
    "Linux": "Linux",
}  # fmt: skip


def browser_family(user_agent: str) -> str:
    """What people recognise a browser by, such as "Firefox on Windows"; no version, nothing else that identifies."""
    browser = next((name for mark, name in BROWSERS.items() if f"{mark}/" in user_agent), "")
    device = next((name for mark, name in DEVICES.items() if mark in user_agent), "")
    if browser and device:
        return f"{browser} on {device}"
    return browser or device or "an unknown browser"
