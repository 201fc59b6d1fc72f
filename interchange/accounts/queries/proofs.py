"""What somebody can prove themselves with, and from which browsers they did."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, QuerySet

from interchange.accounts.models import Factor, KnownBrowser
from interchange.accounts.rules.factors import hash_of
from interchange.core import clock
from interchange.core.prepared import Prepared, given

APPS_AND_KEYS = (Factor.Kind.TOTP, Factor.Kind.PASSKEY)


def factors_of(person_id: UUID) -> QuerySet[Factor]:
    """The second factors that somebody can use, oldest first; recovery codes are one of them."""
    in_use = Factor.objects.filter(person_id=person_id, ended_at=None, confirmed_at__isnull=False)
    return in_use.order_by("added_at")


def has_factor(person: Any) -> Exists:
    """For a queryset: whether there is an app or a passkey."""
    return Exists(factors_of(person).filter(kind__in=APPS_AND_KEYS))


def passkeys_of(person_id: UUID) -> Sequence[tuple[str, str]]:
    """Name and public key of each passkey, as browsers and the library want them."""
    return list(
        factors_of(person_id).filter(kind=Factor.Kind.PASSKEY).values_list("credential_id", "public_data")
    )


def codes_left(person_id: UUID) -> int | None:
    """How many recovery codes are left; None where none were ever made."""
    sheet = factors_of(person_id).filter(kind=Factor.Kind.RECOVERY).values_list("hashes", flat=True).first()
    return None if sheet is None else len(sheet)


def browsers_of(person_id: UUID) -> QuerySet[KnownBrowser]:
    """The browsers from which somebody has signed in, the last used first."""
    return KnownBrowser.objects.filter(person_id=person_id, ended_at=None).order_by("-last_seen_at")


KNOWN = Prepared(
    lambda: KnownBrowser.objects.filter(
        person_id=given("person"), token_hash=given("token_hash"), ended_at=None
    ).order_by("pk")[:1]
)


def known_browser(person_id: UUID | None, token: str) -> KnownBrowser | None:
    """The browser that holds this token, if this person has signed in from it."""
    if not token or person_id is None:
        return None
    return KNOWN.first(person=person_id, token_hash=hash_of(token))


def is_remembered(person_id: UUID, token: str) -> bool:
    """Whether this browser is not asked for a second factor for now (5.3.5)."""
    found = known_browser(person_id, token) if settings.REMEMBER_BROWSERS else None
    return found is not None and found.remembered_until is not None and found.remembered_until > clock.now()
