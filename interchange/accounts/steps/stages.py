"""How far a sign-in has come (2.7)."""

from dataclasses import dataclass

from django.conf import settings

from interchange.accounts.models import Membership, Person
from interchange.accounts.queries.proofs import known_browser
from interchange.accounts.queries.sessions import how_many_open, is_enrolled
from interchange.accounts.rules.stages import Standing
from interchange.accounts.steps.passwords import password_due
from interchange.core import clock


@dataclass(frozen=True)
class Way:
    """How far a sign-in has come, as the browser's session remembers it."""

    proved: str = ""
    confirmed: bool = False
    codes_to_keep: bool = False
    centre_chosen: bool = False


def standing_of(person: Person, memberships: list[Membership], way: Way, *, token: str) -> Standing:
    """What this sign-in has passed and has to pass; `token` is what the browser shows of earlier ones.

    Sessions elsewhere are counted when there is a second factor, before which nobody is asked to end one.
    """
    check = settings.NEW_BROWSER_CHECK and bool(person.email) and not way.confirmed
    return Standing(
        password_due=password_due(person, at=clock.now()), enrolled=is_enrolled(memberships), proved=way.proved,
        browser_unconfirmed=check and known_browser(person.pk, token) is None, codes_to_keep=way.codes_to_keep,
        terms_due=person.terms_version != settings.TERMS_VERSION, centres=len(memberships),
        centre_chosen=way.centre_chosen, sessions=how_many_open(person.pk) if way.proved else 0,
    )  # fmt: skip
