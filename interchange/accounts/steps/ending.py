"""What ends with somebody's access (4.4)."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from interchange.accounts.models import (
    ActingAs,
    ApiKey,
    Approval,
    CalendarKey,
    KnownBrowser,
    Membership,
    OneUseLink,
    Person,
    SignedIn,
)
from interchange.core import clock


def end_sessions(people: Iterable[Person], why: str, *, but: SignedIn | None = None) -> int:
    """End all sessions of these people, save one; how many there were."""
    found = SignedIn.objects.filter(person__in=list(people), ended_at=None)
    if but is not None:
        found = found.exclude(pk=but.pk)
    return found.update(ended_at=clock.now(), ended_why=why)


def end_access(membership: Membership, why: str) -> None:
    """End at once everything by which somebody comes in through this membership, and all that was derived from it
    (4.4): for who has left, is suspended, or whose centre is on hold. It must run in the transaction that says so.

    Sessions, links and keys of the membership go, and looking through somebody's eyes in either direction. What
    belongs to the person rather than to one centre - browsers we know, links that name no membership - goes as well
    where no other membership is left with which they could sign in.
    """
    end_access_of([membership], why)


def end_access_of(memberships: Iterable[Membership], why: str) -> None:
    """The same for many at once, in a number of statements that does not grow with them."""
    ending = list(memberships)
    keys, people = [one.pk for one in ending], {one.person_id for one in ending}
    _end_derived(keys, why)
    for centre in {one.centre_id for one in ending}:
        asked = Q() if centre is None else Q(centre=centre)
        theirs = [one.person_id for one in ending if one.centre_id == centre]
        _withdraw(Approval.objects.filter(asked, started_by__in=theirs), why)
    others = Membership.objects.usable().filter(person__in=people).exclude(pk__in=keys)
    _end_personal(people - set(others.values_list("person_id", flat=True)), why)


def end_everything_of(person: Person, why: str) -> None:
    """The same for a person in whatever they are, at every centre: a closed account, a password that became known."""
    _end_derived(list(Membership.objects.filter(person=person).values_list("pk", flat=True)), why)
    _end_personal({person.pk}, why)


def _end_derived(memberships: list[UUID], why: str) -> None:
    """What hangs on memberships: sessions, links, keys, roles for an hour, and looks through somebody's eyes."""
    now, of_them = clock.now(), Q(membership__in=memberships)
    SignedIn.objects.filter(of_them, ended_at=None).update(ended_at=now, ended_why=why[:40])
    OneUseLink.objects.filter(of_them, used_at=None, ended_at=None).update(ended_at=now)
    ApiKey.objects.filter(of_them, ended_at=None).update(ended_at=now)
    CalendarKey.objects.filter(of_them, ended_at=None).update(ended_at=now)
    ActingAs.objects.filter(of_them | Q(staff__in=memberships), ended_at=None).update(ended_at=now)
    Membership.objects.filter(pk__in=memberships).exclude(glass_roles=[]).update(
        glass_roles=[], glass_until=None
    )


def _end_personal(people: set[UUID], why: str) -> None:
    """What belongs to people whatever the centre: sessions, links, known browsers, approvals asked for."""
    if not people:
        return
    now = clock.now()
    SignedIn.objects.filter(person__in=people, ended_at=None).update(ended_at=now, ended_why=why[:40])
    OneUseLink.objects.filter(person__in=people, used_at=None, ended_at=None).update(ended_at=now)
    KnownBrowser.objects.filter(person__in=people, ended_at=None).update(ended_at=now)
    _withdraw(Approval.objects.filter(started_by__in=people), why)


def _withdraw(approvals: QuerySet[Approval], why: str) -> None:
    """Approvals that nobody has decided are withdrawn with whoever asked for them."""
    approvals.filter(outcome="").update(outcome="withdrawn", decided_at=clock.now(), note=why)
