"""Second factors in place and out of it, and what was tried with them (5.2.3, 5.3)."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password

from interchange.accounts.models import Factor, KnownBrowser, Person
from interchange.accounts.rules.factors import (
    RECOVERY_CODES,
    RECOVERY_DIGITS,
    after_wrong_code,
    hash_of,
    step_of,
)
from interchange.accounts.rules.tries import Tries
from interchange.accounts.steps.tries import keep, key_of_factor
from interchange.core import clock
from interchange.core.sealed import Unreadable, unseal


def make_codes(person: Person) -> list[str]:
    """Ten new recovery codes in place of the old ones; each is kept as a password is, with a salt (ASVS 6.5.2)."""
    codes = [
        str(secrets.randbelow(10**RECOVERY_DIGITS)).zfill(RECOVERY_DIGITS) for _ in range(RECOVERY_CODES)
    ]
    now = clock.now()
    sheets = Factor.objects.filter(person=person, kind=Factor.Kind.RECOVERY, ended_at=None)
    sheets.update(ended_at=now, hashes=[])
    Factor.objects.create(
        person=person, kind=Factor.Kind.RECOVERY, label="Recovery codes", added_at=now, confirmed_at=now,
        hashes=[make_password(code) for code in codes],
    )  # fmt: skip
    return codes


def reset_factors(person: Person) -> int:
    """Take away all second factors: the next sign-in sets up a new one (5.3.7). How many there were."""
    now = clock.now()
    ended = Factor.objects.filter(person=person, ended_at=None).update(ended_at=now, hashes=[], sealed="")
    KnownBrowser.objects.filter(person=person, ended_at=None).update(ended_at=now)
    Person.objects.filter(pk=person.pk).update(factor_lost_at=now)
    return ended


def take_code(person: Person, code: str, *, at: datetime) -> Factor | None:
    """The app whose code this is, where it was not used before; of two at once with one code, one gets it."""
    apps = Factor.objects.filter(
        person=person, kind=Factor.Kind.TOTP, ended_at=None, confirmed_at__isnull=False
    )
    for app in apps:
        seed = seed_of(app)
        step = step_of(code, seed, at=at, after=app.last_step) if seed else None
        mine = Factor.objects.filter(pk=app.pk, last_step__lt=step or 0)
        if step is not None and mine.update(last_step=step, last_used_at=clock.now()):
            return app
    return None


def seed_of(app: Factor) -> str:
    """The seed of an authenticator app; none where its key is gone, so that no code is right."""
    try:
        return unseal(app.sealed)
    except Unreadable:
        return ""


def take_recovery_code(person: Person, code: str) -> Factor | None:
    """The sheet with this code on it, which is crossed out; of two at once with one code, one gets it."""
    sheets = Factor.objects.select_for_update().filter(
        person=person, kind=Factor.Kind.RECOVERY, ended_at=None
    )
    for sheet in sheets:
        for kept in sheet.hashes:
            if check_password(code, kept):
                sheet.hashes, sheet.last_used_at = [one for one in sheet.hashes if one != kept], clock.now()
                sheet.save(update_fields=["hashes", "last_used_at"])
                return sheet
    return None


def take_counter(key: Factor, counter: int) -> bool:
    """Note a passkey's counter; False where it went back, as that of a copy does. Many devices do not count: 0."""
    older = Factor.objects.filter(pk=key.pk, ended_at=None)
    older = older.filter(last_step__lt=counter) if counter or key.last_step else older
    return bool(older.update(last_step=counter, last_used_at=clock.now()))


# ---------------------------------------------------------------- tries


def key_of_tries(person: Person, browser: KnownBrowser | None) -> str:
    """Where wrong codes are counted: a browser that is known counts for itself, so that nobody elsewhere can keep its
    owner out (5.2.4)."""
    key = key_of_factor(person.pk)
    return hash_of(f"{key} {browser.pk}") if browser else key


def count_wrong_code(key: str, tries: Tries) -> datetime | None:
    """One more; until when it is locked, if this was one too many (5.2.3)."""
    after = after_wrong_code(tries, at=clock.now())
    keep(key, after)
    return after.blocked_until
