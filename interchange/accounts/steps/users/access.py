"""Access suspended, restored, ended (4.2 to 4.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from interchange.accounts.models import Membership
from interchange.accounts.queries.users import User
from interchange.accounts.rules import granting
from interchange.accounts.rules.granting import roles_of
from interchange.accounts.rules.users import ACCOUNT, check_last_day
from interchange.accounts.steps.ending import end_access_of, end_sessions
from interchange.accounts.steps.informing import tell_office, tell_people, tell_person
from interchange.accounts.steps.offices import Office
from interchange.accounts.steps.users.verbs import (
    Verb,
    VerbOfMany,
    check_here,
    not_own,
    subject_of,
    why_of,
)
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.errors import Refused
from interchange.notifications.rules import Kind


@dataclass(frozen=True)
class Suspend(VerbOfMany):
    """Nobody comes in by this account until it is restored, or until the day given (section 4, 4.4)."""

    why: str
    until: datetime | None = None

    def check(self, office: Office, user: User) -> str:
        why = why_of(self.why, "the account is suspended")
        ACCOUNT.after("suspend", user.state)
        granting.allow(granting.why_not_end(user.target))
        if self.until is not None and self.until <= clock.now():
            raise Refused("until-past", "The day until which it is suspended has passed. Enter a later one.")
        if user.counts:
            granting.check_not_last(user.roles, office.others(user.key))
        end = f" until {clock.time_in_words(self.until)}" if self.until else ""
        return f"is suspended{end}: {why}"

    def carry_out_all(self, office: Office, users: Sequence[User]) -> None:
        why = why_of(self.why, "the account is suspended")
        suspend_all(office.centre_id, _accounts(users), why, until=self.until)
        for user in users:
            office.without(user.key)

    def expect(self, office: Office, user: User) -> None:
        office.without(user.key)


def _accounts(users: Sequence[User]) -> list[Membership]:
    return [user.membership for user in users]


def put_suspension(centre_id: int, membership: Membership, why: str) -> None:
    """Suspend one account; see `suspend_all`."""
    suspend_all(centre_id, [membership], why)


def suspend_all(
    centre_id: int, memberships: Sequence[Membership], why: str, *, until: datetime | None = None
) -> None:
    """Suspend, and end every way in, in this transaction (4.4); who may, was asked before."""
    Membership.objects.filter(pk__in=[one.pk for one in memberships]).update(
        suspended_at=clock.now(), suspended_until=until, suspended_why=why
    )
    end_access_of(memberships, "suspended")
    data = {"until": clock.london(until).date().isoformat()} if until else {}
    for one in memberships:
        audit.record(
            Event.PERSON_SUSPENDED,
            subject=f"person:{one.person_id}",
            data=data,
            reason=why,
            centre_id=centre_id,
        )
    tell_people(memberships, Kind.ACCESS_SUSPENDED, words={"why": why, "until": until})


@dataclass(frozen=True)
class Restore(VerbOfMany):
    """The end of a suspension."""

    def check(self, office: Office, user: User) -> str:
        ACCOUNT.after("restore", user.state)
        not_own(user)
        return "can come in again"

    def carry_out_all(self, office: Office, users: Sequence[User]) -> None:
        restore_all(office.centre_id, _accounts(users))


def put_restored(centre_id: int, membership: Membership) -> None:
    """End one suspension; see `restore_all`."""
    restore_all(centre_id, [membership])


def restore_all(centre_id: int, memberships: Sequence[Membership]) -> None:
    """End suspensions; who may, was asked before."""
    Membership.objects.filter(pk__in=[one.pk for one in memberships]).update(
        suspended_at=None, suspended_until=None, suspended_why=""
    )
    for one in memberships:
        audit.record(Event.PERSON_RESTORED, subject=f"person:{one.person_id}", centre_id=centre_id)
    tell_people(memberships, Kind.ACCESS_RESTORED, words={})


@dataclass(frozen=True)
class Confirm(Verb):
    """Somebody who has not signed in for long is still here (section 4, dormant)."""

    def check(self, office: Office, user: User) -> str:
        ACCOUNT.after("confirm", user.state)
        not_own(user)
        return "is not dormant any more"

    def carry_out(self, office: Office, user: User) -> None:
        Membership.objects.filter(pk=user.key).update(dormant_at=None, last_signed_in_at=clock.now())
        audit.record(Event.PERSON_RESTORED, subject=subject_of(user), data={"title": "was dormant"})
        tell_person(user.membership, Kind.ACCESS_RESTORED, words={})


@dataclass(frozen=True)
class Remove(VerbOfMany):
    """Somebody leaves: the account is closed for good and the row stays, with the name against past actions (4.3)."""

    why: str = "removed"

    def check(self, office: Office, user: User) -> str:
        ACCOUNT.after("leave", user.state)
        granting.allow(granting.why_not_end(user.target))
        if user.counts:
            granting.check_not_last(user.roles, office.others(user.key))
        alone = user.counts and granting.only_submitter(user.roles, office.others(user.key))
        return "leaves" + (", and nobody else can submit marks" if alone else "")

    def carry_out_all(self, office: Office, users: Sequence[User]) -> None:
        close_all(office.centre_id, _accounts(users), self.why, by_name=office.by.name)
        for user in users:
            office.without(user.key)

    def expect(self, office: Office, user: User) -> None:
        office.without(user.key)


def put_left(centre_id: int, membership: Membership, why: str, *, by_name: str) -> None:
    """Close one account for good; see `close_all`."""
    close_all(centre_id, [membership], why, by_name=by_name)


def close_all(centre_id: int, memberships: Sequence[Membership], why: str, *, by_name: str) -> None:
    """Close accounts for good and end every way in, in this transaction (4.3, 4.4); who may, was asked before."""
    Membership.objects.filter(pk__in=[one.pk for one in memberships]).update(
        ended_at=clock.now(), ended_why=why, suspended_at=None, suspended_until=None, suspended_why="",
    )  # fmt: skip
    end_access_of(memberships, "left")
    for one in memberships:
        audit.record(
            Event.PERSON_LEFT, subject=f"person:{one.person_id}", data={"roles": one.roles}, reason=why,
            centre_id=centre_id,
        )  # fmt: skip
    tell_people(memberships, Kind.ACCESS_ENDED, words={"why": why})
    important = [one for one in memberships if roles_of(one.roles) & granting.OF_THE_EXAMS_OFFICE]
    words = {"by": by_name, "gained": "no role", "lost": "all access"}
    tell_office(centre_id, Kind.EXAMS_OFFICE_CHANGED, words=words, about=important)


@dataclass(frozen=True)
class EndOn(Verb):
    """The last day of somebody's access, or none (4.2)."""

    on: date | None

    def check(self, office: Office, user: User) -> str:
        if self.on == user.membership.ends_on:
            return ""
        check_here(user)
        if self.on is None:
            return "has no last day any more"
        granting.allow(granting.why_not_end(user.target))
        check_last_day(self.on, today=clock.today())
        granting.check_not_last(user.roles, office.others(user.key))
        return f"has access until {clock.day_in_words(self.on)}"

    def carry_out(self, office: Office, user: User) -> None:
        Membership.objects.filter(pk=user.key).update(ends_on=self.on)
        data = {"until": self.on.isoformat()} if self.on else {}
        audit.record(Event.END_DATE_CHANGED, subject=subject_of(user), data=data)


@dataclass(frozen=True)
class EndSessions(Verb):
    """Somebody is signed out everywhere (5.4)."""

    def check(self, office: Office, user: User) -> str:
        check_here(user)
        granting.allow(granting.why_not_password(user.target))
        return "is signed out everywhere"

    def carry_out(self, office: Office, user: User) -> None:
        ended = end_sessions([user.person], "ended by an administrator")
        audit.record(Event.SESSION_ENDED, subject=subject_of(user), data={"sessions": ended})
