"""Codes of authenticator apps, recovery codes, and how wrong ones count (5.2.3, 5.3.2)."""

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta

import pyotp

from interchange.accounts.rules.tries import Tries

STEP = 30
DRIFT = 1
DIGITS = 6
TRIES_A_SIGN_IN = 5
TRIES_AN_HOUR = 10
HOUR = timedelta(hours=1)
LOCK = timedelta(minutes=15)
RECOVERY_CODES, RECOVERY_DIGITS, GROUP = 10, 20, 5
"""Twenty digits are 66 bits; digits alone, so that one field with a keypad takes either kind of code."""


def tidy_code(typed: str) -> str:
    """A code as it is compared: its digits, whatever spaces and hyphens it was typed with; anything else is no code."""
    code = "".join(
        letter for letter in typed[:80] if not letter.isspace() and letter not in "-\u2010\u2011\u2013"
    )
    return code if code.isascii() and code.isdigit() else ""


def step_at(moment: datetime) -> int:
    """The time step of RFC 6238 in which a moment lies."""
    return int(moment.timestamp()) // STEP


def code_of(seed: str, step: int) -> str:
    """The six digits that an app shows in a step."""
    return pyotp.TOTP(seed, digits=DIGITS, interval=STEP).at(step * STEP)


def step_of(code: str, seed: str, *, at: datetime, after: int) -> int | None:
    """The step of which this is the code: the present one or one beside it, and later than the last code taken.

    A code is taken once, and none that is older than one already taken (5.3.2).
    """
    now, found = step_at(at), None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(code_of(seed, step), code) and step > after and found is None:
            found = step
    return found


def address_for(seed: str, *, account: str, issuer: str) -> str:
    """What the QR code says to an authenticator app."""
    return pyotp.TOTP(seed, digits=DIGITS, interval=STEP).provisioning_uri(name=account, issuer_name=issuer)


def in_groups(text: str, size: int) -> str:
    """A key or a code as people read it: in groups."""
    return " ".join(text[place : place + size] for place in range(0, len(text), size))


def hash_of(secret: str) -> str:
    """What is kept of a token, which is itself random and long; recovery codes are kept as passwords are."""
    return hashlib.sha256(secret.encode()).hexdigest()


def after_wrong_code(tries: Tries, *, at: datetime) -> Tries:
    """One more wrong code: the tenth within an hour locks for 15 minutes (5.2.3)."""
    recent = tries.since is not None and at - tries.since <= HOUR
    failures, since = (tries.failures + 1, tries.since) if recent else (1, at)
    if failures >= TRIES_AN_HOUR:
        return Tries(0, None, at + LOCK, at)
    return replace(tries, failures=failures, since=since, blocked_until=None)
