"""Passwords, locks and second factors, as far as an administrator has to do with them (5.1, 5.2.5, 5.3.7)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F

from interchange.accounts.models import Membership, Person
from interchange.accounts.queries.users import User
from interchange.accounts.rules import granting, passwords
from interchange.accounts.rules.users import ACCOUNT
from interchange.accounts.steps.ending import end_sessions
from interchange.accounts.steps.factors import reset_factors
from interchange.accounts.steps.informing import tell_people, tell_person
from interchange.accounts.steps.offices import Office
from interchange.accounts.steps.resets import require_reset
from interchange.accounts.steps.tries import forgive, key_of_account, key_of_factor
from interchange.accounts.steps.users.verbs import Verb, VerbOfMany, check_address, subject_of, why_of
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.errors import Refused
from interchange.notifications.rules import Kind


@dataclass(frozen=True)
class Extend(VerbOfMany):
    """Another six months for a password (A8; 5.1.2, 5.1.4, 5.1.5)."""

    why: str = ""

    def check(self, office: Office, user: User) -> str:
        ACCOUNT.after("extend", user.state)
        granting.allow(granting.why_not_password(user.target))
        return f"has a password until {clock.day_in_words(clock.london(self._end(user)))}"

    def carry_out_all(self, office: Office, users: Sequence[User]) -> None:
        alike: dict[datetime, list[Membership]] = defaultdict(list)
        for user in users:
            end = self._end(user)
            alike[end].append(user.membership)
            data = {"until": clock.london(end).date().isoformat()}
            why = " ".join(self.why.split())
            audit.record(Event.PASSWORD_EXTENDED, subject=subject_of(user), reason=why, data=data)
        for end, memberships in alike.items():
            people = Person.objects.filter(pk__in=[one.person_id for one in memberships])
            people.update(password_extended_to=end, password_extensions=F("password_extensions") + 1)
            words = {"until": end, "by": office.by.name}
            tell_people(memberships, Kind.PASSWORD_EXTENDED, words=words)

    def _end(self, user: User) -> datetime:
        person = user.person
        if person.password_changed_at is None:
            raise Refused("no-password", "There is no password yet. Send the invitation again.")
        return passwords.extended_to(
            person.password_changed_at, person.password_extended_to, extensions=person.password_extensions,
            reason=self.why, months=settings.PASSWORD_MAX_AGE_MONTHS, at=clock.now(),
        )  # fmt: skip


@dataclass(frozen=True)
class Reset(Verb):
    """A forgotten password: nobody signs in with the old one any more, and a link to set a new one is sent (A7)."""

    def check(self, office: Office, user: User) -> str:
        ACCOUNT.after("reset", user.state)
        granting.allow(granting.why_not_password(user.target))
        check_address(user)
        return "is sent a link to set a new password"

    def carry_out(self, office: Office, user: User) -> None:
        require_reset(user.person, by_name=office.by.name)
        audit.record(Event.PASSWORD_RESET_REQUIRED, subject=subject_of(user))


@dataclass(frozen=True)
class ResetFactor(Verb):
    """A lost telephone: the second factors end, and new ones are set up at the next sign-in (5.3.7)."""

    how: str
    """How the administrator made sure of the person: in person, or by a telephone number known before."""

    def check(self, office: Office, user: User) -> str:
        ACCOUNT.after("lose factor", user.state)
        granting.allow(granting.why_not_factor(user.target))
        self._how()
        return "sets up a second factor anew at the next sign-in"

    def carry_out(self, office: Office, user: User) -> None:
        reset_factors(user.person)
        end_sessions([user.person], "second factor reset")
        audit.record(Event.FACTOR_RESET, subject=subject_of(user), reason=self._how())
        tell_person(user.membership, Kind.FACTOR_RESET, words={"who": office.by.name, "at": clock.now()})

    def _how(self) -> str:
        return why_of(self.how, "you are sure that it is this person")


@dataclass(frozen=True)
class Unlock(Verb):
    """The end of a lock after too many wrong tries (5.2.5)."""

    def check(self, office: Office, user: User) -> str:
        ACCOUNT.after("unlock", user.state)
        granting.allow(granting.why_not_password(user.target))
        return "can try to sign in again"

    def carry_out(self, office: Office, user: User) -> None:
        person = user.person
        forgive(key_of_account(person.login_id, person.username), key_of_factor(person.pk))
        audit.record(Event.PERSON_UNLOCKED, subject=subject_of(user))
